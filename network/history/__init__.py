"""Bringing a home's history in from spreadsheets, and giving a home its whole record back."""
