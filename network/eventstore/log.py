"""The log of all streams in its one order, read so that nothing can turn up behind the reader.

Numbers are taken before their transactions commit, so a number may be missing for a moment, or
for ever where the append was rolled back. A prefix without a gap is final. At a gap the reader
notes the last number given, L, and then takes a transaction id of its own, X. Every number up to L
was taken by a transaction older than X, because a transaction takes its id before its number. Once
all those have ended, what is up to L is settled: a hole there stays one.

Nothing of this is stored, so a restored dump, with its new transaction ids, is read like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from network.eventstore.driver import Borrowed
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of the log that is final.

    `rows` have position, originator_id, version, topic, state, recorded_at and about, in this order;
    `Codec.read` makes stored events of them. Nothing is missing up to the position `through`.
    """

    rows: Sequence[asyncpg.Record]
    through: int
    is_held_up: bool
    """More is there but not settled: look again in some milliseconds, nobody will tell."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Numbers up to `last_number` are settled when no transaction before `next_transaction` is left."""

    last_number: int
    next_transaction: int


class LogReader:
    """One reader's way through the log. It remembers what it has found out about gaps, nothing else."""

    def __init__(self, pool: DatabasePool, patience: float) -> None:
        self._pool = pool
        self._patience = patience
        self._settled_through = 0
        self._gap: _Gap | None = None

    async def read(self, after: int, limit: int) -> Batch:
        """What follows a position, at most `limit` rows; nothing where the next number is not settled."""
        async with Borrowed(self._pool, self._patience) as connection:
            rows = await connection.fetch(QUERIES["read_log"], after, limit)
            final = self._count_final(rows, after)
            if final < len(rows) and await self._settle(connection):
                # Read again: what was under way at the first reading may have committed since.
                rows = await connection.fetch(QUERIES["read_log"], after, limit)
                final = self._count_final(rows, after)
        return Batch(rows[:final], rows[final - 1]["position"] if final else after, final < len(rows))

    async def last_position(self) -> int:
        """The last position that is committed; what lies before it may not be settled yet."""
        async with Borrowed(self._pool, self._patience) as connection:
            return await connection.fetchval(QUERIES["last_position"])

    def trust(self, through: int) -> None:
        """Somebody else has read up to this position, so what is missing before it is missing for ever."""
        self._settled_through = max(self._settled_through, through)

    def _count_final(self, rows: Sequence[asyncpg.Record], after: int) -> int:
        """How many of the rows lie before the first gap that is not settled."""
        if (
            not rows
            or rows[-1]["position"] == after + len(rows)
            or rows[-1]["position"] <= self._settled_through
        ):
            return len(rows)
        expected = after + 1
        for index, row in enumerate(rows):
            position = row["position"]
            if position != expected and position - 1 > self._settled_through:
                return index
            expected = position + 1
        return len(rows)

    async def _settle(self, connection: DatabaseConnection) -> bool:
        """Whether more is settled now than before."""
        if self._gap is None:
            # The order matters: first the number, then the transaction.
            last_number = await connection.fetchval(QUERIES["last_number_given"])
            self._gap = _Gap(last_number, await connection.fetchval(QUERIES["new_transaction"]))
        if await connection.fetchval(QUERIES["oldest_transaction"]) < self._gap.next_transaction:
            return False
        self._settled_through, self._gap = self._gap.last_number, None
        return True
