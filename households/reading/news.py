"""What happened in a home since an instant, and what was written down since then about the time before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from households.reading.lists import QUERIES, Found, Listed, Lists
from households.reading.standing import Mark
from network.access.viewer import Viewer
from network.days import local_date, start_of
from network.postgres.pool import DatabasePool

LOOKS_AT = 500
"""So many of the last records at most; who comes back after longer reads on in the list of all."""
MOST_HAPPENED = 30
MOST_WRITTEN_LATE = 5
WAITS = frozenset({"record-set-aside"})
"""What Today asks somebody to see to, and need not tell a second time."""


class News(NamedTuple):
    """What is new for who was not there. What was taken back again is in neither."""

    happened: Sequence[Listed]
    """What happened since then, the latest first."""
    written_late: Sequence[Listed]
    """What was written down since then about the time before, or for a day to come; the latest first."""
    has_more: bool
    """Whether there is more than these of either."""


class NewsOfHome:
    """Reads the read model `activity`."""

    def __init__(self, pool: DatabasePool, lists: Lists) -> None:
        self._pool = pool
        self._lists = lists

    async def since(self, viewer: Viewer, home_id: UUID, since: datetime, now: datetime) -> News:
        """What is new in a home since an instant, for its own team."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["written_since"], home_id, since, LOOKS_AT, now)
        standing = _told_once(await self._lists.find(home_id, rows))
        found = [one for one in standing if _is_new(one, viewer, since)]
        happened = [one for one in found if _happened(one, since, now)]
        late = [one for one in found if not _happened(one, since, now)]
        shown = [*_latest(happened, MOST_HAPPENED), *_latest(late, MOST_WRITTEN_LATE)]
        listed = await self._lists.describe(viewer, home_id, shown)
        split = min(len(happened), MOST_HAPPENED)
        has_more = len(found) > len(shown) or len(rows) >= LOOKS_AT
        return News(listed[:split], listed[split:], has_more)


def _told_once(found: Sequence[Found]) -> list[Found]:
    """Each record once: as it stands now where it is new itself, and else the last that changed it."""
    standing = [one for one in found if one.now.mark is not Mark.TAKEN_BACK and one.row["kind"] not in WAITS]
    told = {one.row["version"] for one in found}
    return [one for one in standing if not (_is_correction(one) and one.row["about"] in told)]


def _is_correction(one: Found) -> bool:
    kind: str = one.row["kind"]
    return kind.endswith(("-amended", "-retracted")) or kind == "payment-reversed"


def _is_new(one: Found, viewer: Viewer, since: datetime) -> bool:
    """What one's own device brought late is known to its maker."""
    is_own = one.row["recorded_by"] == viewer.account_id
    return not is_own or one.written_at > since or one.now.occurred_at > since


def _happened(one: Found, since: datetime, now: datetime) -> bool:
    """Whether it falls into the time; of the day on which that begins, what was written down within it."""
    at = one.now.occurred_at
    begins = local_date(since)
    return since < at <= now or (at == start_of(begins) and one.written_at > since)


def _latest(found: Sequence[Found], most: int) -> list[Found]:
    by_time = sorted(found, key=lambda one: (one.now.occurred_at, one.row["version"]), reverse=True)
    return by_time[:most]
