"""Homes whose books can't be worked out from their facts: known to everybody until they can."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from finance.export.errors import ExportError
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "stuck.sql")


class BooksStuck(ExportError):
    """The books of a home can't be worked out from its facts: ask network IT, who sees which and why."""


class StuckHome(NamedTuple):
    """A home whose books stay as they were before a fact that doesn't fit the others."""

    home_id: UUID
    position: int
    """Of the last fact that was tried."""
    error: str
    """What went wrong, by its kind."""
    since: datetime


class HomeBehind(NamedTuple):
    """The same, for who reads the books."""

    home_id: UUID
    name: str


async def read_stuck(connection: DatabaseConnection | DatabasePool) -> list[StuckHome]:
    """All of them, the longest waiting first."""
    return [StuckHome(**row) for row in await connection.fetch(QUERIES["stuck_homes"])]


async def homes_behind(
    connection: DatabaseConnection | DatabasePool, home_id: UUID | None
) -> Sequence[HomeBehind]:
    """Of all homes those by name, or of one. Raises `BooksStuck` where that one is among them."""
    rows = await connection.fetch(QUERIES["stuck_by_name"], home_id)
    if home_id is not None and rows:
        raise BooksStuck
    return [HomeBehind(**row) for row in rows]
