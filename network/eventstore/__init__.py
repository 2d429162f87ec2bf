"""Appends and reads streams of events; seals personal data."""
