"""Keeps two processes that start at once from making roles, databases and tables at the same time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from network.postgres.pool import DatabaseConnection

ADVISORY_LOCK = 0x4865617274680001
"""`Hearth` and a one: a number that nobody else's advisory locks are likely to use."""


@asynccontextmanager
async def alone(connection: DatabaseConnection) -> AsyncIterator[None]:
    """Wait until no other session of this database is within this block."""
    await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
    try:
        yield
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", ADVISORY_LOCK)
