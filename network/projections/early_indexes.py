"""A rebuild's indexes, made beside its last fifth: while events are folded, PostgreSQL has time to spare."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from network.postgres.pool import DatabasePool
from network.projections.projection import Projection
from network.projections.schemas import make_indexes
from network.projections.sessions import borrowed_session, end_all

BEGIN_AT = 4 / 5
"""Of the log. Sooner, more rows are entered one by one; later, the making outlasts the folding."""

Reached = Callable[[int], None]
"""To be told how far the log has been folded."""


@asynccontextmanager
async def early_indexes(
    pool: DatabasePool, projections: Sequence[Projection], last: int
) -> AsyncIterator[Reached]:
    """Make them in time, in a session of its own, where the log ends at `last`, and wait for them at the end.

    Where that is not reached, as in a log of one batch, none is made.
    """
    in_time = asyncio.Event()
    making = asyncio.create_task(_make_when(in_time, pool, projections))

    def reached(position: int) -> None:
        if position >= last * BEGIN_AT:
            in_time.set()

    try:
        yield reached
        if in_time.is_set():
            await making
    finally:
        await end_all(making)


async def _make_when(in_time: asyncio.Event, pool: DatabasePool, projections: Sequence[Projection]) -> None:
    await in_time.wait()
    async with borrowed_session(pool) as connection:
        for projection in projections:
            await make_indexes(connection, projection)
