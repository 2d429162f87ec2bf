"""The write side: what a home team records."""
