"""HTTP as the whole network speaks it: problems, reading what is sent, headers, limits, the description."""
