"""Putting right what was recorded: one file a subject, and the register of them all."""
