"""Falls as they now stand."""
