"""What is owed, paid and expected."""
