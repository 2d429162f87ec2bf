"""Whose records have been kept long enough, what is held, who was forgotten: by reference, never by name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from network.access.viewer import Viewer
from network.directory.retention.rules import RetentionRules
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "register.sql")


class Place(NamedTuple):
    """What a home calls somebody."""

    home_id: UUID
    person_ref: str


class KeptRecord(NamedTuple):
    """What is sealed about a person for one class."""

    person_id: UUID
    record_class: RecordClass
    places: tuple[Place, ...]
    last_day: date | None
    """The day from which its time counts; None for somebody who is there."""
    due_on: date | None
    """The day on which its time has passed; None for somebody who is there."""
    held_because: str | None
    forgotten_at: datetime | None

    def is_due(self, today: date) -> bool:
        """Whether it may be forgotten now."""
        has_passed = self.due_on is not None and self.due_on <= today
        return has_passed and self.held_because is None and self.forgotten_at is None


class Held(NamedTuple):
    """A record that is kept although its time may have passed."""

    person_id: UUID
    record_class: RecordClass
    places: tuple[Place, ...]
    reason: str
    held_at: datetime
    held_by: UUID


class Erased(NamedTuple):
    """A record whose key was destroyed."""

    person_id: UUID
    record_class: RecordClass
    home_id: UUID
    forgotten_at: datetime
    forgotten_by: UUID
    complete_at: datetime
    """When the last backup of the keys that holds it has gone."""


class Register:
    """Questions about retention, for network IT."""

    def __init__(self, pool: DatabasePool, rules: RetentionRules) -> None:
        self._pool = pool
        self._rules = rules

    async def due(self, viewer: Viewer, today: date, first: int) -> list[KeptRecord]:
        """At most `first` records whose time has passed, the longest waiting first. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons())
        rows = await self._pool.fetch(QUERIES["records_due"], *self._years(), today, first)
        return [_record(row) for row in rows]

    async def records_of(self, viewer: Viewer, person_id: UUID) -> list[KeptRecord]:
        """All records of a person; none for somebody who never was there. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons())
        rows = await self._pool.fetch(QUERIES["records_of"], *self._years(), person_id)
        return [_record(row) for row in rows]

    async def find(self, viewer: Viewer, home_id: UUID, person_ref: str) -> list[UUID]:
        """Whom a home calls so: a resident, a colleague, or both. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons(), home_id)
        rows = await self._pool.fetch(QUERIES["find_person"], home_id, person_ref)
        return list(dict.fromkeys(row["person_id"] for row in rows))

    async def held(self, viewer: Viewer, first: int) -> list[Held]:
        """At most `first` records that are held, the latest first. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons())
        rows = await self._pool.fetch(QUERIES["held"], first)
        return [
            Held(
                row["person_id"],
                RecordClass(row["record_class"]),
                _places(row["ids"], row["refs"]),
                row["reason"],
                row["held_at"],
                row["held_by"],
            )
            for row in rows
        ]

    async def erased(self, viewer: Viewer, first: int) -> list[Erased]:
        """At most `first` records that were forgotten, the latest first. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons())
        rows = await self._pool.fetch(QUERIES["erased"], first)
        return [
            Erased(
                row["person_id"],
                RecordClass(row["record_class"]),
                row["home_id"],
                row["forgotten_at"],
                row["forgotten_by"],
                self._rules.complete_at(row["forgotten_at"]),
            )
            for row in rows
        ]

    def _years(self) -> tuple[int, int, int]:
        return self._rules.care_years, self._rules.finance_years, self._rules.employment_years


def _record(row: asyncpg.Record) -> KeptRecord:
    return KeptRecord(
        row["person_id"],
        RecordClass(row["record_class"]),
        _places(row["ids"], row["refs"]),
        _day(row["last_day"]),
        _day(row["due_on"]),
        row["held_because"],
        row["forgotten_at"],
    )


def _places(home_ids: Sequence[UUID] | None, refs: Sequence[str] | None) -> tuple[Place, ...]:
    """Each home once, by what it called the person last."""
    refs_by_home = dict(zip(home_ids or (), refs or (), strict=True))
    return tuple(Place(home_id, ref) for home_id, ref in refs_by_home.items())


def _day(day: date) -> date | None:
    """A day, or None for PostgreSQL's 'infinity'."""
    return None if day == date.max else day
