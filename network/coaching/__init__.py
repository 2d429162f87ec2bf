"""What coaches and homes say to each other, and what homes learn from one another."""
