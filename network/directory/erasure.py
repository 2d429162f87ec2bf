"""Forgetting a person for ever: the event says so in the home's stream, then the key is destroyed.

In this order, because start-up carries out again whatever the streams say: a process that
dies between the two leaves nothing half done.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from households.events import (
    EmploymentAmended,
    EmploymentRetracted,
    PersonForgotten,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
    StayAmended,
    StayRetracted,
)
from network.access.viewer import Viewer
from network.coaching.events import WordsTakenBack
from network.days import local_date
from network.deciding import MOST_TRIES, Busy, Refused, same_command
from network.directory.commands import CROWD
from network.eventstore.errors import AlreadyRecorded, Conflict
from network.eventstore.event import Event
from network.eventstore.keyring import Keyring
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StreamAppend
from network.web.hints import NOT_BLANK

PAGE = 5_000

IsHeld = Callable[[UUID, RecordClass], Awaitable[bool]]
"""Whether a person's record is kept although its time has passed."""


class ForgetPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Destroy what was sealed about a former resident or colleague, for one record class, for ever."""

    record_class: Annotated[RecordClass, Meta(description="care, finance or employment.")]
    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            pattern=r"^\S",
            description="The rule of retention; name nobody.",
            extra=NOT_BLANK,
        ),
    ]


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    log_position: int
    repeated: bool


class PersonState:
    """What a home's stream says of one person, as far as forgetting asks."""

    def __init__(self, person_id: UUID) -> None:
        self._person_id = person_id
        self._last_days: dict[int, date] = {}
        """Of each stay or employment, by the version that began it."""
        self.version = 0
        self.forgotten: dict[RecordClass, int] = {}
        """The position of the event, by class."""

    @property
    def is_known(self) -> bool:
        """Whether the person ever lived or worked in the home."""
        return bool(self._last_days)

    def is_here(self, today: date) -> bool:
        """Whether the person lives or works in the home, or will."""
        return any(today <= last_day for last_day in self._last_days.values())

    def evolve(self, event: Event, version: int, position: int) -> None:
        """Take in the next event of the home's stream."""
        self.version = version
        match event:
            case ResidentMovedIn(resident_id=person) | StaffJoined(staff_id=person) if (
                person == self._person_id
            ):
                self._last_days[version] = date.max
            case ResidentMovedOut(resident_id=person, about=int(stay)) if person == self._person_id:
                self._last_days[stay] = event.moved_out_on - timedelta(days=1)
            case StaffLeft(staff_id=person) if person == self._person_id:
                self._last_days[max(self._last_days)] = event.left_on
            case StayAmended(resident_id=person, about=int(stay)) if person == self._person_id:
                out = event.moved_out_on
                self._last_days[stay] = out - timedelta(days=1) if out else date.max
            case EmploymentAmended(staff_id=person, about=int(joined)) if person == self._person_id:
                self._last_days[joined] = event.left_on or date.max
            case (
                StayRetracted(resident_id=person, about=int(began))
                | EmploymentRetracted(staff_id=person, about=int(began))
            ) if person == self._person_id:
                # Nobody was there, and what was sealed about whoever was meant can be forgotten.
                self._last_days[began] = date.min
            case PersonForgotten(person_id=person) if person == self._person_id:
                self.forgotten[event.record_class] = position
            case _:
                pass


class Erasure:
    """Forgets persons."""

    def __init__(
        self, store: EventStore, keyring: Keyring, clock: Callable[[], datetime], is_held: IsHeld
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._clock = clock
        self._is_held = is_held

    async def forget(
        self, viewer: Viewer, home_id: UUID, person_id: UUID, command: ForgetPerson, command_id: UUID
    ) -> Forgotten:
        """Forget somebody who lived or worked in a home.

        Raises `Refused`, `Forbidden`, and `KeyReused` for a command id that came
        with anything else: what can't be undone is not done by a client's mistake with its keys.
        """
        viewer.check(viewer.may_forget_persons(), home_id)
        state = PersonState(person_id)
        receipt = CommandReceipt(home_id, command_id, _digest_of(person_id, command), answer=b"{}")
        for _ in range(MOST_TRIES):
            await self._check_key(receipt)
            await self._read_on(home_id, state)
            done_at = state.forgotten.get(command.record_class)
            if done_at is not None:
                await self._keyring.forget([(person_id, command.record_class)])
                return Forgotten(log_position=done_at, repeated=True)
            _check(state, self._today())
            await self._check_elsewhere(person_id, but_for=home_id)
            if await self._is_held(person_id, command.record_class):
                raise _held()
            event = PersonForgotten(
                occurred_at=self._clock(),
                recorded_by=viewer.account_id,
                command_id=command_id,
                person_id=person_id,
                record_class=command.record_class,
                reason=command.reason,
            )
            try:
                appended = await self._store.append(
                    [StreamAppend(home_id, state.version, [event])], [receipt]
                )
            except (Conflict, AlreadyRecorded):
                continue
            await self._keyring.forget([(person_id, command.record_class)])
            return Forgotten(log_position=appended.log_position, repeated=False)
        raise Busy(CROWD)

    async def forget_again(self) -> int:
        """Destroy once more the keys of what was forgotten or taken back: a restored backup may hold them."""
        forgotten = [stored.event for stored in await self._store.read_forgotten()]
        return await self._keyring.forget(_owners(forgotten))

    async def _check_key(self, receipt: CommandReceipt) -> None:
        known = await self._store.find_receipt(receipt.stream_id, receipt.command_id)
        if known is not None:
            same_command(known, receipt)

    async def _check_elsewhere(self, person_id: UUID, but_for: UUID) -> None:
        """A person has one key in the network: who moved to another home is not forgotten there either."""
        for home_id in await self._keyring.find_homes(person_id) - {but_for}:
            state = PersonState(person_id)
            await self._read_on(home_id, state)
            if state.is_here(self._today()):
                raise _still_here()

    def _today(self) -> date:
        return local_date(self._clock())

    async def _read_on(self, home_id: UUID, state: PersonState) -> None:
        while page := await self._store.read(home_id, after=state.version, limit=PAGE):
            for stored in page:
                state.evolve(stored.event, stored.version, stored.position)
            if len(page) < PAGE:
                return


def _digest_of(person_id: UUID, command: ForgetPerson) -> bytes:
    """Tells a repetition from other content under the same key. Of ids and a rule: nothing personal."""
    return hashlib.sha256(msgspec.json.encode(["ForgetPerson", str(person_id), command])).digest()


def _owners(events: Sequence[Event]) -> list[tuple[UUID, RecordClass]]:
    """Whose keys these say are destroyed: persons', and those that one piece of writing has to itself."""
    persons = [(e.person_id, e.record_class) for e in events if isinstance(e, PersonForgotten)]
    return persons + [(e.words_id, RecordClass.CARE) for e in events if isinstance(e, WordsTakenBack)]


def _check(state: PersonState, today: date) -> None:
    if not state.is_known:
        raise Refused(
            "person_unknown",
            "person",
            "Nobody of this id lived or worked in the home.",
            "Give the id of a former resident or colleague of this home.",
        )
    if state.is_here(today):
        raise _still_here()


def _held() -> Refused:
    return Refused(
        "person_held",
        "person",
        "What is sealed about this person is held, for an inquiry or a claim.",
        "Release it first, if nothing needs it any more.",
    )


def _still_here() -> Refused:
    return Refused(
        "person_still_here",
        "person",
        "The person lives or works in a home of the network.",
        "A record is kept while somebody is here, and for as long afterwards as retention says.",
    )
