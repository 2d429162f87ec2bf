"""Waits until the books that are kept show everything that was recorded before an instant."""

import time
from datetime import datetime, timedelta
from uuid import UUID

from finance.events import FINANCE_STREAM
from finance.export.errors import InstantToCome
from finance.export.freshness import QUERIES as CLOCK
from finance.export.freshness import pause_until, settled_position
from finance.ledger.projection import PROJECTION
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from network.projections.checkpoints import have_reached

QUERIES = NamedQueries.beside(__file__, "balances.sql")


class KeptFreshness:
    """Looks at how far the ledger has read the log, and whether every home's books follow it."""

    def __init__(self, pool: DatabasePool, patience: timedelta) -> None:
        self._pool = pool
        self._patience = patience.total_seconds()

    async def wait_until_known(self, instant: datetime, home_id: UUID | None = None) -> None:
        """Wait, bounded, for all that was recorded before it, of all homes or of one.

        Raises `BooksBehind`, and `InstantToCome` for one that is not past.
        """
        deadline = time.monotonic() + self._patience
        async with self._pool.acquire(timeout=self._patience) as connection:
            if instant > await connection.fetchval(CLOCK["read_clock"]):
                raise InstantToCome
            position = await settled_position(connection, deadline)
            while not await have_reached(connection, [PROJECTION], position):
                await pause_until(deadline)
            while await connection.fetchval(QUERIES["behind"], FINANCE_STREAM, home_id):
                await pause_until(deadline)
