"""Counts full-time equivalent days, available and lost to sickness, over any windows of any homes at once.

Hours and a spell belong to the employment that they were recorded in: none comes back
with who comes back. Overlapping spells of one person count once.
"""

from typing import NamedTuple

import numpy as np

from outcomes.counting.facts import Rows
from outcomes.counting.grouping import (
    Floats,
    Groups,
    Ints,
    first_from,
    following,
    groups_of,
    latest_up_to,
    pairs,
    summed,
)
from outcomes.counting.nights import OPEN, by_home
from outcomes.counting.windows import Windows

FACTS = ("joinings", "leavings", "weekly_hours", "full_time_hours", "spells")
"""The kinds of rows that are counted from."""


class Team(NamedTuple):
    """The rows of `FACTS`."""

    joinings: Rows
    leavings: Rows
    weekly_hours: Rows
    full_time_hours: Rows
    spells: Rows


class Employments(NamedTuple):
    """Who was employed from when through when, in the order of person and day."""

    person: Ints
    home: Ints
    version: Ints
    begins: Ints
    ends: Ints


class Segments(NamedTuple):
    """Days through which somebody worked one full-time equivalent, in the order of person."""

    person: Ints
    home: Ints
    begins: Ints
    ends: Ints
    fte: Floats


def fte_days(windows: Windows, team: Team) -> tuple[Floats, Floats]:
    """Days lost and days available, by home and window."""
    people = _people(team)
    employments = _employments(team, people)
    segments = _segments(team, people, employments)
    days = windows.overlap(segments.home, segments.begins, segments.ends) * segments.fte[:, None]
    person, begins, ends = _sick(team, people, employments)
    sick, segment = pairs(person, segments.person)
    lost = windows.overlap(
        segments.home[segment],
        np.maximum(begins[sick], segments.begins[segment]),
        np.minimum(ends[sick], segments.ends[segment]),
    )
    return (
        by_home(windows, segments.home[segment], lost * segments.fte[segment][:, None]),
        by_home(windows, segments.home, days),
    )


def people_employed(windows: Windows, team: Team) -> Floats:
    """How many people were employed on any day that counts, by home and window."""
    people = _people(team)
    employments = _employments(team, people)
    days = windows.overlap(employments.home, employments.begins, employments.ends)
    employed = summed(employments.person, days, people.total) > 0
    return by_home(windows, people.home, employed.astype(float))


def _people(team: Team) -> Groups:
    rows = (team.joinings, team.leavings, team.weekly_hours, team.spells)
    return groups_of(
        np.concatenate([part.home for part in rows]), np.concatenate([part.ids("staff") for part in rows])
    )


def _split(team: Team, people: Groups) -> list[Ints]:
    """The people of joinings, leavings, hours and spells, row by row."""
    ends = np.cumsum([len(team.joinings), len(team.leavings), len(team.weekly_hours)])
    return [part.astype(np.int64) for part in np.split(people.of_row, ends)]


def _employments(team: Team, people: Groups) -> Employments:
    """Each joining with the first leaving from that day on."""
    joined, left, _, _ = _split(team, people)
    order = np.lexsort((team.joinings.days("day"), joined))
    person, begins = joined[order], team.joinings.days("day")[order]
    leaving = np.lexsort((team.leavings.days("day"), left))
    left_on = np.append(team.leavings.days("day")[leaving], OPEN)
    ends = left_on[first_from(left[leaving], left_on[:-1], person, begins)]
    return Employments(person, team.joinings.home[order], team.joinings.days("version")[order], begins, ends)


def _segments(team: Team, people: Groups, employments: Employments) -> Segments:
    """Agreed hours over full-time hours, wherever both stay as they are."""
    hours = team.weekly_hours
    person = _split(team, people)[2]
    place = latest_up_to(employments.person, employments.begins, person, hours.days("day"))
    fits = place >= 0
    fits[fits] = (hours.days("day")[fits] <= employments.ends[place[fits]]) & (
        hours.days("version")[fits] >= employments.version[place[fits]]
    )
    employment, begins = place[fits], hours.days("day")[fits]
    order, until = following(employment, begins, employments.ends[employment] + 1)
    employment, begins, agreed = employment[order], begins[order], hours.numbers("hours")[fits][order]
    full_time = team.full_time_hours
    steps, step_until = following(full_time.home, full_time.days("day"), np.full(len(full_time), OPEN))
    row, step = pairs(employments.home[employment], full_time.home[steps])
    first = np.maximum(begins[row], full_time.days("day")[steps][step])
    last = np.minimum(until[row], step_until[step]) - 1
    whole = full_time.numbers("hours")[steps][step]
    kept = first <= last
    return Segments(
        employments.person[employment[row]][kept],
        employments.home[employment[row]][kept],
        first[kept],
        last[kept],
        (agreed[row] / whole)[kept],
    )


def _sick(team: Team, people: Groups, employments: Employments) -> tuple[Ints, Ints, Ints]:
    """Persons with the days through which they were sick, without overlaps."""
    spells, person = team.spells, _split(team, people)[3]
    place = latest_up_to(employments.person, employments.begins, person, spells.days("begins"))
    fits = place >= 0
    fits[fits] = spells.days("begins")[fits] <= employments.ends[place[fits]]
    ends = np.minimum(spells.days("ends")[fits], employments.ends[place[fits]])
    return _united(person[fits], spells.days("begins")[fits], ends)


def _united(person: Ints, begins: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    order = np.lexsort((begins, person))
    person, begins, ends = person[order], begins[order], ends[order]
    if len(person) == 0:
        return person, begins, ends
    # Persons are lifted so far apart that the furthest end so far is always one's own.
    lift = person << 34
    reached = np.maximum.accumulate(ends + lift)
    starts = np.append(True, begins[1:] + lift[1:] > reached[:-1])
    lasts = np.append(np.flatnonzero(starts)[1:] - 1, len(person) - 1)
    return person[starts], begins[starts], reached[lasts] - lift[lasts]
