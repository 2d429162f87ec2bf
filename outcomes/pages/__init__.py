"""Pages on which people see how they are doing."""
