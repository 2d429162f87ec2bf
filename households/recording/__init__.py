"""The way of a command: what it is, how it is read, decided, appended and answered."""
