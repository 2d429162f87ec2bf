"""Who lived in a home on which nights and who was away, as far as the facts until now tell."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from finance.books.facts import (
    AbsencePutRight,
    CameBack,
    MovedIn,
    MovedOut,
    MovedRoom,
    Placement,
    StayPutRight,
    WentAway,
)
from finance.days import OPEN
from households.terms import AbsenceReason


class Absence(Struct):
    """Nights elsewhere; that of `back_on` is spent in the home."""

    away_from: date
    back_on: date
    reason: AbsenceReason


class Stay(Struct):
    """A time in the home; the night of `moved_out_on` is not part of it."""

    resident_id: UUID
    placements: list[Placement]
    absences: dict[int, Absence]
    moved_out_on: date = OPEN
    died: bool = False

    @property
    def moved_in_on(self) -> date:
        """The first night."""
        return self.placements[0].since

    def lives_on(self, day: date) -> bool:
        """Whether the night is part of it."""
        return self.moved_in_on <= day < self.moved_out_on

    def takes_room(self, room: Placement, since: date) -> date:
        """The first day, from one on, since which it holds a room for a night at least; `OPEN`: never."""
        for index, lived in enumerate(self.placements):
            following = index + 1
            until = (
                self.placements[following].since if following < len(self.placements) else self.moved_out_on
            )
            same = lived.household_id == room.household_id and lived.room == room.room
            if same and since <= lived.since < until:
                return lived.since
        return OPEN


class Touched(Struct):
    """Whose nights a fact changes, from which day on."""

    resident_id: UUID
    since: date


class Residency:
    """The stays of a home."""

    def __init__(self) -> None:
        self.stays: dict[int, Stay] = {}
        self._of: dict[UUID, list[Stay]] = {}
        self._absent: dict[int, Stay] = {}
        """The stay of each absence."""

    def of(self, resident_id: UUID) -> list[Stay]:
        """A resident's stays, in the order in which they were recorded."""
        return self._of.get(resident_id, [])

    def let_again_on(self, stay: Stay) -> date:
        """The first day, from the end of a stay on, since which somebody else has its room; `OPEN`: none."""
        room = stay.placements[-1]
        if room.room is None:
            return OPEN
        others = (other for other in self.stays.values() if other.resident_id != stay.resident_id)
        return min((other.takes_room(room, stay.moved_out_on) for other in others), default=OPEN)

    def died_since(self, day: date) -> list[Stay]:
        """Stays that ended with a death on that day or later."""
        return [stay for stay in self.stays.values() if stay.died and stay.moved_out_on >= day]

    # --- What facts change ----------------------------------------------------------------

    def move_in(self, version: int, told: MovedIn) -> Touched:
        """A stay begins."""
        stay = Stay(told.resident_id, [Placement(told.household_id, told.room, told.on)], {})
        self.stays[version] = stay
        self._of.setdefault(told.resident_id, []).append(stay)
        return Touched(told.resident_id, told.on)

    def move_room(self, told: MovedRoom) -> Touched:
        """Nothing that is charged to the resident changes, but a room may be let again."""
        stay = self.stays[told.stay]
        stay.placements.append(Placement(told.household_id, told.room, told.on))
        return Touched(stay.resident_id, told.on)

    def move_out(self, told: MovedOut) -> Touched:
        """A stay ends."""
        stay = self.stays[told.stay]
        stay.moved_out_on, stay.died = told.on, told.died
        return Touched(stay.resident_id, told.on)

    def put_right_stay(self, told: StayPutRight) -> Touched:
        """A stay is another, or none."""
        stay = self.stays[told.stay]
        since = min(stay.moved_in_on, *(lived.since for lived in told.placements[:1]), stay.moved_in_on)
        if told.placements:
            stay.placements = list(told.placements)
            stay.moved_out_on, stay.died = told.moved_out_on, told.died
        else:
            del self.stays[told.stay]
            self._of[stay.resident_id].remove(stay)
        return Touched(stay.resident_id, since)

    def go_away(self, version: int, told: WentAway) -> Touched:
        """An absence begins."""
        stay = self.stays[told.stay]
        stay.absences[version] = Absence(told.away_from, OPEN, told.reason)
        self._absent[version] = stay
        return Touched(stay.resident_id, told.away_from)

    def come_back(self, told: CameBack) -> Touched:
        """An absence ends."""
        stay = self._absent[told.absence]
        absence = stay.absences[told.absence]
        since = min(absence.back_on, told.on)
        absence.back_on = told.on
        return Touched(stay.resident_id, since)

    def put_right_absence(self, told: AbsencePutRight) -> Touched:
        """An absence is another, or none."""
        stay = self._absent[told.absence]
        known = stay.absences.pop(told.absence, None)
        if told.reason is not None:
            stay.absences[told.absence] = Absence(told.away_from, told.back_on, told.reason)
        since = told.away_from if known is None else min(known.away_from, told.away_from)
        return Touched(stay.resident_id, since)
