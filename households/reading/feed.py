"""Follows what homes record, as it happens, for whoever wants to be told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from households.reading.queries import QUERIES
from households.reading.timeline import Activity, Timeline, may_follow
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool

LOOK_EVERY = 0.2
"""Seconds between two looks at the read model, while anybody follows."""
AT_ONCE = 500
"""Records handed on in one go."""
MOST_WAITING = 20
"""Batches that may wait for one slow follower, before it is told to come again."""

Batch = Sequence[asyncpg.Record]
WhoAsks = Callable[[], Awaitable[Viewer | None]]


class FeedClosed(Exception):
    """The service stops, or the follower was too slow: connect again and ask for what was missed."""


class Follower:
    """One who is told; everything that was missed since it began to follow waits in its queue."""

    def __init__(self) -> None:
        self.batches: asyncio.Queue[Batch | None] = asyncio.Queue(MOST_WAITING)
        self.is_lost = False

    def tell(self, batch: Batch | None) -> None:
        """Put a batch in the queue; None ends it. Whoever does not keep up is lost."""
        try:
            self.batches.put_nowait(batch)
        except asyncio.QueueFull:
            self.is_lost = True


class ActivityFeed:
    """Looks at the read model `activity` on behalf of all followers of this process."""

    def __init__(self, pool: DatabasePool, timeline: Timeline) -> None:
        self._pool = pool
        self._timeline = timeline
        self._followers: set[Follower] = set()
        self._looking: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    async def follow(self, who_asks: WhoAsks, home_id: UUID | None) -> AsyncIterator[Activity]:
        """What is recorded from now on in one home, or in all, as far as the viewer may follow it.

        The viewer is asked for again with every batch, so that a revoked token ends it.
        Raises `FeedClosed`.
        """
        async with self._follower() as follower:
            while (batch := await follower.batches.get()) is not None and not follower.is_lost:
                viewer = await who_asks()
                if viewer is None:
                    return
                rows = [row for row in batch if _concerns(viewer, home_id, row)]
                for activity in await self._timeline.describe(viewer, rows):
                    yield activity
        raise FeedClosed

    @property
    def followers(self) -> int:
        """How many are told of what is recorded from now on."""
        return len(self._followers)

    async def close(self) -> None:
        """Tell every follower that it ends."""
        self._closed = True
        if self._looking is not None:
            self._looking.cancel()
        self._tell(None)

    @asynccontextmanager
    async def _follower(self) -> AsyncIterator[Follower]:
        if self._closed:
            raise FeedClosed
        follower = Follower()
        async with self._starting:
            if self._looking is None or self._looking.done():
                after = await self._pool.fetchval(QUERIES["last_activity"])
                self._looking = asyncio.create_task(self._look(after))
            self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    async def _look(self, after: int) -> None:
        """Hand on what is new, for as long as anybody follows; a lost connection ends it for all."""
        try:
            while self._followers:
                rows = await self._pool.fetch(QUERIES["activity_since"], after, AT_ONCE)
                if rows:
                    after = rows[-1]["position"]
                    self._tell(rows)
                await asyncio.sleep(LOOK_EVERY)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self._tell(None)

    def _tell(self, batch: Batch | None) -> None:
        for follower in tuple(self._followers):
            follower.tell(batch)
            if follower.is_lost:
                self._followers.discard(follower)


def _concerns(viewer: Viewer, home_id: UUID | None, row: asyncpg.Record) -> bool:
    wanted = home_id is None or row["home_id"] == home_id
    return wanted and may_follow(viewer, row["home_id"], row["kind"])
