"""Measures each promised figure beside its peer and its limit, with `make bench`."""
