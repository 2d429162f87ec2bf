"""One record of any kind as its own events tell it: who recorded and changed what when, its words opened.

Read from the stream and not from a read model, so that it shows what was recorded a moment ago.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from households.events import ContributionChanged, SicknessAmended, SicknessStarted
from households.events.taking_back import RETRACTIONS
from households.reading.names import PersonNames
from households.sickness import spell_of
from network.access.accounts.names import AccountNames
from network.access.viewer import Viewer
from network.eventstore.event import Event
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.store import EventStore
from network.eventstore.stored import StoredEvent

E = TypeVar("E", bound=Event)
LABELS: Mapping[str, str] = {"private_payer_name": "payer_name"}
"""Sealed fields of events whose label is not their name."""


class Step(NamedTuple):
    """One event of a record."""

    id: str
    version: int
    event: Event
    at: datetime
    """When it was recorded."""
    by: str
    sent_by: str | None


class RecordStory(NamedTuple):
    """A record with everything that was said of it, oldest first."""

    id: str
    home_id: UUID
    steps: tuple[Step, ...]
    persons: Mapping[UUID, str]
    """What the people in it are called, as far as they are not forgotten."""
    opened: Mapping[bytes, Any]

    @property
    def first(self) -> Event:
        """The event that made the record."""
        return self.steps[0].event

    @property
    def is_retracted(self) -> bool:
        """Whether it was taken back, and counts no more."""
        return any(
            isinstance(step.event, RETRACTIONS)
            or (isinstance(step.event, SicknessAmended) and step.event.retracted)
            for step in self.steps
        )

    def read(self, sealed: Sealed | None) -> Any:  # noqa: ANN401 - whatever was sealed
        """A personal value; None where there is none, where it is forgotten, or not for this viewer."""
        return None if sealed is None or sealed.token is None else self.opened.get(sealed.token)

    def events(self, *kinds: type[E]) -> list[E]:
        """Its events of some kinds, in order."""
        return [step.event for step in self.steps if isinstance(step.event, kinds)]

    def person(self, otherwise: str) -> str:
        """Whom the record is about."""
        person_id = getattr(self.first, "resident_id", None) or getattr(self.first, "staff_id", None)
        return self.persons.get(person_id, otherwise) if person_id else otherwise


class RecordStories:
    """Reads records for the home's team."""

    def __init__(
        self, store: EventStore, keyring: Keyring, names: PersonNames, accounts: AccountNames
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._names = names
        self._accounts = accounts

    async def find(self, viewer: Viewer, home_id: UUID, record_id: str) -> RecordStory | None:
        """The record of this home that an event of it belongs to, or None. Raises `NotYours`, `Forbidden`."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        version = RecordId.version_in(home_id, record_id)
        if version is None:
            return None
        stored = await self._read(home_id, version)
        if not stored:
            return None
        persons = {person for one in stored for person in _persons_in(one.event)}
        return RecordStory(
            id=str(RecordId(home_id, stored[0].version)),
            home_id=home_id,
            steps=await self._steps(home_id, stored),
            persons=await self._names.of(viewer, home_id, persons),
            opened=await self._open(viewer, home_id, stored),
        )

    async def _read(self, home_id: UUID, version: int) -> list[StoredEvent]:
        """The record's events; what amends or follows up belongs to the record that it is about."""
        stored = await self._store.read_record(home_id, version)
        first = stored[0].event if stored else None
        if first is None or first.about is None or isinstance(first, ContributionChanged):
            return stored
        return await self._store.read_record(home_id, first.about)

    async def _steps(self, home_id: UUID, stored: Sequence[StoredEvent]) -> tuple[Step, ...]:
        makers = {one.event.recorded_by for one in stored}
        senders = {one.event.sent_by for one in stored if one.event.sent_by}
        called = await self._accounts.of(makers | senders)
        return tuple(
            Step(
                str(RecordId(home_id, one.version)),
                one.version,
                one.event,
                one.recorded_at,
                called.get(one.event.recorded_by, "somebody"),
                called.get(one.event.sent_by) if one.event.sent_by else None,
            )
            for one in stored
        )

    async def _open(self, viewer: Viewer, home_id: UUID, stored: Sequence[StoredEvent]) -> dict[bytes, Any]:
        scope = KeyScope(frozenset({home_id}), frozenset(RecordClass))
        fields = [
            SealedField(sealed.token, home_id, LABELS.get(name, name))
            for one in stored
            for name, sealed in _sealed_in(one.event)
            if sealed.token is not None and not _is_health_reason(name, one.event)
        ]
        fields += _reason_for(viewer, home_id, stored)
        opened = await self._keyring.open_many(scope, fields, object)
        return {field.token: value for field, value in zip(fields, opened, strict=True)}


def _sealed_in(event: Event) -> Iterator[tuple[str, Sealed]]:
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, Sealed):
            yield name, value


def _is_health_reason(name: str, event: Event) -> bool:
    return name == "reason" and isinstance(event, SicknessStarted | SicknessAmended)


def _reason_for(viewer: Viewer, home_id: UUID, stored: Sequence[StoredEvent]) -> list[SealedField]:
    """Why somebody is off sick: for who gave the reason and those they share it with, and for nobody else."""
    spell = spell_of(stored)
    if spell is None or spell.reason is None or spell.reason.token is None:
        return []
    if not spell.may_read(viewer.account_id):
        return []
    return [SealedField(spell.reason.token, home_id, "reason")]


def _persons_in(event: Event) -> Iterator[UUID]:
    for name in ("resident_id", "staff_id"):
        person_id = getattr(event, name, None)
        if person_id is not None:
            yield person_id
