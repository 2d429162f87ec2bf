"""One fall as its own events tell it: as it stands, what followed, and who changed what when.

Read from the stream and not from a read model, so that it shows what was recorded a moment ago.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from households.events import (
    Decision,
    FallAccount,
    FallAmended,
    FallFacts,
    FallNotificationDecided,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
)
from households.post_fall import Advice, Watch, advice_on, watch_of
from households.reading.names import PersonNames
from households.terms import Body
from network.access.accounts.names import AccountNames
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.store import EventStore
from network.eventstore.stored import StoredEvent

ERASED = FallAccount(description="What was written here has been erased.")
T = TypeVar("T")


class Told(NamedTuple):
    """The fall as it was told at one time."""

    fell_at: datetime
    facts: FallFacts
    account: FallAccount


class Attribution(NamedTuple):
    """Who recorded something, and when."""

    at: datetime
    by: str
    sent_by: str | None


class Change(NamedTuple):
    """One thing that was recorded about a fall."""

    kind: type
    """Of the event."""
    who: Attribution
    told: Told | None
    """The fall as it stood from then on, where this told it."""
    reason: str | None


class Observation(NamedTuple):
    """Somebody looked in."""

    observed_at: datetime
    text: str
    concern: bool
    who: Attribution


class Decided(NamedTuple):
    """Whether a body is notified, and whose decision that was."""

    notify: bool
    decided_by: str
    reason: str
    who: Attribution


class FallRecord(NamedTuple):
    """A fall with everything that is known of it."""

    id: str
    home_id: UUID
    resident_id: UUID
    resident: str
    """The person's name; what is said instead where it was erased."""
    told: Told
    is_retracted: bool
    observations: tuple[Observation, ...]
    """In the order of the clock."""
    decisions: Mapping[Body, Decided]
    history: tuple[Change, ...]
    """Everything but observations, oldest first."""

    @property
    def advice(self) -> Advice:
        """What the protocol says of it now."""
        return advice_on(self.told.facts)

    @property
    def watch(self) -> Watch:
        """When to look in."""
        return watch_of(self.told.facts, self.told.fell_at, [seen.observed_at for seen in self.observations])


class FallRecords:
    """Reads falls for the home's team."""

    def __init__(
        self, store: EventStore, keyring: Keyring, names: PersonNames, accounts: AccountNames
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._names = names
        self._accounts = accounts

    async def find(self, viewer: Viewer, home_id: UUID, record_id: str) -> FallRecord | None:
        """The fall of this home with this id, or None. Raises `NotYours` and `Forbidden`."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        version = RecordId.version_in(home_id, record_id)
        if version is None:
            return None
        stored = await self._store.read_record(home_id, version)
        first = stored[0].event if stored else None
        if not isinstance(first, FallRecorded):
            return None
        names = await self._names.of(viewer, home_id, [first.resident_id])
        story = await self._story(home_id, stored)
        return FallRecord(
            id=record_id,
            home_id=home_id,
            resident_id=first.resident_id,
            resident=names.get(first.resident_id, "A resident whose details were erased"),
            told=story.told[-1],
            is_retracted=story.is_retracted,
            observations=tuple(sorted(story.observations.values(), key=lambda seen: seen.observed_at)),
            decisions=story.decisions,
            history=tuple(story.history),
        )

    async def _story(self, home_id: UUID, stored: Sequence[StoredEvent]) -> "_Story":
        scope = KeyScope(frozenset({home_id}), frozenset({RecordClass.CARE}))
        opened = await _Opened.of(stored, self._keyring, scope)
        called = await self._accounts.of(
            account
            for said in stored
            for account in (said.event.recorded_by, said.event.sent_by)
            if account is not None
        )
        story = _Story(opened, called)
        for said in stored:
            story.take(said)
        return story


class _Opened:
    """The sealed values of one record, opened."""

    def __init__(self, accounts: Mapping[bytes, FallAccount], texts: Mapping[bytes, str]) -> None:
        self.accounts = accounts
        self.texts = texts
        self.decisions: Mapping[bytes, Decision] = {}

    @classmethod
    async def of(cls, stored: Sequence[StoredEvent], keyring: Keyring, scope: KeyScope) -> "_Opened":
        async def open_all(kind: type[T], label: str) -> dict[bytes, T]:
            fields = [
                SealedField(sealed.token, said.stream_id, label)
                for said in stored
                for sealed in _sealed(said, label)
                if sealed.token is not None
            ]
            values = await keyring.open_many(scope, fields, kind)
            return {
                field.token: value for field, value in zip(fields, values, strict=True) if value is not None
            }

        texts = await open_all(str, "reason") | await open_all(str, "observation")
        opened = cls(await open_all(FallAccount, "account"), texts)
        opened.decisions = await open_all(Decision, "decision")
        return opened

    def text(self, sealed: Sealed) -> str | None:
        """A text, None where it was erased."""
        return self.texts.get(sealed.token or b"")


def _sealed(said: StoredEvent, label: str) -> Iterable[Sealed]:
    value = getattr(said.event, label, None)
    return (value,) if isinstance(value, Sealed) else ()


class _Story:
    """Takes in a record's events in order."""

    def __init__(self, opened: _Opened, called: Mapping[UUID, str]) -> None:
        self._opened = opened
        self._called = called
        self.told: list[Told] = []
        self.is_retracted = False
        self.observations: dict[int, Observation] = {}
        self.decisions: dict[Body, Decided] = {}
        self.history: list[Change] = []

    def take(self, said: StoredEvent) -> None:
        """The next event."""
        event, who = said.event, self._who(said)
        match event:
            case FallRecorded() | FallAmended():
                told = Told(event.occurred_at, event.facts, self._account(event))
                self.told.append(told)
                reason = self._opened.text(event.reason) if isinstance(event, FallAmended) else None
                self.history.append(Change(type(event), who, told, reason))
            case FallRetracted():
                self.is_retracted = True
                self.history.append(Change(FallRetracted, who, None, self._opened.text(event.reason)))
            case FallObserved():
                text = self._opened.text(event.observation) or "What was written here has been erased."
                self.observations[said.version] = Observation(event.occurred_at, text, event.concern, who)
            case FallNotificationDecided():
                self.decisions[event.body] = self._decided(event, who)
            case FallObservationRetracted():
                self.observations.pop(event.observation, None)
                self.history.append(Change(type(event), who, None, self._opened.text(event.reason)))
            case FallNotificationRetracted():
                self.decisions.pop(event.body, None)
                self.history.append(Change(type(event), who, None, self._opened.text(event.reason)))
            case _:
                pass

    def _account(self, event: FallRecorded | FallAmended) -> FallAccount:
        return self._opened.accounts.get(event.account.token or b"", ERASED)

    def _decided(self, event: FallNotificationDecided, who: Attribution) -> Decided:
        decision = self._opened.decisions.get(event.decision.token or b"")
        if decision is None:
            return Decided(event.notify, "Erased", "What was written here has been erased.", who)
        return Decided(event.notify, decision.decided_by, decision.reason, who)

    def _who(self, said: StoredEvent) -> Attribution:
        event = said.event
        sent_by = event.sent_by
        return Attribution(
            at=said.recorded_at,
            by=self._called.get(event.recorded_by, "Somebody"),
            sent_by=None if sent_by in (None, event.recorded_by) else self._called.get(sent_by, "somebody"),
        )
