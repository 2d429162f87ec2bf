"""Employment, hours and spells of sickness."""
