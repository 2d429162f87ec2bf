"""Connections of the pool whose session is changed for a while; settings and locks are taken back then."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

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


@asynccontextmanager
async def borrowed_sessions(pool: DatabasePool, count: int) -> AsyncIterator[Sequence[DatabaseConnection]]:
    """Several of them."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(borrowed_session(pool)) for _ in range(count)]


async def together(*work: Coroutine[Any, Any, None]) -> None:
    """Do these at once. Where one fails the others are ended, so that no session is used any more."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        await end_all(*tasks)


async def end_all(*under_way: "asyncio.Future[Any]") -> None:
    """End what is still under way; what it has half written is rolled back."""
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


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
