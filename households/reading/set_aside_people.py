"""Whom a record that was set aside is about: by name for the home's team, or as the record calls them."""

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

    async def of(self, viewer: Viewer, home_id: UUID, found: SetAsideFound) -> Concerned:
        """Whom it is about, as far as the viewer may know. Raises `NotYours` and `Forbidden`."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        said = {name: str(value) for name in (*PERSONS, "given_name", "family_name", found.record_field)
                if (value := getattr(found.command, name, None))}  # fmt: skip
        if "family_name" in said:
            return Concerned(f"{said['given_name']} {said['family_name']}")
        given = next((said[field] for field in PERSONS if field in said), None)
        if given is not None:
            person_id = await self._person_given(home_id, "resident" in said, given)
        elif found.record_field in said:
            person_id = await self._person_of_record(home_id, said[found.record_field])
        else:
            return Concerned()
        names = await self._names.of(viewer, home_id, [person_id] if person_id else [])
        name = names.get(person_id) if person_id else None
        return Concerned(name, None if name else given)

    async def _person_given(self, home_id: UUID, is_resident: bool, given: str) -> UUID | None:
        """Somebody by the home's reference or by id, as commands take both."""
        query = QUERIES["resident_of_reference" if is_resident else "colleague_of_reference"]
        person_id: UUID | None = await self._pool.fetchval(query, home_id, given)
        if person_id is not None:
            return person_id
        try:
            return UUID(given)
        except ValueError:
            return None

    async def _person_of_record(self, home_id: UUID, record_id: str) -> UUID | None:
        version = RecordId.version_in(home_id, record_id)
        stored = [] if version is None else await self._store.read_record(home_id, version)
        event = stored[0].event if stored else None
        return getattr(event, "resident_id", None) or getattr(event, "staff_id", None)
