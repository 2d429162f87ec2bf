"""Who lives in a home today, with names and rooms, for the team of that home only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from households.names import PersonNames
from households.queries import QUERIES
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool


class Resident(NamedTuple):
    """Somebody who lives in a household of the home."""

    resident_id: UUID
    display_name: str | None
    """None where the person is forgotten."""
    room: str | None
    moved_in_on: date
    away_from: date | None
    """The first night away, while the resident is away."""

    @property
    def id(self) -> str:
        """The resident's id as text."""
        return str(self.resident_id)


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
        rows = await self._pool.fetch(QUERIES["residents_of"], homes)
        by_home: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
        for row in rows:
            by_home[row["home_id"]].append(row)
        found: defaultdict[HouseholdKey, list[Resident]] = defaultdict(list)
        for home_id, residents in by_home.items():
            names = await self._names.of(viewer, home_id, [row["resident_id"] for row in residents])
            for row in residents:
                resident = Resident(
                    row["resident_id"],
                    names.get(row["resident_id"]),
                    row["room"],
                    row["moved_in_on"],
                    row["away_from"],
                )
                found[home_id, row["household_id"]].append(resident)
        return found
