"""Which homes there are, as far as the viewer may know: found by id or reference, listed, with households."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "homes.sql")
MOST_NEIGHBOURS = 2_000


class Area(NamedTuple):
    """An integrated care board."""

    code: str
    """Its ODS code."""
    name: str


class Home(NamedTuple):
    """A home as the network knows it."""

    home_id: UUID
    ref: str
    name: str
    cqc_location_id: str
    area: Area | None
    """None where the recorded code was never in force."""
    households: tuple["Household", ...] | None = None
    """Those open today, in the order in which they were opened; None where they were not asked for along."""


class Neighbour(NamedTuple):
    """Another home of the network, as any of its teams may know it."""

    home_id: UUID
    name: str
    area: str | None
    """The name of its integrated care board."""


class Household(NamedTuple):
    """A household with its beds in service."""

    home_id: UUID
    household_id: UUID
    name: str
    beds: int


class AfterHome(NamedTuple):
    """The last home of a page: the next page begins after it."""

    name: str
    home_id: UUID


BEFORE_ALL = AfterHome("", UUID(int=0))


class Homes:
    """Questions about the network's homes. What the viewer may not see is as if it did not exist."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, viewer: Viewer, id_or_ref: str, today: date) -> Home | None:
        """The home with this id or this reference, with its households, or None."""
        row = await self._pool.fetchrow(QUERIES["find_home"], _uuid(id_or_ref), id_or_ref, today)
        if row is None or not viewer.may_see_home(row["home_id"]):
            return None
        return _home(row)._replace(households=_households(row))

    async def by_id(self, viewer: Viewer, home_ids: Sequence[UUID], today: date) -> dict[UUID, Home]:
        """Those of these homes that the viewer may see, by id."""
        seen = [home_id for home_id in home_ids if viewer.may_see_home(home_id)]
        rows = await self._pool.fetch(QUERIES["homes_by_id"], seen, today)
        return {row["home_id"]: _home(row) for row in rows}

    async def named(self, viewer: Viewer, ids_or_refs: Sequence[str], today: date) -> list[Home]:
        """Those of the homes with these ids or references that the viewer may see, each once, in no order."""
        ids = [home_id for text in ids_or_refs if (home_id := _uuid(text)) is not None]
        refs = [text for text in ids_or_refs if _uuid(text) is None]
        rows = await self._pool.fetch(QUERIES["homes_named"], ids, refs, today)
        return [_home(row) for row in rows if viewer.may_see_home(row["home_id"])]

    async def page(self, viewer: Viewer, first: int, after: AfterHome | None, today: date) -> list[Home]:
        """At most `first` homes that the viewer may see, by name."""
        after = after or BEFORE_ALL
        if viewer.may_list_homes():
            rows = await self._pool.fetch(QUERIES["page_of_all_homes"], *after, first, today)
        else:
            rows = await self._pool.fetch(QUERIES["page_of_homes"], viewer.homes, *after, first, today)
        return [_home(row) for row in rows]

    async def neighbours(self, viewer: Viewer, home_id: UUID, today: date) -> list[Neighbour]:
        """The other homes, by name, for whom somebody of this home moves on to one of them.

        Raises `Forbidden` and `NotYours`.
        """
        viewer.check(viewer.may_record_for(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["page_of_all_homes"], *BEFORE_ALL, MOST_NEIGHBOURS, today)
        return [
            Neighbour(row["home_id"], row["name"], row["area_name"])
            for row in rows
            if row["home_id"] != home_id
        ]

    async def count(self, viewer: Viewer) -> int:
        """How many homes the viewer may see."""
        if viewer.may_list_homes():
            return int(await self._pool.fetchval(QUERIES["count_all_homes"]))
        return int(await self._pool.fetchval(QUERIES["count_homes"], viewer.homes))

    async def programme_starts(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """Since when those of these homes work in the network's way that do."""
        rows = await self._pool.fetch(QUERIES["programme_starts"], home_ids)
        return {row["home_id"]: row["programme_started_on"] for row in rows}

    async def households(self, home_ids: Sequence[UUID], today: date) -> dict[UUID, list[Household]]:
        """The households open today of each of these homes, in the order in which they were opened."""
        found: defaultdict[UUID, list[Household]] = defaultdict(list)
        for row in await self._pool.fetch(QUERIES["households_of"], home_ids, today):
            found[row["home_id"]].append(Household(*row))
        return found


def _home(row: asyncpg.Record) -> Home:
    area = Area(row["area_code"], row["area_name"]) if row["area_code"] is not None else None
    return Home(row["home_id"], row["ref"], row["name"], row["cqc_location_id"], area)


def _households(row: asyncpg.Record) -> tuple[Household, ...]:
    columns = (row["household_ids"] or (), row["household_names"] or (), row["household_beds"] or ())
    return tuple(Household(row["home_id"], *values) for values in zip(*columns, strict=True))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
