"""What was recorded, counted over any windows of any homes; no viewer, no statistics, no words."""
