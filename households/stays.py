"""A resident's stays in a home: where they lived on which day, and the nights they were away."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec


class Placement(msgspec.Struct, array_like=True):
    """A household lived in from a day on."""

    household_id: UUID
    since: date


class Absence(msgspec.Struct, array_like=True):
    """Nights elsewhere, from `away_from` until the night of `back_on`; None: still away."""

    version: int
    away_from: date
    back_on: date | None = None


FALLS_KEPT = 8
"""So many falls of a stay are kept in mind that some can be taken back and the latest is still known."""


class Stay(msgspec.Struct, array_like=True):
    """A time in the home; the night of `moved_out_on` is not part of it."""

    version: int
    moved_in_on: date
    placements: list[Placement]
    absences: list[Absence]
    moved_out_on: date | None = None
    latest_falls: dict[int, date] = {}
    """The days of the latest falls by id, while the stay has not ended: it can't end before them."""
    died: bool = False
    """Whether it ended with the resident's death."""

    def keep_fall(self, fall: int, day: date) -> None:
        """Keep in mind that the resident fell, and no longer the earliest of too many."""
        self.latest_falls[fall] = day
        if len(self.latest_falls) > FALLS_KEPT:
            del self.latest_falls[min(self.latest_falls, key=lambda kept: self.latest_falls[kept])]

    @property
    def open_absence(self) -> Absence | None:
        """The absence that has not ended."""
        return next((absence for absence in self.absences if absence.back_on is None), None)

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
        return next(place.household_id for place in reversed(self.placements) if place.since <= day)


class Resident(msgspec.Struct, array_like=True):
    """Somebody who lives or lived in the home."""

    ref: str
    identity: int
    """The version of the event that last said who they are."""
    stays: list[Stay]

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
