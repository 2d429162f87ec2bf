"""Counts nights, falls, beds and what residents enjoyed, over any windows of any homes at once."""

from typing import NamedTuple

import numpy as np

from outcomes.counting.facts import Rows
from outcomes.counting.grouping import Floats, Ints, following, groups_of, latest_up_to, summed
from outcomes.counting.windows import Windows

OPEN = 2**31 - 1
"""PostgreSQL's 'infinity' among days."""
FIRST_MONDAY = 2
"""The third day of 2000."""


class Residents(NamedTuple):
    """Counts by resident and window."""

    home: Ints
    nights: Floats
    falls: Floats
    injurious: Floats


def count_residents(windows: Windows, stays: Rows, absences: Rows, falls: Rows) -> Residents:
    """Nights in and falls of everybody who was there or fell.

    A night is of a day from moving in up to, not with, moving out, less those away.
    """
    people = groups_of(
        np.concatenate([stays.home, falls.home]),
        np.concatenate([stays.ids("resident"), falls.ids("resident")]),
    )
    of_stay, of_fall = people.of_row[: len(stays)], people.of_row[len(stays) :]
    nights = summed(of_stay, _nights(windows, stays), people.total)
    away, stay_of_absence = _away(windows, stays, absences)
    nights -= summed(of_stay[stay_of_absence], away, people.total)
    counted = windows.holds(falls.home, falls.days("day")).astype(float)
    harmed = counted * falls.numbers("injurious")[:, None]
    return Residents(
        people.home, nights, summed(of_fall, counted, people.total), summed(of_fall, harmed, people.total)
    )


def _nights(windows: Windows, stays: Rows) -> Floats:
    return windows.overlap(stays.home, stays.days("begins"), stays.days("ends") - 1)


def _away(windows: Windows, stays: Rows, absences: Rows) -> tuple[Floats, Ints]:
    """Nights away by absence, with the stay that each is of; none beyond the stay's own ends."""
    order = np.lexsort((stays.days("version"), stays.home))
    home, version = stays.home[order], stays.days("version")[order]
    place = latest_up_to(home, version, absences.home, absences.days("stay"))
    known = (place >= 0) & (version[place] == absences.days("stay")) if len(stays) else place >= 0
    stay = order[place[known]]
    begins = np.maximum(absences.days("begins")[known], stays.days("begins")[stay])
    ends = np.minimum(absences.days("ends")[known], stays.days("ends")[stay])
    return windows.overlap(absences.home[known], begins, ends - 1), stay


def by_home(windows: Windows, home: Ints, values: Floats) -> Floats:
    """Sums by home and window."""
    return summed(home, values, windows.shape[0])


def dispersions(windows: Windows, residents: Residents, events: Floats) -> Floats:
    """`rate_dispersion` of the residents of each home in each window, at least 1."""
    home, nights = residents.home, residents.nights
    there = ((nights > 0) | (residents.falls > 0)).astype(float)
    sums = [
        by_home(windows, home, part)
        for part in (there, events, nights, events * events, events * nights, nights * nights)
    ]
    return dispersions_of_sums(*sums)


def dispersions_of_sums(
    residents: Floats, events: Floats, exposure: Floats, squared: Floats, crossed: Floats, exposed: Floats
) -> Floats:
    """φ from sums over residents: Σ(x − r·n)² = Σx² − 2r·Σxn + r²·Σn²."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = events / exposure
        squares = squared - 2 * rate * crossed + rate * rate * exposed
        phi = residents / (residents - 1) * squares / events
    defined = (residents >= 2) & (events > 0) & (exposure > 0)
    return np.where(defined, np.maximum(1.0, np.where(defined, phi, 1.0)), 1.0)


def available_bed_days(windows: Windows, beds: Rows) -> Floats:
    """Beds in service times nights, by home and window."""
    households = groups_of(beds.home, beds.ids("household"))
    begins = beds.days("day")
    order, until = following(households.of_row, begins, np.full(len(beds), OPEN))
    home = beds.home[order]
    days = windows.overlap(home, begins[order], until - 1)
    return by_home(windows, home, days * beds.numbers("beds")[order][:, None])


def weeks_with_a_moment(windows: Windows, moments: Rows) -> Floats:
    """Pairs of a resident and an ISO week in which they enjoyed something they chose, by home and window."""
    home, day = moments.home, moments.days("day")
    week = (day - FIRST_MONDAY) // 7
    people = groups_of(home, moments.ids("resident"))
    resident_weeks = groups_of(people.of_row, week.astype(np.uint64))
    counted = windows.holds(home, day).astype(float)
    any_that_week = summed(resident_weeks.of_row, counted, resident_weeks.total) > 0
    return by_home(windows, people.home[resident_weeks.home], any_that_week.astype(float))


def volunteer_hours(windows: Windows, volunteering: Rows) -> Floats:
    """Hours given, by home and window."""
    counted = windows.holds(volunteering.home, volunteering.days("day"))
    return by_home(windows, volunteering.home, counted * volunteering.numbers("hours")[:, None])
