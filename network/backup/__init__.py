"""Takes everything that was recorded away and brings it back: facts in one file, keys in another."""
