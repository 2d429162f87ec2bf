"""How a projection is declared, run, awaited and rebuilt."""
