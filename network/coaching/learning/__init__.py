"""Communities of practice: challenges and lessons that are shared, answered and tried elsewhere."""
