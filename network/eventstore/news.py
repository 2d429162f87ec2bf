"""What has just been written, told as soon as it can be seen, to who keeps streams in memory.

A hint and no more: it begins at the end of the log and gives up on what is late for long. Who
needs every event reads with `LogReader`.
"""

from collections.abc import Callable
from time import monotonic
from uuid import UUID

from network.eventstore.codec import Codec
from network.eventstore.driver import Borrowed
from network.eventstore.stored import StoredEvent
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")

MOST_AT_ONCE = 1_000
STILL_ASKED_FOR = 1_000
"""For how many numbers more a missing one is asked for. It is under way, or was rolled back for ever."""
FORGOTTEN_AFTER = 1.0
"""Seconds after which a listener begins anew at the end, rather than read all that it did not ask for."""


class News:
    """One listener's way along the end of the log."""

    def __init__(
        self, pool: DatabasePool, codec: Codec, patience: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._pool = pool
        self._codec = codec
        self._patience = patience
        self._clock = clock
        self._asked_at = float("-inf")
        self._last = 0
        self._missing: set[int] = set()

    async def read(self, is_news: Callable[[UUID, int], bool]) -> list[StoredEvent]:
        """What has been written since the last time, of streams and versions that are news to the listener.

        The events of a stream are in order. Raises what the event store raises when it can't be reached.
        """
        before, self._asked_at = self._asked_at, self._clock()
        async with Borrowed(self._pool, self._patience) as connection:
            if self._asked_at - before > FORGOTTEN_AFTER:
                self._last = await connection.fetchval(QUERIES["last_position"])
                self._missing.clear()
                return []
            rows = await connection.fetch(QUERIES["read_news"], self._last, MOST_AT_ONCE, list(self._missing))
        self._note([row["position"] for row in rows])
        return [self._codec.read(row) for row in rows if is_news(row["originator_id"], row["version"])]

    def _note(self, positions: list[int]) -> None:
        last = max(positions, default=self._last)
        self._missing.update(range(self._last + 1, last))
        self._missing.difference_update(positions)
        if self._missing:
            self._missing = {position for position in self._missing if last - position <= STILL_ASKED_FOR}
        self._last = max(self._last, last)
