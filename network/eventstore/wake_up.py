"""Telling projections that the log has grown: a hint after the commit, never a part of the append.

A transaction that has a notification pending holds a lock over the whole database while it
commits, so all appends of the network would wait for each other. Whoever listens polls too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import structlog

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DRIVER_ERRORS, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")
CHANNEL = "hearth_events"

log = structlog.get_logger(__name__)


class WakeUp:
    """Sends one notification for all appends of a short while."""

    def __init__(self, pool: DatabasePool, pause: timedelta) -> None:
        self._pool = pool
        self._pause = pause.total_seconds()
        self._sending: asyncio.Task[None] | None = None
        self._more = False

    def soon(self) -> None:
        """Notify within the pause; calls in between cost nothing."""
        self._more = True
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def close(self) -> None:
        """Send what is still to be sent."""
        if self._sending is not None:
            await self._sending

    async def _send(self) -> None:
        while self._more:
            await asyncio.sleep(self._pause)
            self._more = False
            try:
                await self._pool.execute(QUERIES["wake_up"])
            except (OSError, *DRIVER_ERRORS) as error:
                # Only a hint: whoever listens polls as well.
                log.warning("wake_up_not_sent", reason=type(error).__name__)


class Awakening:
    """Waits for a notification, or for the time to look anyway."""

    def __init__(self) -> None:
        self._called = asyncio.Event()

    def call(self, *_: object) -> None:
        """The log has grown."""
        self._called.set()

    async def wait(self, at_most: timedelta) -> bool:
        """Whether the log is said to have grown since the last time; False when only the time is up."""
        try:
            await asyncio.wait_for(self._called.wait(), at_most.total_seconds())
        except TimeoutError:
            return False
        self._called.clear()
        return True


@asynccontextmanager
async def listening(connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[Awakening]:
    """Listen on a connection that is used for nothing else, for as long as the block lasts."""
    awakening = Awakening()
    await connection.add_listener(CHANNEL, awakening.call)
    try:
        yield awakening
    finally:
        if not connection.is_closed():
            await connection.remove_listener(CHANNEL, awakening.call)
