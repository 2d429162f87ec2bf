"""The tablets that homes share, what somebody signs in from, and who recorded on a device."""
