"""What each home's books say: charges, what was paid on them, and what follows; a function of facts alone."""
