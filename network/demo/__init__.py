"""The demo: a fictional network with three years of history, the same every time from a seed and a day."""
