"""Finance's pages: the network's money, billing, debt, closing, and what finance decides."""
