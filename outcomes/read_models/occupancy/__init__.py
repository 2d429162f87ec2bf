"""Nights in the home, and what is counted against them."""
