"""The pages of a home: what its team opens on a phone or the shared tablet."""
