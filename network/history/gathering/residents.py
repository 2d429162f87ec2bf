"""Residents' stays as rows, each in one household: a move may cut a stay into parts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from households.events import (
    HouseholdBedsChanged,
    HouseholdOpened,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    StayAmended,
    StayRetracted,
)
from households.terms import MovedOutReason
from network.eventstore.sealed import Sealed
from network.history.gathering.references import part_reference
from network.history.gathering.stream import OpenedStream
from network.history.rows import ResidentRow

UNKNOWN = "(forgotten)"
"""Stands for a name whose key was destroyed."""


_OF_STAYS = (
    ResidentMovedIn,
    ResidentIdentityAmended,
    ResidentMovedRoom,
    ResidentMovedOut,
    StayAmended,
    StayRetracted,
)


@dataclass(slots=True)
class Part:
    """Days of a stay in one household; the day `until` is not part of it."""

    household_id: UUID
    room: str | None
    since: date
    until: date | None = None
    reason: MovedOutReason | None = None
    ref: str = ""


@dataclass(slots=True)
class Person:
    """A resident and all parts of all stays."""

    ref: str
    identity: Sealed
    parts: list[Part] = field(default_factory=list[Part])

    def part_on(self, day: date) -> Part:
        """The part that a day belongs to; the leaving day belongs to what ended on it."""
        for part in reversed(self.parts):
            if part.since <= day and (part.until is None or day <= part.until):
                return part
        return self.parts[0]


class Residents:
    """Everybody who lived in the home."""

    def __init__(self, home_ref: str, stream: OpenedStream) -> None:
        self._home_ref = home_ref
        self._stream = stream
        self._households: dict[UUID, str] = {}
        self._beds: dict[UUID, int] = {}
        self._people: dict[UUID, Person] = {}
        self._stays: dict[int, list[Part]] = {}
        self._take_households()
        self._take_people()
        self._fit()
        self._name_parts()

    def person(self, resident_id: UUID) -> Person:
        """A resident by id."""
        return self._people[resident_id]

    def knows(self, resident_id: UUID) -> bool:
        """Whether any stay of the resident stands."""
        return bool(self._people[resident_id].parts)

    def ref_on(self, resident_id: UUID, day: date) -> str:
        """The reference of the row that covers a day."""
        return self._people[resident_id].part_on(day).ref

    def rows(self) -> list[ResidentRow]:
        """A row for each part."""
        return [self._row(person, part) for person in self._people.values() for part in person.parts]

    def _take_households(self) -> None:
        for _, event in self._stream.of(HouseholdOpened, HouseholdBedsChanged):
            if isinstance(event, HouseholdOpened):
                self._households[event.household_id] = event.name
            self._beds[event.household_id] = max(event.beds, self._beds.get(event.household_id, 0))

    def _take_people(self) -> None:
        for version, event in self._stream.of(*_OF_STAYS):
            match event:
                case ResidentMovedIn():
                    person = self._people.setdefault(
                        event.resident_id, Person(event.resident_ref, event.identity)
                    )
                    person.identity = event.identity
                    self._stays[version] = [Part(event.household_id, event.room, event.moved_in_on)]
                case ResidentIdentityAmended():
                    self._people[event.resident_id].identity = event.identity
                case ResidentMovedRoom():
                    _move(self._stays[event.about or 0], event.household_id, event.room, event.moved_on)
                case ResidentMovedOut():
                    last = self._stays[event.about or 0][-1]
                    last.until, last.reason = event.moved_out_on, event.reason
                case StayAmended():
                    self._stays[event.about or 0] = _parts_of(event)
                case StayRetracted():
                    del self._stays[event.about or 0]
                case _:
                    pass
        for version, event in self._stream.of(ResidentMovedIn):
            self._people[event.resident_id].parts += self._stays.get(version, [])

    def _fit(self) -> None:
        """Tells a stay in several households as one in the last, where that had a bed all the while."""
        lived: dict[UUID, list[Part]] = defaultdict(list)
        for parts in self._stays.values():
            for part in parts:
                lived[part.household_id].append(part)
        for person in self._people.values():
            person.parts.sort(key=lambda part: part.since)
        for parts in self._stays.values():
            if len(parts) > 1 and self._has_bed(parts, lived[parts[-1].household_id]):
                self._join(parts, lived)

    def _has_bed(self, parts: list[Part], others: list[Part]) -> bool:
        last = parts[-1]
        begins, ends = parts[0].since, last.since
        days = {begins, *(other.since for other in others if begins < other.since < ends)}
        return all(
            1 + sum(o.since <= day and (o.until is None or day < o.until) for o in others if o not in parts)
            <= self._beds.get(last.household_id, 0)
            for day in days
        )

    def _join(self, parts: list[Part], lived: dict[UUID, list[Part]]) -> None:
        first, last = parts[0], parts[-1]
        person = next(person for person in self._people.values() if first in person.parts)
        for part in parts[:-1]:
            lived[part.household_id].remove(part)
            person.parts.remove(part)
        last.since = first.since

    def _name_parts(self) -> None:
        taken = {person.ref for person in self._people.values()}
        for person in self._people.values():
            for number, part in enumerate(person.parts):
                part.ref = part_reference(person.ref, number, taken)
                taken.add(part.ref)

    def _row(self, person: Person, part: Part) -> ResidentRow:
        said = self._stream.said
        born_on = said(person.identity, "born_on")
        return ResidentRow(
            line=0,
            home_ref=self._home_ref,
            resident_ref=part.ref,
            given_name=said(person.identity, "given_name") or UNKNOWN,
            family_name=said(person.identity, "family_name") or UNKNOWN,
            moved_in_on=part.since,
            household=self._households[part.household_id],
            born_on=date.fromisoformat(born_on) if born_on else None,
            nhs_number=said(person.identity, "nhs_number"),
            room=part.room,
            moved_out_on=part.until,
            moved_out_reason=part.reason,
        )


def _move(parts: list[Part], household_id: UUID, room: str | None, since: date) -> None:
    """Another part, where the household is another one."""
    last = parts[-1]
    if last.household_id == household_id or last.since == since:
        last.household_id, last.room = household_id, room
        return
    parts.append(Part(household_id, room, since, last.until, last.reason))
    last.until, last.reason = since, MovedOutReason.OTHER


def _parts_of(event: StayAmended) -> list[Part]:
    first, *moves = event.placements
    parts = [Part(first.household_id, first.room, first.since, event.moved_out_on, event.moved_out_reason)]
    for placed in moves:
        _move(parts, placed.household_id, placed.room, placed.since)
    return parts
