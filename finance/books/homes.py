"""The network's homes as a field offers them: listed by name, meant by name, reference or id."""

from collections.abc import Sequence

from finance.books.overview import QUERIES, HomeCalled
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool


class HomesByName:
    """Lists them for who may read every home's payments."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def all(self, viewer: Viewer) -> list[HomeCalled]:
        """Every home, by name. Raises `Forbidden`."""
        viewer.check(viewer.may_read_payments(None))
        return [HomeCalled(**row) for row in await self._pool.fetch(QUERIES["homes_by_name"])]


def reference_meant(homes: Sequence[HomeCalled], typed: str) -> str:
    """The reference of the home that somebody means; what they typed where it names no home, or several."""
    asked = typed.strip().casefold()
    exact = [home.ref for home in homes if asked in (home.ref.casefold(), str(home.home_id))]
    called = [home.ref for home in homes if asked == home.name.casefold()]
    found = exact or called
    return found[0] if len(found) == 1 else typed
