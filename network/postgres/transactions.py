"""Finds the oldest open transaction, because one that is left open holds up everybody who reads the log."""

import time
from dataclasses import dataclass

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")


@dataclass(frozen=True, slots=True)
class OldestTransaction:
    """An open transaction with an id. A prepared one belongs to no process and has the pid 0."""

    pid: int
    seconds: float


class TransactionWatch:
    """Asks for the oldest transaction, and remembers since when it has been the same one.

    PostgreSQL tells the start of another role's transaction only to members of
    pg_read_all_stats; where the web role is none, the age is counted from when it was
    first seen.
    """

    def __init__(self) -> None:
        self._id: str | None = None
        self._seen_at = 0.0

    async def find_oldest(self, connection: DatabaseConnection | DatabasePool) -> OldestTransaction | None:
        """The oldest now, or None when nobody writes."""
        row = await connection.fetchrow(QUERIES["find_oldest_transaction"])
        if row is None:
            self._id = None
            return None
        if row["id"] != self._id:
            self._id, self._seen_at = row["id"], time.monotonic()
        seconds = row["seconds"]
        return OldestTransaction(
            pid=row["pid"] or 0,
            seconds=time.monotonic() - self._seen_at if seconds is None else seconds,
        )
