"""A resident's stays in a home: where they lived on which day, and the nights they were away."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec

from households.terms import MovedOutReason


class Placement(msgspec.Struct, array_like=True):
    """A household and room lived in from a day on."""

    household_id: UUID
    since: date
    said_in: int
    """The version of the event that said so: the moving in, or a move."""
    room: str | None = None


class Absence(msgspec.Struct, array_like=True):
    """Nights elsewhere, from `away_from` until the night of `back_on`; None: still away."""

    version: int
    away_from: date
    back_on: date | None = None


FALLS_KEPT = 8
"""So many falls of a stay are kept in mind, the earliest and the latest, that some can be taken back and the
first and the last are still known."""


class Stay(msgspec.Struct, array_like=True):
    """A time in the home; the night of `moved_out_on` is not part of it."""

    version: int
    moved_in_on: date
    placements: list[Placement]
    absences: list[Absence]
    moved_out_on: date | None = None
    falls: dict[int, date] = {}
    """The days of the first and the last falls by id: the stay can't begin or end between them."""
    moved_out_reason: MovedOutReason | None = None

    def keep_fall(self, fall: int, day: date) -> None:
        """Keep in mind that the resident fell, and no longer the one in the middle of too many."""
        self.falls[fall] = day
        if len(self.falls) > FALLS_KEPT:
            del self.falls[sorted(self.falls, key=self.falls.__getitem__)[FALLS_KEPT // 2]]

    @property
    def died(self) -> bool:
        """Whether it ended with the resident's death."""
        return self.moved_out_reason is MovedOutReason.DIED

    @property
    def open_absence(self) -> Absence | None:
        """The absence that has not ended."""
        return next((absence for absence in self.absences if absence.back_on is None), None)

    def absence(self, version: int) -> Absence:
        """The absence of an id."""
        return next(absence for absence in self.absences if absence.version == version)

    def spans(self) -> Iterator[tuple[UUID, date, date | None]]:
        """Each household lived in, from a day until another (the end not included)."""
        for index, placement in enumerate(self.placements):
            following = index + 1
            until = (
                self.placements[following].since if following < len(self.placements) else self.moved_out_on
            )
            yield placement.household_id, placement.since, until

    def household_on(self, day: date) -> UUID:
        """The household lived in on a day of the stay; of two on one day the later."""
        for place in reversed(self.placements):
            if place.since <= day:
                return place.household_id
        raise LookupError(f"The stay had not begun on {day}.")


class Resident(msgspec.Struct, array_like=True):
    """Somebody who lives or lived in the home."""

    ref: str
    identity: int
    """The version of the event that last said who they are."""
    stays: list[Stay]
    """In order; none where the only one was taken back."""
    falls: int = 0
    """How many falls stand."""

    def stay_on(self, day: date) -> Stay | None:
        """The stay on a day, the leaving day included; of two on one day the later."""
        for stay in reversed(self.stays):
            if stay.moved_in_on <= day and (stay.moved_out_on is None or day <= stay.moved_out_on):
                return stay
        return None

    def stay(self, version: int) -> Stay:
        """The stay of an id."""
        return next(stay for stay in self.stays if stay.version == version)

    @property
    def current_stay(self) -> Stay | None:
        """The stay that has not ended."""
        return next((stay for stay in reversed(self.stays) if stay.moved_out_on is None), None)


def overlap(begins: date, ends: date | None, others: Iterable[tuple[date, date | None]]) -> bool:
    """Whether days from `begins` until `ends` (not included; None: for ever) meet any of the others."""
    return any(
        (other_ends is None or begins < other_ends) and (ends is None or other_begins < ends)
        for other_begins, other_ends in others
    )
