"""What arrives at the bank: statements brought in, and matched with what is owed and what homes recorded."""
