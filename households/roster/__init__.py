"""Who lives and works in a home."""
