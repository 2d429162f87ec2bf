"""asyncpg's errors in the event store's words, so that nobody above has to know the driver."""

import asyncpg
import structlog

from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.postgres.pool import DatabaseConnection, DatabasePool

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    # What the driver says of a connection that broke a moment ago and that it has not yet noticed to be gone.
    asyncpg.InternalClientError,
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
"""The statement was refused whole: no disk or connection left, out of time, or two waited for each other."""

LOG = structlog.get_logger(__name__)


class Borrowed:
    """A connection of the pool for as long as a block lasts, waited for at most `patience` seconds.

    Turns what the driver raises into `StoreUnavailable` or `StoreBusy`; broken constraints pass.
    Written out, because as generators these few steps cost a quarter of an append.
    """

    __slots__ = ("_connection", "_patience", "_pool")

    def __init__(self, pool: DatabasePool, patience: float) -> None:
        self._pool = pool
        self._patience = patience

    async def __aenter__(self) -> DatabaseConnection:
        try:
            self._connection = await self._pool.acquire(timeout=self._patience)
        except Exception as error:
            raise _translated(error, acquiring=True) from error
        return self._connection

    async def __aexit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        try:
            await self._pool.release(self._connection)
        except Exception as lost:  # noqa: BLE001 - the pool has ended the connection and makes a new one
            LOG.warning("connection_not_given_back", reason=type(lost).__name__)
        if isinstance(error, Exception):
            translated = _translated(error, acquiring=False)
            if translated is not error:
                raise translated from error


def _translated(error: Exception, *, acquiring: bool) -> Exception:
    """The error in our words, or as it is."""
    if acquiring and isinstance(error, TimeoutError):
        return StoreBusy("No connection to the database came free in time. Try again.")
    if isinstance(error, BUSY):
        return StoreBusy(f"{StoreBusy.__doc__} PostgreSQL says: {error}")
    if isinstance(error, LOST) or (acquiring and isinstance(error, OSError)):
        return StoreUnavailable()
    return error
