"""Whom a record that was set aside is about: by name for the home's team, or as the record calls them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from households.reading.lists import QUERIES
from households.reading.names import PersonNames
from households.reading.set_aside_records import SetAsideFound
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool

PERSONS = ("resident", "staff")


class Concerned(NamedTuple):
    """Whom a record is about. All of it is None where it is about nobody, or can't be read any more."""

    name: str | None = None
    given: str | None = None
    """What the record calls somebody whom the home does not know, as it was typed or chosen."""


class SetAsidePeople:
    """Finds them."""

    def __init__(self, pool: DatabasePool, store: EventStore, names: PersonNames) -> None:
        self._pool = pool
        self._store = store
        self._names = names

    async def of(self, viewer: Viewer, home_id: UUID, found: Sequence[SetAsideFound]) -> list[Concerned]:
        """Whom each is about, as far as the viewer may know; as many queries for one as for all.

        Raises `NotYours` and `Forbidden`.
        """
        viewer.check(viewer.may_read_names(home_id), home_id)
        said = [_Said.by(one) for one in found]
        given = {person: await self._given(home_id, person, said) for person in PERSONS}
        of_records = await self._of_records(home_id, said)
        ids = [
            of_records.get(one.record) if one.given is None else given[one.person].get(one.given)
            for one in said
        ]
        names = await self._names.of(viewer, home_id, {person_id for person_id in ids if person_id})
        called = [names.get(person_id) if person_id else None for person_id in ids]
        return [
            Concerned(one.newcomer or name, None if one.newcomer or name else one.given)
            for one, name in zip(said, called, strict=True)
        ]

    async def _given(self, home_id: UUID, person: str, said: Sequence["_Said"]) -> dict[str, UUID]:
        """People by the home's reference or by id, as commands take both."""
        asked = {one.given for one in said if one.person == person and one.given is not None}
        if not asked:
            return {}
        query = QUERIES["resident_of_references" if person == "resident" else "staff_of_references"]
        rows = await self._pool.fetch(query, home_id, asked)
        return {given: known for given in asked if (known := as_uuid(given))} | {
            row["given"]: row["person_id"] for row in rows
        }

    async def _of_records(self, home_id: UUID, said: Sequence["_Said"]) -> dict[str, UUID]:
        """Whom records are about that are to be corrected or gone on with, by the records' ids."""
        asked = {one.record: RecordId.version_in(home_id, one.record) for one in said if one.given is None}
        read = await self._store.read_records(home_id, {version for version in asked.values() if version})
        firsts = {
            record: read[version][0].event for record, version in asked.items() if version and read[version]
        }
        people = {
            record: getattr(event, "resident_id", None) or getattr(event, "staff_id", None)
            for record, event in firsts.items()
        }
        return {record: person_id for record, person_id in people.items() if person_id}


class _Said(NamedTuple):
    """What a record itself says of whom it is about."""

    person: str = ""
    """The field that names somebody."""
    given: str | None = None
    record: str = ""
    """The record that it is about."""
    newcomer: str | None = None
    """The name of somebody whom the home would have come to know by it."""

    @staticmethod
    def by(found: SetAsideFound) -> "_Said":
        names = (*PERSONS, "given_name", "family_name", found.record_field)
        said = {name: str(value) for name in names if (value := found.said(name))}
        if {"given_name", "family_name"} <= said.keys():
            return _Said(newcomer=f"{said['given_name']} {said['family_name']}")
        person = next((name for name in PERSONS if name in said), "")
        return _Said(person, said.get(person), said.get(found.record_field, ""))


def as_uuid(text: str) -> UUID | None:
    """An id that was written out; None where it is something else."""
    try:
        return UUID(text)
    except ValueError:
        return None
