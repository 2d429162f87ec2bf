"""Which homes have not been heard of: by when the last record arrived, and when it was written down."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from network.access.viewer import Viewer
from network.days import local_date, start_of
from network.directory.network import Home
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "silence.sql")
NOTHING_RECORDED = timedelta(days=14)
"""A team that has recorded nothing for so long is silent to its coach, whenever its last record arrived."""


class Heard(NamedTuple):
    """A home, and when anything last arrived from its team."""

    home: Home
    last_received_at: datetime | None
    """None where nothing ever did."""
    last_recorded_at: datetime | None = None
    """When the team had written down what came last."""

    def silent_since(self) -> datetime:
        """The last record; for a home without one, the day from which it counts."""
        first = start_of(self.home.recorded_from)
        return self.last_received_at or first

    def is_silent(self, now: datetime, threshold: timedelta) -> bool:
        """Whether nothing has arrived for longer than the threshold."""
        return now - self.silent_since() > threshold

    def nothing_recorded_since(self, today: date) -> datetime | None:
        """The last record, where it was written down 14 days ago or more; as coaches see it."""
        last = self.last_recorded_at
        return last if last and today - local_date(last) >= NOTHING_RECORDED else None


class Silence:
    """Asks when homes were last heard of."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def listen(self, viewer: Viewer, homes: Sequence[Home]) -> list[Heard]:
        """Each of these homes with its last record, in the order given. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_homes())
        rows = await self._pool.fetch(QUERIES["last_records"])
        last: dict[UUID, tuple[datetime, datetime]] = {
            row["home_id"]: (row["recorded_at"], row["last_recorded_at"]) for row in rows
        }
        return [Heard(home, *last.get(home.home_id, (None, None))) for home in homes]
