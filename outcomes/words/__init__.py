"""What is told of figures, in sentences; functions of what they are given, without database, web or clock."""
