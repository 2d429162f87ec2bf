"""Accounts, roles, tokens and what each viewer may do."""
