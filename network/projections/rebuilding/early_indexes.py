"""A rebuild's indexes, made beside its last fifth: while events are folded, PostgreSQL has time to spare."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from network.postgres.pool import DatabasePool
from network.projections.projection import Projection
from network.projections.schemas import make_indexes
from network.projections.sessions import borrowed_session, end_all

BEGIN_AT = 4 / 5
"""Of the log. Sooner, more rows are entered one by one; later, the making outlasts the folding."""


class EarlyIndexes:
    """Makes one projection's after another's, in a session of its own, until others take over the rest."""

    def __init__(self, pool: DatabasePool, projections: Sequence[Projection], last: int) -> None:
        self._pool = pool
        self._begin_at = last * BEGIN_AT
        self._in_time = asyncio.Event()
        self._waiting = list(projections)
        self._begun: list[Projection] = []
        self._making = asyncio.create_task(self._make())

    def reached(self, position: int) -> None:
        """To be told how far the log has been folded. Where the log is one batch, nothing is begun."""
        if position >= self._begin_at:
            self._in_time.set()

    def hand_over(self) -> list[Projection]:
        """Begin no more. Answers all projections, the one under way first."""
        left, self._waiting = self._waiting, []
        return [*reversed(self._begun), *left]

    async def wait_for(self, projection: Projection) -> None:
        """Wait while this projection's are being made. Raises what the database raised."""
        if self._begun and projection is self._begun[-1]:
            await asyncio.shield(self._making)

    async def end(self) -> None:
        """End what is under way."""
        await end_all(self._making)

    async def _make(self) -> None:
        await self._in_time.wait()
        async with borrowed_session(self._pool) as connection:
            await connection.execute("SET synchronous_commit = off")
            while self._waiting:
                self._begun.append(self._waiting.pop(0))
                await make_indexes(connection, self._begun[-1])


@asynccontextmanager
async def early_indexes(
    pool: DatabasePool, projections: Sequence[Projection], last: int
) -> AsyncIterator[EarlyIndexes]:
    """Make them in time, where the log ends at `last`."""
    early = EarlyIndexes(pool, projections, last)
    try:
        yield early
    finally:
        await early.end()
