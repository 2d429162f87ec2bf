"""What devices kept while there was no signal, and how it comes into the homes' streams."""
