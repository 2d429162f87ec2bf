"""The tables that are counted from, a folder each: made of events alone, they import nothing of outcomes."""
