"""asyncpg's errors in the event store's words, so that nobody above has to know the driver."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg

from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.postgres.pool import DatabaseConnection, DatabasePool

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    ConnectionError,
)
"""The connection is gone, and with it the word whether the statement was carried out."""

BUSY = (
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.PostgresSystemError,
)
"""The statement was refused whole: disk or connections used up, out of time, or two that waited for each other."""


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what the driver raises into `StoreUnavailable` or `StoreBusy`; broken constraints pass."""
    try:
        yield
    except LOST as error:
        raise StoreUnavailable from error
    except BUSY as error:
        raise StoreBusy(f"{StoreBusy.__doc__} PostgreSQL says: {error}") from error


@asynccontextmanager
async def borrow(pool: DatabasePool, patience: float) -> AsyncIterator[DatabaseConnection]:
    """A connection of the pool, waited for at most `patience` seconds."""
    try:
        connection = await pool.acquire(timeout=patience)
    except TimeoutError as error:
        raise StoreBusy("No connection to the database came free in time. Try again.") from error
    except (asyncpg.TooManyConnectionsError, *BUSY) as error:
        raise StoreBusy(f"{StoreBusy.__doc__} PostgreSQL says: {error}") from error
    except (*LOST, OSError) as error:
        raise StoreUnavailable from error
    try:
        with in_our_words():
            yield connection
    finally:
        await asyncio.shield(pool.release(connection))
