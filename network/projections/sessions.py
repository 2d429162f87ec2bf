"""Connections of the pool whose session is changed for a while; settings and locks are taken back then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from network.postgres.pool import DRIVER_ERRORS, DatabaseConnection, DatabasePool

TAKE_BACK = "SELECT pg_advisory_unlock_all(); RESET ALL"


@asynccontextmanager
async def borrowed_session(pool: DatabasePool) -> AsyncIterator[DatabaseConnection]:
    """A connection to set, and to take advisory locks with, for as long as the block lasts."""
    async with pool.acquire() as connection:
        try:
            yield connection
        finally:
            await _take_back(connection)


async def _take_back(connection: DatabaseConnection) -> None:
    if connection.is_closed():
        return
    try:
        await connection.execute(TAKE_BACK)
    except BaseException as error:
        # Nobody else shall find the session so; the pool makes a new one.
        connection.terminate()
        if not isinstance(error, (OSError, *DRIVER_ERRORS)):
            raise
