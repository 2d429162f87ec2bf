"""What links the homes: the centre's shared IT."""
