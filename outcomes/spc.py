"""Statistical process control: which chart a series gets, with its centre, limits and signals.

Functions of numbers. A value of None is a period that has no rate, or that is not to be
judged: it bears no signal, has no part in the limits and breaks runs.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special  # pyright: ignore[reportMissingTypeStubs]

from outcomes.arguments import amount_of, counts_of, dispersion_of, number_of
from outcomes.signals import (
    Better,
    Bounds,
    Direction,
    Sides,
    Signal,
    Values,
    direction_of,
    find_signals,
    outside,
    sides_of,
    unusual_runs,
)

FEWEST_FOR_LIMITS = 12
"""With fewer points a chart's limits are trial limits."""
TAIL = 0.00135
"""Of three standard deviations on one side."""
MEAN_RANGE_TO_LIMIT = 2.66
LARGEST_RANGE = 3.267
"""Times the mean moving range: from there on a range tells of a jump, not of everyday variation."""
RANGE_TO_DEVIATION = 1.128
NEAR = 2 / 3

Floats = NDArray[np.float64]


class ChartKind(StrEnum):
    """How limits are found."""

    XMR = "XMR"
    """Single values against their moving range."""
    U = "U"
    """Events per exposure."""
    G = "G"
    """Days between events."""
    RUN = "RUN"
    """Values about their median, without limits."""


class Point(NamedTuple):
    """A point with the limits that hold for it; None: there is none."""

    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    signal: Signal | None
    direction: Direction | None


class Chart(NamedTuple):
    """A series with its limits and signals."""

    kind: ChartKind
    trial: bool
    """Whether it has too few points for limits to be more than a trial."""
    screened: bool
    """Whether any moving range was left out as too large."""
    dispersion: float
    """The φ that the limits allow for."""
    points: list[Point]


def xmr(values: Values, screen: bool = True, better: Better = "lower") -> Chart:
    """Single values: mean ± 2.66 × the mean moving range.

    With `screen`, ranges from 3.267 × their mean on are left out once (Nelson 1982).
    Limits are not clipped: what is possible is not known here. Raises ValueError on
    undefined values.
    """
    values = _checked(values, better)
    known = [value for value in values if value is not None]
    if not known:
        return Chart(ChartKind.XMR, True, False, 1.0, _without_limits(values))
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    kept = _screened(ranges) if screen else ranges
    reach = MEAN_RANGE_TO_LIMIT * fmean(kept) if kept else None
    bounds = [_symmetric(fmean(known), reach)] * len(values)
    points = _points(values, bounds, outside(values, bounds), better)
    return Chart(ChartKind.XMR, _is_trial(known), len(kept) < len(ranges), 1.0, points)


def u_chart(
    events: Sequence[float],
    exposure: Sequence[float],
    laney: bool = False,
    exact: bool = False,
    dispersion: float = 1.0,
    better: Better = "lower",
) -> Chart:
    """Events per exposure: ū ± 3√(ū/n), not below 0; dispersion φ makes n count for n/φ.

    `laney` widens the limits by how much the points really vary (Laney 2002). `exact`
    takes limits, and who is outside them, from the Poisson distribution's tails of at
    most 0.00135 instead. Without exposure a period has no value. Raises ValueError on
    lengths that differ, negative or undefined input, and on events without exposure.
    """
    counts, times = counts_of(events, exposure)
    phi = dispersion_of(dispersion)
    values = _checked([x / n if n > 0 else None for x, n in zip(counts, times, strict=True)], better)
    time = math.fsum(times)
    if time == 0:
        return Chart(ChartKind.U, True, False, phi, _without_limits(values))
    mean = math.fsum(counts) / time
    if exact:
        bounds, beyond = _exact(counts, times, mean, phi)
    else:
        width = _laney_width(values, times, mean) if laney else math.sqrt(phi)
        bounds = [_normal(mean, n, width) for n in times]
        beyond = outside(values, bounds)
    known = [value for value in values if value is not None]
    return Chart(ChartKind.U, _is_trial(known), False, phi, _points(values, bounds, beyond, better))


def g_chart(days_between: Sequence[float], better: Better = "lower") -> Chart:
    """Days between events, for rare ones: median, and an upper limit of the geometric distribution.

    Short gaps are no signal: the chart can show that events became rarer, not that they
    became more frequent. Raises ValueError on negative or undefined input.
    """
    gaps = [amount_of(gap) for gap in days_between]
    _checked(gaps, better)
    if not gaps:
        return Chart(ChartKind.G, True, False, 1.0, [])
    centre, mean = median(gaps), fmean(gaps)
    upper = math.log(TAIL) / -math.log1p(1 / mean) if mean > 0 else 0.0  # ln(mean / (mean + 1))
    bounds = [Bounds(centre, None, upper, None, centre + NEAR * (upper - centre))] * len(gaps)
    # Few events are what is good of them where lower is better: a long gap is up, and an improvement.
    opposite: Better = "higher" if better == "lower" else "lower"
    beyond = [max(0, side) for side in outside(gaps, bounds)]
    points = _points(gaps, bounds, beyond, opposite, only=1)
    return Chart(ChartKind.G, _is_trial(gaps), False, 1.0, points)


def run_chart(values: Values, better: Better = "lower") -> Chart:
    """Values about their median, judged by Anhøj's rules. Raises ValueError on undefined values."""
    values = _checked(values, better)
    known = [value for value in values if value is not None]
    if not known:
        return Chart(ChartKind.RUN, True, False, 1.0, _without_limits(values))
    bounds = [Bounds(float(median(known)), None, None, None, None)] * len(values)
    flags = unusual_runs(sides_of(values, [b.centre for b in bounds]))
    found = [(Signal.SHIFT, side) if side else None for side in flags]
    return Chart(ChartKind.RUN, _is_trial(known), False, 1.0, _flagged(values, bounds, found, better))


def _checked(values: Values, better: str) -> list[float | None]:
    """The values as plain numbers, whatever kind of number they came as."""
    if better not in ("lower", "higher"):
        raise ValueError(f"Better is lower or higher, not {better}.")
    return [None if value is None else number_of(value) for value in values]


def _is_trial(known: Sequence[float]) -> bool:
    return len(known) < FEWEST_FOR_LIMITS


def _screened(ranges: Sequence[float]) -> list[float]:
    largest = LARGEST_RANGE * fmean(ranges) if ranges else 0.0
    return [r for r in ranges if r < largest or largest == 0]


def _symmetric(centre: float, reach: float | None) -> Bounds:
    if reach is None:
        return Bounds(centre, None, None, None, None)
    near = NEAR * reach
    return Bounds(centre, centre - reach, centre + reach, centre - near, centre + near)


def _normal(mean: float, exposure: float, width: float) -> Bounds:
    if exposure == 0:
        return Bounds(mean, None, None, None, None)
    reach = 3 * math.sqrt(mean / exposure) * width
    near = NEAR * reach
    return Bounds(mean, max(0.0, mean - reach), mean + reach, max(0.0, mean - near), mean + near)


def _laney_width(values: Values, exposure: Sequence[float], mean: float) -> float:
    """σz: the mean moving range of the standardised points; 1 where there is none."""
    if mean == 0:
        return 1.0
    z = [
        None if value is None else (value - mean) / math.sqrt(mean / n)
        for value, n in zip(values, exposure, strict=True)
    ]
    steps = [abs(b - a) for a, b in pairwise(z) if a is not None and b is not None]
    return fmean(steps) / RANGE_TO_DEVIATION if steps else 1.0


def _exact(
    events: Sequence[float], exposure: Sequence[float], mean: float, dispersion: float
) -> tuple[list[Bounds], Sides]:
    """Limits at which each tail is 0.00135, between whole counts too, so that they are smooth in exposure."""
    x: Floats = np.asarray(events, dtype=float) / dispersion
    time: Floats = np.asarray(exposure, dtype=float) / dispersion
    expected = mean * time
    there = expected > 0
    safe = np.where(there, expected, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        uppers = np.where(there, (special.pdtrik(1 - TAIL, safe) + 1) / time, 0.0)
        lowers = np.where(there, special.pdtrik(TAIL, safe) / time, 0.0)
    above = there & (x > 0) & (special.gammainc(x, safe) <= TAIL)
    below = there & (special.gammaincc(x + 1, safe) <= TAIL)
    bounds = [
        _about(mean, float(low), float(high)) if n > 0 else Bounds(mean, None, None, None, None)
        for low, high, n in zip(lowers, uppers, exposure, strict=True)
    ]
    return bounds, [int(a) - int(b) for a, b in zip(above, below, strict=True)]


def _about(centre: float, lower: float, upper: float) -> Bounds:
    # Where even nothing at all is likely there is no lower limit, and so nothing near it.
    near_lower = centre - NEAR * (centre - lower) if lower > 0 else 0.0
    return Bounds(centre, lower, upper, near_lower, centre + NEAR * (upper - centre))


def _without_limits(values: Values) -> list[Point]:
    return [Point(value, None, None, None, None, None, None, None) for value in values]


def _points(
    values: Values, bounds: Sequence[Bounds], beyond: Sides, better: Better, only: int = 0
) -> list[Point]:
    """The points with their signals; `only`: of those on that side."""
    found = find_signals(values, bounds, beyond)
    kept = [entry if entry and only in (0, entry[1]) else None for entry in found]
    return _flagged(values, bounds, kept, better)


def _flagged(
    values: Values, bounds: Sequence[Bounds], found: Sequence[tuple[Signal, int] | None], better: Better
) -> list[Point]:
    return [
        Point(
            value,
            *b,
            signal=entry[0] if entry else None,
            direction=direction_of(entry[1], better) if entry else None,
        )
        for value, b, entry in zip(values, bounds, found, strict=True)
    ]
