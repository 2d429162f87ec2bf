"""The homes, households, coaches and settings of the network."""
