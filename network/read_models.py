"""The read models of this release, and the process that keeps them up to date."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Never
from uuid import UUID

from finance.books.keeping import BooksKeeper
from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS
from network.coaching.events import COACHING_EVENTS
from network.days import now
from network.directory.events import NETWORK_EVENTS
from network.eventstore.codec import Codec
from network.eventstore.log import LogReader
from network.eventstore.sealed import Sealed
from network.postgres.errors import PostgresError
from network.postgres.pool import DatabasePool, connection, create_pool
from network.postgres.roles import refuse_powerful_role
from network.projections.discovery import find_projections
from network.projections.rebuilding.rebuild import Rebuild
from network.projections.runner import Runner

PROJECTIONS = find_projections(["households", "outcomes", "finance", "network.directory", "network.coaching"])
"""Of all contexts; a new one is found by its place."""

CONNECTIONS = 10
"""Of one projector: its turn, its reading, the books, and what a rebuild beside them reads, writes, drops and
indexes with."""
PATIENCE = 10.0
"""Seconds that the reader of the log waits for a connection."""
PROJECTOR_URL_MISSING = (
    "HEARTH_PROJECTOR_DATABASE_URL is not set: it names the same database, as hearth_projector."
)


@dataclass(frozen=True, slots=True)
class Projector:
    """What works on read models: their connections, the log, and what follows or refills from it."""

    pool: DatabasePool
    log: LogReader
    codec: Codec
    rebuild: Rebuild
    runner: Runner
    keeper: BooksKeeper

    async def follow(self, stopping: asyncio.Event) -> None:
        """Keep read models and books up to date until told to stop."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self.runner.run(stopping))
            both.create_task(self.keeper.run(stopping))


class _SealsNothing:
    """A projector copies sealed values as they are, and has no key to seal any with."""

    def seal(self, sealed: Sealed, stream_id: UUID) -> Never:
        raise TypeError(f"A projection was to seal a value of {stream_id}, {sealed.record_class}.")


@asynccontextmanager
async def open_projector(dsn: str, progress: Callable[[int], None]) -> AsyncIterator[Projector]:
    """A projector as hearth_projector; `progress` is told how far a rebuild is. Raises `RoleUnfit`."""
    if not dsn:
        raise PostgresError(PROJECTOR_URL_MISSING)
    pool = await create_pool(dsn, application_name="hearth projections", max_size=CONNECTIONS)
    try:
        async with pool.acquire() as session:
            await refuse_powerful_role(session)
        log = LogReader(pool, PATIENCE)
        codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS], _SealsNothing())
        # A reader of its own: one remembers what it has found out about gaps while it reads.
        rebuild = Rebuild(pool, LogReader(pool, PATIENCE), codec, progress)
        listen = partial(connection, dsn, application_name="hearth projections, listening")
        runner = Runner(pool, log, codec, rebuild, PROJECTIONS, listen)
        yield Projector(pool, log, codec, rebuild, runner, BooksKeeper(pool, now))
    finally:
        await pool.close()
