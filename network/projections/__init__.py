"""How a read model is declared, fed from the log, awaited and rebuilt; it knows none of them by name."""
