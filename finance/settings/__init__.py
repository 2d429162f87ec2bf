"""Finance's own decisions: rules of charging, periods raised, days closed."""
