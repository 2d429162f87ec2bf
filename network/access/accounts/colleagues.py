"""Who works in the same home, for those of its team who choose a colleague."""

from typing import NamedTuple
from uuid import UUID

from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "colleagues.sql")


class Colleague(NamedTuple):
    """An account of the home's team."""

    account_id: UUID
    name: str


class Colleagues:
    """Lists them."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def of(self, viewer: Viewer, home_id: UUID) -> list[Colleague]:
        """Everybody of the home's team but the viewer. Raises `NotYours` and `Forbidden`."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["colleagues_in"], home_id)
        return [Colleague(*row) for row in rows if row["account_id"] != viewer.account_id]

    async def names_in(self, viewer: Viewer, home_id: UUID) -> list[str]:
        """What the team's accounts are called, guests' and disabled ones too. Raises as `of`."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        return [row["name"] for row in await self._pool.fetch(QUERIES["names_in"], home_id)]
