"""What was recorded in a home, and on which days."""
