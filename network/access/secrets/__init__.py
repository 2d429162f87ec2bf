"""How what people know is kept: hashed, weighed before it is taken, and slow to guess."""
