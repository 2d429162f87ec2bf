"""What is expected to come in, week by week, and how well that was foretold before."""
