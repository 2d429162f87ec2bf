"""Beds: whether a household has one free for the whole of a stay."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from households.home import Home, Household
from households.recording.errors import Refused


def first_full_day(
    home: Home, household_id: UUID, begins: date, ends: date | None, more: int = 1
) -> date | None:
    """The first day from `begins` until `ends` (not included) on which `more` residents would be too many.

    Days before the home began to record are not judged: who lived there then need not be known.
    """
    household = home.households[household_id]
    begins = max(begins, home.recorded_from or begins)
    changes = _changes_of_occupancy(home, household_id, begins, ends)
    days = changes.keys() | {day for day, _ in household.beds if _within(day, begins, ends)}
    occupied = more
    for day in sorted(days):
        occupied += changes.get(day, 0)
        if _within(day, begins, ends) and occupied > household.beds_on(day):
            return day
    return None


def _changes_of_occupancy(home: Home, household_id: UUID, begins: date, ends: date | None) -> dict[date, int]:
    """By how many the household grows on each day; whoever is there at the beginning comes on that day."""
    changes: dict[date, int] = defaultdict(int)
    changes[begins] = 0
    for resident in home.residents.values():
        for stay in resident.stays:
            for lived_in, since, until in stay.spans():
                ended = until is not None and (until <= begins or until <= since)
                if lived_in != household_id or ended or (ends is not None and since >= ends):
                    continue
                changes[max(since, begins)] += 1
                if until is not None:
                    changes[until] -= 1
    return changes


def _within(day: date, begins: date, ends: date | None) -> bool:
    return begins <= day and (ends is None or day < ends)


def need_free_bed(
    home: Home, household_id: UUID, begins: date, ends: date | None, field: str = "household"
) -> None:
    """Refuse unless one more resident finds a bed on every day."""
    if first_full_day(home, household_id, begins, ends) is not None:
        raise Refused(
            "no_free_bed",
            field,
            "The household has no free bed on at least one day of the stay.",
            "Choose another household, record who moved out, or change the household's beds.",
        )


def need_beds_for_residents(home: Home, household_id: UUID, beds: int, begins: date) -> None:
    """Refuse a change of beds that leaves residents without one before the next change."""
    household = home.households[household_id]
    ends = min((day for day, _ in household.beds if day > begins), default=None)
    changed = Household(household.name, [(begins, beds)])
    trial = Home(
        recorded_from=home.recorded_from, households={household_id: changed}, residents=home.residents
    )
    if first_full_day(trial, household_id, begins, ends, more=0) is not None:
        raise Refused(
            "beds_in_use",
            "beds",
            "More residents live in the household than would have a bed.",
            "Record first who moved out or to another household, or choose a later day.",
        )
