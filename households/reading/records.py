"""What a home recorded, to be found again: lists of records, stays, the team and who is off sick."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from households.reading.lists import QUERIES, Listed, Lists
from households.reading.names import PersonNames
from households.reading.timeline import NEWEST
from households.terms import MovedOutReason, StaffRole
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.postgres.pool import DatabasePool

MOST_WHO_LEFT = 100


class Lived(NamedTuple):
    """A stay of a resident, as it stands."""

    record: str
    ref: str
    moved_in_on: date
    moved_out_on: date | None
    moved_out_reason: MovedOutReason | None
    household_id: UUID
    room: str | None
    absence: str | None
    """The record of the absence that is open."""
    away_from: date | None


class WhoLeft(NamedTuple):
    """Somebody who lived in the home."""

    resident_id: UUID
    name: str | None
    moved_out_on: date
    reason: MovedOutReason


class Colleague(NamedTuple):
    """Somebody of the team, or who was."""

    staff_id: UUID
    name: str | None
    ref: str
    role: StaffRole
    started_on: date
    left_on: date | None
    """The last day, itself included."""

    def works_on(self, day: date) -> bool:
        """Whether the person is in the team on a day, or will be."""
        return self.left_on is None or day <= self.left_on


class Spell(NamedTuple):
    """A spell of sickness that nobody has ended."""

    record: str
    staff_id: UUID
    first_day: date


class Records:
    """Reads them for the home's team."""

    def __init__(self, pool: DatabasePool, names: PersonNames, lists: Lists) -> None:
        self._pool = pool
        self._names = names
        self._lists = lists

    async def page(
        self,
        viewer: Viewer,
        home_id: UUID,
        first: int,
        *,
        before: int | None = None,
        kinds: Sequence[str] | None = None,
        person: UUID | None = None,
    ) -> list[Listed]:
        """At most `first` records as they stand, newest first, of some kinds and of one person if asked."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        keyset = (home_id, before or NEWEST, first)
        if person is not None:
            rows = await self._pool.fetch(QUERIES["page_of_records_of_person"], *keyset, person, kinds)
        elif kinds is not None:
            rows = await self._pool.fetch(QUERIES["page_of_records_of_kinds"], *keyset, kinds)
        else:
            rows = await self._pool.fetch(QUERIES["page_of_records"], *keyset)
        return await self._lists.describe(viewer, home_id, await self._lists.find(home_id, rows))

    async def stays(self, viewer: Viewer, home_id: UUID, resident_id: UUID) -> list[Lived]:
        """A resident's stays, the latest first; none of somebody whom the home does not know."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["stays_of_resident"], home_id, resident_id)
        return [
            Lived(
                str(RecordId(home_id, row["version"])),
                row["resident_ref"],
                row["moved_in_on"],
                row["moved_out_on"],
                row["moved_out_reason"] and MovedOutReason(row["moved_out_reason"]),
                row["household_id"],
                row["room"],
                None if row["absence"] is None else str(RecordId(home_id, row["absence"])),
                row["away_from"],
            )
            for row in rows
        ]

    async def who_left(self, viewer: Viewer, home_id: UUID) -> list[WhoLeft]:
        """Who lived here and does no more, those who left last first."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["residents_who_left"], home_id, MOST_WHO_LEFT)
        names = await self._names.of(viewer, home_id, [row["resident_id"] for row in rows])
        return [
            WhoLeft(
                row["resident_id"],
                names.get(row["resident_id"]),
                row["moved_out_on"],
                MovedOutReason(row["moved_out_reason"]),
            )
            for row in rows
        ]

    async def team(self, viewer: Viewer, home_id: UUID) -> list[Colleague]:
        """Everybody who works or worked here, by name."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["team_of"], home_id)
        names = await self._names.of(viewer, home_id, [row["staff_id"] for row in rows])
        found = [
            Colleague(
                row["staff_id"],
                names.get(row["staff_id"]),
                row["staff_ref"],
                StaffRole(row["role"]),
                row["started_on"],
                row["left_on"],
            )
            for row in rows
        ]
        return sorted(found, key=lambda colleague: (colleague.name is None, colleague.name))

    async def open_spells(self, viewer: Viewer, home_id: UUID) -> list[Spell]:
        """Who is off sick and not known to be back."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["open_spells"], home_id)
        return [
            Spell(str(RecordId(home_id, row["version"])), row["staff_id"], row["first_day"]) for row in rows
        ]
