"""What homes cost and earn a night beside how their residents fare, and when a home breaks even."""
