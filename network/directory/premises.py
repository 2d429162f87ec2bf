"""The households of homes as network IT keeps them: all of them, with the change of beds that comes next."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "premises.sql")


class Household(NamedTuple):
    """A household, opened or to be opened."""

    household_id: UUID
    name: str
    opened_on: date
    beds: int | None
    """In service on the day that was asked for; None before it opens."""
    changes_on: date | None
    """The next day with other beds."""
    beds_then: int | None


class Premises:
    """Questions about households and beds."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def of(self, viewer: Viewer, home_id: UUID, today: date) -> list[Household]:
        """A home's households, in the order in which they were opened. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_homes(), home_id)
        rows = await self._pool.fetch(QUERIES["premises_of"], home_id, today)
        return [Household(*row) for row in rows]

    async def beds(self, viewer: Viewer, today: date) -> dict[UUID, int]:
        """Beds in service by home; a home without any is not there. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_homes())
        rows = await self._pool.fetch(QUERIES["beds_of_homes"], today)
        return {row["home_id"]: row["beds"] for row in rows}
