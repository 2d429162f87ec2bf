"""What was recorded, to be shown: lists, single records, names opened for those who may read them."""
