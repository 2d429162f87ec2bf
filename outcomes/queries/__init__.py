"""What may be asked of how homes fare, answered for a viewer from counts, statistics and words; no pages."""
