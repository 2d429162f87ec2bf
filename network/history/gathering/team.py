"""The team and its sickness as rows; other weekly hours begin a row of their own, so that days add up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from households.events import (
    EmploymentAmended,
    EmploymentRetracted,
    SicknessAmended,
    SicknessEnded,
    SicknessStarted,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
)
from households.terms import StaffRole
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from network.history.gathering.references import part_reference
from network.history.gathering.residents import UNKNOWN
from network.history.gathering.stream import OpenedStream
from network.history.rows import SicknessRow, StaffRow

_DAY = timedelta(days=1)
_OF_EMPLOYMENTS = (StaffJoined, StaffHoursChanged, StaffLeft, EmploymentAmended, EmploymentRetracted)


@dataclass(slots=True)
class _Part:
    """Days at the same weekly hours, both ends included."""

    weekly_hours: Decimal
    since: date
    until: date | None
    employment: int
    """The joining that began its time in the team: who comes back begins another."""
    ref: str = ""


@dataclass(slots=True)
class _Colleague:
    ref: str
    role: StaffRole
    name: Sealed
    parts: list[_Part] = field(default_factory=list[_Part])


def _since(part: _Part) -> date:
    return part.since


@dataclass(slots=True)
class _Spell:
    staff_id: UUID
    first_day: date
    last_day: date | None
    reason: Sealed | None


class Team:
    """Everybody who worked in the home."""

    def __init__(self, home_ref: str, stream: OpenedStream) -> None:
        self._home_ref = home_ref
        self._stream = stream
        self._team: dict[UUID, _Colleague] = {}
        for version, event in stream.of(*_OF_EMPLOYMENTS):
            self._take(version, event)
        taken = {colleague.ref for colleague in self._team.values()}
        for colleague in self._team.values():
            for number, part in enumerate(colleague.parts):
                part.ref = part_reference(colleague.ref, number, taken)
                taken.add(part.ref)

    def rows(self) -> list[StaffRow]:
        """A row for each part of an employment."""
        return [
            StaffRow(
                line=0,
                home_ref=self._home_ref,
                staff_ref=part.ref,
                given_name=self._stream.said(colleague.name, "given_name") or UNKNOWN,
                family_name=self._stream.said(colleague.name, "family_name") or UNKNOWN,
                role=colleague.role,
                weekly_hours=part.weekly_hours,
                started_on=part.since,
                left_on=part.until,
            )
            for colleague in self._team.values()
            for part in colleague.parts
        ]

    def sickness_rows(self) -> list[SicknessRow]:
        """A row for each spell, cut where the employment is; of two from one day on the longer."""
        longest: dict[tuple[str, date], SicknessRow] = {}
        for spell in self._spells().values():
            for row in self._cut(spell):
                other = longest.get((row.staff_ref, row.first_day))
                if other is None or (other.last_day or date.max) < (row.last_day or date.max):
                    longest[row.staff_ref, row.first_day] = row
        return list(longest.values())

    def _take(self, version: int, event: Event) -> None:
        match event:
            case StaffJoined():
                colleague = self._team.setdefault(
                    event.staff_id, _Colleague(event.staff_ref, event.role, event.name)
                )
                colleague.role, colleague.name = event.role, event.name
                colleague.parts.append(_Part(event.weekly_hours, event.started_on, None, version))
                colleague.parts.sort(key=_since)
            case StaffLeft():
                _leave(self._team[event.staff_id].parts, event.left_on)
            case StaffHoursChanged():
                _change(self._team[event.staff_id].parts, event)
            case EmploymentAmended() | EmploymentRetracted():
                _correct(self._team[event.staff_id], event)
            case _:
                pass

    def _spells(self) -> dict[int, _Spell]:
        spells: dict[int, _Spell] = {}
        for version, event in self._stream.of(SicknessStarted, SicknessEnded, SicknessAmended):
            if isinstance(event, SicknessStarted):
                spells[version] = _Spell(event.staff_id, event.first_day, event.last_day, event.reason)
            elif isinstance(event, SicknessEnded):
                spells[event.about or 0].last_day = event.last_day
            elif event.retracted:
                spells.pop(event.about or 0, None)
            else:
                spells[event.about or 0] = _Spell(
                    event.staff_id, event.first_day, event.last_day, event.reason
                )
        return spells

    def _cut(self, spell: _Spell) -> Iterator[SicknessRow]:
        parts = self._team[spell.staff_id].parts
        begun = [part.employment for part in parts if part.since <= spell.first_day]
        for part in parts:
            if part.employment not in begun[-1:]:
                continue
            first = max(spell.first_day, part.since)
            last = min(spell.last_day or date.max, part.until or date.max)
            if first <= last:
                yield SicknessRow(
                    line=0,
                    home_ref=self._home_ref,
                    staff_ref=part.ref,
                    first_day=first,
                    last_day=None if last == date.max else last,
                    reason_code=self._stream.value(spell.reason),
                )


def _correct(colleague: _Colleague, event: EmploymentAmended | EmploymentRetracted) -> None:
    """The time in the team as it should have been, or not at all."""
    colleague.parts = [part for part in colleague.parts if part.employment != event.about]
    if event.latest is not None:
        colleague.role = event.latest.role
    if isinstance(event, EmploymentRetracted):
        return
    ends = [agreed.since - _DAY for agreed in event.hours[1:]]
    colleague.parts += [
        _Part(agreed.weekly_hours, agreed.since, until, event.about or 0)
        for agreed, until in zip(event.hours, [*ends, event.left_on], strict=True)
    ]
    colleague.parts.sort(key=_since)


def _leave(parts: list[_Part], left_on: date) -> None:
    """Ends the last part, without hours that were agreed for days after the last one."""
    while parts[-1].since > left_on:
        parts.pop()
    parts[-1].until = left_on


def _change(parts: list[_Part], event: StaffHoursChanged) -> None:
    """Other hours from a day on, which may lie before a change that was recorded earlier."""
    at = max(number for number, part in enumerate(parts) if part.since <= event.changed_on or number == 0)
    part = parts[at]
    if part.since >= event.changed_on:
        part.weekly_hours = event.weekly_hours
        return
    parts.insert(at + 1, _Part(event.weekly_hours, event.changed_on, part.until, part.employment))
    part.until = event.changed_on - _DAY
