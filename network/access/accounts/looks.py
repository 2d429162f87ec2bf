"""When a coach last looked at their homes, so that the next look begins with what is new since then."""

from datetime import date

from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "looks.sql")


class Looks:
    """Keeps days, not moments: what is looked at ends yesterday, so all looks of one day see the same."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def note(self, viewer: Viewer, today: date) -> date | None:
        """That somebody looks today; the day of their last look before today, None for a first look."""
        found: date | None = await self._pool.fetchval(QUERIES["note_look"], viewer.account_id, today)
        return found
