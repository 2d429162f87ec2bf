"""The team and its sickness as rows; other weekly hours begin a row of their own, so that days add up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from households.events import (
    SicknessAmended,
    SicknessEnded,
    SicknessStarted,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
)
from households.terms import StaffRole
from network.eventstore.sealed import Sealed
from network.history.gathering.references import part_reference
from network.history.gathering.residents import UNKNOWN
from network.history.gathering.stream import OpenedStream
from network.history.rows import SicknessRow, StaffRow

_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Part:
    """Days at the same weekly hours, both ends included."""

    weekly_hours: Decimal
    since: date
    until: date | None
    employment: int
    """Which time in the team it belongs to: who comes back begins another."""
    ref: str = ""


@dataclass(slots=True)
class _Colleague:
    ref: str
    role: StaffRole
    name: Sealed
    parts: list[_Part] = field(default_factory=list[_Part])


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
        for _, event in stream.of(StaffJoined, StaffHoursChanged, StaffLeft):
            self._take(event)
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

    def _take(self, event: StaffJoined | StaffHoursChanged | StaffLeft) -> None:
        if isinstance(event, StaffJoined):
            colleague = self._team.setdefault(
                event.staff_id, _Colleague(event.staff_ref, event.role, event.name)
            )
            colleague.role, colleague.name = event.role, event.name
            employment = colleague.parts[-1].employment + 1 if colleague.parts else 0
            colleague.parts.append(_Part(event.weekly_hours, event.started_on, None, employment))
        elif isinstance(event, StaffLeft):
            _leave(self._team[event.staff_id].parts, event.left_on)
        else:
            _change(self._team[event.staff_id].parts, event)

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
