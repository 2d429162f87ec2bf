"""What was received, from whom, and what was agreed."""
