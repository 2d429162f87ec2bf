"""Waits until the books show everything that was recorded before an instant."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from finance.export.errors import BooksBehind, InstantToCome
from finance.payments.projection import PROJECTION
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.checkpoints import have_reached
from network.projections.projection import Projection

QUERIES = NamedQueries.beside(__file__, "freshness.sql")
PAUSE = 0.02


class BooksFreshness:
    """Looks at how far projections have read the log: `payments`, or those that are named."""

    def __init__(
        self, pool: DatabasePool, patience: timedelta, projections: Sequence[Projection] = (PROJECTION,)
    ) -> None:
        self._pool = pool
        self._patience = patience.total_seconds()
        self._projections = projections

    async def wait_until_known(self, instant: datetime | None) -> datetime:
        """The instant, or now for None, once all that was recorded before it is in the books."""
        deadline = time.monotonic() + self._patience
        async with self._pool.acquire(timeout=self._patience) as connection:
            now: datetime = await connection.fetchval(QUERIES["read_clock"])
            if instant is not None and instant > now:
                raise InstantToCome
            position = await settled_position(connection, deadline)
            while not await have_reached(connection, self._projections, position):
                await pause_until(deadline)
        return instant or now


async def settled_position(connection: DatabaseConnection, deadline: float) -> int:
    """The last position that anything recorded before now can have.

    A fact is numbered before it is recorded, and seen when its transaction has ended. So: the last
    number given, then all transactions older than a new one of ours; when those have ended, all is there.
    """
    last_number: int = await connection.fetchval(QUERIES["last_number_given"])
    own: int = await connection.fetchval(QUERIES["new_transaction"])
    while await connection.fetchval(QUERIES["oldest_transaction"]) < own:
        await pause_until(deadline)
    return await connection.fetchval(QUERIES["last_position_through"], last_number)


async def pause_until(deadline: float) -> None:
    """A moment's wait. Raises `BooksBehind` where the deadline has passed."""
    if time.monotonic() > deadline:
        raise BooksBehind
    await asyncio.sleep(PAUSE)
