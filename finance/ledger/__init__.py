"""Facts about money by home, in the order of the log: what the books are worked out from."""
