"""The named queries over the read models `roster` and `activity`."""

from network.postgres.named_queries import NamedQueries

QUERIES = NamedQueries.beside(__file__, "queries.sql")
