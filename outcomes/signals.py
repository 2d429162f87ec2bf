"""The rules by which points of a chart are signals: in runs, near limits and beyond them.

Kept apart from the limits, because every chart with limits is judged by the same rules.
Comparisons are strict. A point without a value breaks whatever runs through it.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Literal, NamedTuple

from scipy import special  # pyright: ignore[reportMissingTypeStubs]

RUN = 7
"""Points of a trend, and of a shift."""
FEWEST_FOR_A_RUN_CHART = 10
ROUNDING = 1e-12
"""Of a value: numbers that close are the same. The mean of twenty times 6.54 comes out just above it."""

Values = Sequence[float | None]
Better = Literal["lower", "higher"]


class Signal(StrEnum):
    """What is not chance in a point, in order of precedence."""

    OUTSIDE_LIMITS = "OUTSIDE_LIMITS"
    """Beyond a limit."""
    TREND = "TREND"
    """One of seven points or more that rise, or fall, all the way."""
    TWO_OF_THREE = "TWO_OF_THREE"
    """Near a limit with another of three points in a row, all three on that side of the centre."""
    SHIFT = "SHIFT"
    """One of seven points or more in a row on one side of the centre; on a run chart, of an unusual run."""


class Direction(StrEnum):
    """Which way a signal points."""

    IMPROVEMENT = "IMPROVEMENT"
    CONCERN = "CONCERN"


class Bounds(NamedTuple):
    """Where a point may lie by chance; None: no such limit."""

    centre: float
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None


Sides = list[int]
"""For each point 1 above, -1 below, 0 neither."""


def sides_of(values: Values, centres: Sequence[float]) -> Sides:
    """On which side of the centre each point lies; 0 on it, or without a value."""
    return [
        0 if value is None else side_of(value, centre) for value, centre in zip(values, centres, strict=True)
    ]


def side_of(value: float, other: float) -> int:
    """1 where a value is above another, -1 below, 0 where they are the same."""
    if math.isclose(value, other, rel_tol=ROUNDING):
        return 0
    return 1 if value > other else -1


def outside(values: Values, bounds: Sequence[Bounds]) -> Sides:
    """Which points lie beyond a limit."""
    return [_beyond(value, b.lower, b.upper) for value, b in zip(values, bounds, strict=True)]


def find_signals(values: Values, bounds: Sequence[Bounds], beyond: Sides) -> list[tuple[Signal, int] | None]:
    """The first signal that holds for each point, and on which side: 1 is up, -1 down."""
    sides = sides_of(values, [b.centre for b in bounds])
    near = [
        0 if out else _beyond(value, b.near_lower, b.near_upper)
        for value, b, out in zip(values, bounds, beyond, strict=True)
    ]
    found = (
        (Signal.OUTSIDE_LIMITS, beyond),
        (Signal.TREND, _trends(values)),
        (Signal.TWO_OF_THREE, _two_of_three(near, sides)),
        (Signal.SHIFT, _runs(sides)),
    )
    return [
        next(((signal, flags[i]) for signal, flags in found if flags[i]), None) for i in range(len(values))
    ]


def direction_of(side: int, better: Better) -> Direction:
    """Whether a signal on that side is good."""
    return Direction.IMPROVEMENT if (side > 0) == (better == "higher") else Direction.CONCERN


def _beyond(value: float | None, lower: float | None, upper: float | None) -> int:
    if value is None:
        return 0
    above = upper is not None and side_of(value, upper) > 0
    below = lower is not None and side_of(value, lower) < 0
    return above - below


def _trends(values: Values) -> Sides:
    """Points of a rise or fall over seven points: six differences of one sign; a tie breaks it."""
    steps = [0 if a is None or b is None else side_of(b, a) for a, b in pairwise(values)]
    flags = [0] * len(values)
    for begin, end, step in _stretches(steps):
        if step and end - begin >= RUN - 1:
            # A turning point belongs to both, and is flagged for the one that comes first.
            flags[begin : end + 1] = [flag or step for flag in flags[begin : end + 1]]
    return flags


def _runs(sides: Sides) -> Sides:
    flags = [0] * len(sides)
    for begin, end, side in _stretches(sides):
        if side and end - begin >= RUN:
            flags[begin:end] = [side] * (end - begin)
    return flags


def _two_of_three(near: Sides, sides: Sides) -> Sides:
    flags = [0] * len(sides)
    for i in range(len(sides) - 2):
        side = sides[i]
        three = range(i, i + 3)
        if not side or any(sides[j] != side for j in three):
            continue
        close = [j for j in three if near[j] == side]
        if len(close) >= 2:
            for j in close:
                flags[j] = side
    return flags


def _stretches(values: Sequence[int]) -> list[tuple[int, int, int]]:
    """Runs of equal values: from, up to and without, and the value."""
    found: list[tuple[int, int, int]] = []
    begin = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[begin]:
            found.append((begin, i, values[begin]))
            begin = i
    return found


# --- Run charts -------------------------------------------------------------------------


def unusual_runs(sides: Sides) -> Sides:
    """Anhøj's rules (2014): points of too long a run, or of the longest where crossings are too few.

    Points on the median are left out and break nothing.
    """
    useful = [i for i, side in enumerate(sides) if side]
    flags = [0] * len(sides)
    if len(useful) < FEWEST_FOR_A_RUN_CHART:
        return flags
    runs = _stretches([sides[i] for i in useful])
    longest = max(end - begin for begin, end, _ in runs)
    least = longest_run_by_chance(len(useful)) + 1
    if len(runs) - 1 < fewest_crossings_by_chance(len(useful)):
        least = min(least, longest)
    for begin, end, side in runs:
        if end - begin >= least:
            for i in useful[begin:end]:
                flags[i] = side
    return flags


def longest_run_by_chance(useful: int) -> int:
    """Of so many points off the median: round(log₂ n) + 3 (Schilling 2012)."""
    return round(math.log2(useful)) + 3


def fewest_crossings_by_chance(useful: int) -> int:
    """The 5% quantile of a binomial of n − 1 with ½ (Chen 2010)."""
    trials = useful - 1
    return next(k for k in range(trials + 1) if float(special.bdtr(k, trials, 0.5)) >= 0.05)
