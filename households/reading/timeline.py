"""What a home recorded, newest first, each with a sentence that says no more than the viewer may know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from households.reading.names import PersonNames, SealedName, keys_of
from households.reading.persons import NOBODY, Persons
from households.reading.queries import QUERIES
from households.reading.summaries import KINDS_FOR_COACHES, summary
from network.access.accounts.names import AccountNames
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.postgres.pool import DatabasePool

NEWEST = 2**62
"""Above every version of a stream."""
Row = asyncpg.Record | Mapping[str, Any]
"""A row of the read model, by its columns."""


class Activity(NamedTuple):
    """One thing that a home recorded."""

    id: str
    """The public id of the record."""
    home_id: UUID
    version: int
    position: int
    kind: str
    """The event's topic without its version."""
    occurred_at: datetime
    recorded_at: datetime
    recorded_by: str | None
    sent_by: str | None
    """Names of accounts; None where the viewer may not read names."""
    summary: str


class Timeline:
    """Reads the read model `activity`."""

    def __init__(self, pool: DatabasePool, names: PersonNames, accounts: AccountNames) -> None:
        self._pool = pool
        self._names = names
        self._accounts = accounts

    async def page(
        self, viewer: Viewer, home_ids: Sequence[UUID], first: int, before: int | None
    ) -> dict[UUID, list[Activity]]:
        """At most `first` records of each home, newest first, from before a version of its stream.

        A home whose activity the viewer may not read has no entry.
        """
        found: dict[UUID, list[Activity]] = {}
        arguments = (NEWEST if before is None else before, first)
        own = [home_id for home_id in home_ids if viewer.may_read_names(home_id)]
        others = [home_id for home_id in home_ids if may_follow(viewer, home_id) and home_id not in own]
        if own:
            keys = keys_of(viewer, own)
            rows = await self._pool.fetch(
                QUERIES["page_of_activity"], own, *arguments, keys.homes, keys.classes
            )
            names = await self._names.open(keys, _sealed_names(rows))
            found |= _by_home(own, await self._describe(viewer, rows, names))
        if others:
            rows = await self._pool.fetch(
                QUERIES["page_of_activity_of_kinds"], others, *arguments, KINDS_FOR_COACHES
            )
            found |= _by_home(others, await self._describe(viewer, rows, {}))
        return found

    async def counts(self, viewer: Viewer, home_ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many records of each home the viewer may follow; a home of which none has no entry."""
        own = [home_id for home_id in home_ids if viewer.may_read_names(home_id)]
        others = [home_id for home_id in home_ids if may_follow(viewer, home_id) and home_id not in own]
        found = dict.fromkeys([*own, *others], 0)
        rows: list[asyncpg.Record] = []
        if own:
            rows += await self._pool.fetch(QUERIES["count_activity"], own)
        if others:
            rows += await self._pool.fetch(QUERIES["count_activity_of_kinds"], others, KINDS_FOR_COACHES)
        return found | {row["home_id"]: row["records"] for row in rows}

    async def last_recorded(self, viewer: Viewer, home_ids: Sequence[UUID]) -> dict[UUID, datetime]:
        """When each of those of these homes that the viewer may see last recorded anything."""
        homes = [home_id for home_id in home_ids if viewer.may_see_home(home_id)]
        rows = await self._pool.fetch(QUERIES["last_recorded"], homes)
        return {row["home_id"]: row["last_recorded_at"] for row in rows}

    async def describe(self, viewer: Viewer, rows: Sequence[Row]) -> list[Activity]:
        """Rows of one home or of several, in their order, as the viewer may read them."""
        persons: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for row in rows:
            if viewer.may_read_names(row["home_id"]):
                persons[row["home_id"]] |= {row["resident_id"], row["staff_id"]} - {None}
        names: dict[UUID, str] = {}
        for home_id, concerned in persons.items():
            names |= await self._names.of(viewer, home_id, concerned)
        return await self._describe(viewer, rows, names)

    async def _describe(
        self, viewer: Viewer, rows: Sequence[Row], names: Mapping[UUID, str]
    ) -> list[Activity]:
        named = {row["home_id"] for row in rows if viewer.may_read_names(row["home_id"])}
        accounts: set[UUID] = set()
        for row in rows:
            if row["home_id"] in named:
                accounts |= {row["recorded_by"], row["sent_by"]} - {None}
        called = await self._accounts.of(accounts)
        return [_described(row, names, called, is_own=row["home_id"] in named) for row in rows]


def _sealed_names(rows: Sequence[asyncpg.Record]) -> list[SealedName]:
    found: list[SealedName] = []
    for row in rows:
        if row["resident_token"] is not None:
            found.append(SealedName(row["resident_id"], row["home_id"], "identity", row["resident_token"]))
        if row["staff_token"] is not None:
            found.append(SealedName(row["staff_id"], row["home_id"], "name", row["staff_token"]))
    return found


def _by_home(home_ids: Sequence[UUID], activities: Sequence[Activity]) -> dict[UUID, list[Activity]]:
    found: dict[UUID, list[Activity]] = {home_id: [] for home_id in home_ids}
    for activity in activities:
        found[activity.home_id].append(activity)
    return found


def may_follow(viewer: Viewer, home_id: UUID, kind: str | None = None) -> bool:
    """Whether the viewer may follow what a home records, or what it records of one kind."""
    if viewer.may_read_names(home_id):
        return True
    return viewer.may_read_activity(home_id) and (kind is None or kind in KINDS_FOR_COACHES)


def _described(
    row: Row, names: Mapping[UUID, str], accounts: Mapping[UUID, str], *, is_own: bool
) -> Activity:
    """A row as its home's own team reads it, by names and in its words, or as a coach does."""
    detail: dict[str, Any] = msgspec.json.decode(row["detail"])
    called: Mapping[UUID, str] = accounts if is_own else {}
    persons = Persons(
        names.get(row["resident_id"], NOBODY.resident),
        names.get(row["staff_id"], NOBODY.staff),
        says_level=not is_own,
    )
    return Activity(
        str(RecordId(row["home_id"], row["version"])),
        row["home_id"],
        row["version"],
        row["position"],
        row["kind"],
        row["occurred_at"],
        row["recorded_at"],
        called.get(row["recorded_by"]),
        called.get(row["sent_by"]),
        summary(row["kind"], persons, detail),
    )
