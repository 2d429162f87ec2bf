"""The GraphQL face of the network: read-only, by role, with nothing in it but shapes; the contexts answer."""
