"""Who lives in a home today, with names and rooms, for the team of that home only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from households.reading.names import PersonNames, SealedName, keys_of
from households.reading.queries import QUERIES
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool


class Resident(NamedTuple):
    """Somebody who lives in a household of the home."""

    id: str
    display_name: str | None
    """None where the person is forgotten."""
    room: str | None
    moved_in_on: date
    away_from: date | None
    """The first night away, while the resident is away."""


HouseholdKey = tuple[UUID, UUID]
"""A home and one of its households."""


class Residences:
    """Residents by household."""

    def __init__(self, pool: DatabasePool, names: PersonNames) -> None:
        self._pool = pool
        self._names = names

    async def of(self, viewer: Viewer, home_ids: Sequence[UUID]) -> dict[HouseholdKey, list[Resident]]:
        """The residents of those of these homes whose names the viewer may read, by room."""
        homes = [home_id for home_id in home_ids if viewer.may_read_names(home_id)]
        keys = keys_of(viewer, homes)
        rows = await self._pool.fetch(QUERIES["residents_of"], homes, keys.homes, keys.classes)
        names = await self._names.open(
            keys,
            [
                SealedName(row["resident_id"], row["home_id"], "identity", row["token"])
                for row in rows
                if row["token"] is not None
            ],
        )
        found: defaultdict[HouseholdKey, list[Resident]] = defaultdict(list)
        for row in rows:
            resident_id = row["resident_id"]
            found[row["home_id"], row["household_id"]].append(
                Resident(
                    str(resident_id),
                    names.get(resident_id),
                    row["room"],
                    row["moved_in_on"],
                    row["away_from"],
                )
            )
        return found
