"""The read model of what waits in a home: falls to look in on, decisions to make, records set aside."""
