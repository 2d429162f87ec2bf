"""What each figure is measured beside: other programs that do the same work, and the limit of it."""
