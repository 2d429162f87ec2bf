"""Homes beside each other, unranked: how far chance takes a home of its size from what is expected.

Ratios are observed over expected events; what is expected is the network's rate times a
home's own exposure.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special  # pyright: ignore[reportMissingTypeStubs]

from outcomes.arguments import amount_of, count_of, counts_of, tail_of

FEWEST_HOMES = 10
"""With fewer, neither overdispersion nor shrinking can be told from chance."""
WINSORISED = 0.1
"""The share of z-scores at each end that is drawn in, so that a few odd homes don't widen it for all."""
TAIL_95, TAIL_998 = 0.025, 0.001
Q_95, Q_998 = 1.959964, 3.090232
"""Normal quantiles of the two coverages."""

Floats = NDArray[np.float64]


class Position(StrEnum):
    """Where a home lies in a funnel. Only beyond 99.8% is a signal in a view of many homes."""

    WITHIN = "WITHIN"
    ABOVE_95 = "ABOVE_95"
    ABOVE_998 = "ABOVE_998"
    BELOW_95 = "BELOW_95"
    BELOW_998 = "BELOW_998"


class Limits(NamedTuple):
    """A funnel's limits at one size, as ratios."""

    low: float
    high: float


class Overdispersion(NamedTuple):
    """How much more homes differ than chance would have them."""

    phi: float
    tau_squared: float
    """The variance between homes on the scale of √ratio."""

    @property
    def adjusted(self) -> bool:
        """Whether limits allow for it."""
        return self.tau_squared > 0


def limits(expected: float, coverage: float, tau_squared: float = 0.0) -> Limits:
    """Limits to draw where so many events are expected: exact Poisson, or wider by τ² between homes.

    Without anything expected there are none: from 0 to infinity. Raises ValueError on
    negative or undefined input.
    """
    e, between = amount_of(expected), amount_of(tau_squared)
    tail = tail_of(coverage)
    if e == 0:
        return Limits(0.0, math.inf)
    if between > 0:
        reach = _quantile(tail) * math.sqrt(1 / (4 * e) + between)
        return Limits(max(0.0, 1 - reach) ** 2, (1 + reach) ** 2)
    return Limits(
        float(special.gammaincinv(e, tail)) / e,
        float(special.gammainccinv(e + 1, tail)) / e,
    )


def position(observed: float, expected: float, tau_squared: float = 0.0) -> Position:
    """Where so many events lie, by their exact tail; with τ² between homes, by the wider limits.

    Raises ValueError on negative or undefined input, and on events where none can be.
    """
    o, e = count_of(observed, expected)
    between = amount_of(tau_squared)
    if e == 0:
        return Position.WITHIN
    if between > 0:
        return _by_limits(o / e, e, between)
    at_least = float(special.gammainc(o, e)) if o else 1.0
    at_most = float(special.gammaincc(o + 1, e))
    if at_least <= TAIL_95:
        return Position.ABOVE_998 if at_least <= TAIL_998 else Position.ABOVE_95
    if at_most <= TAIL_95:
        return Position.BELOW_998 if at_most <= TAIL_998 else Position.BELOW_95
    return Position.WITHIN


def overdispersion(observed: Sequence[float], expected: Sequence[float]) -> Overdispersion | None:
    """Spiegelhalter's (2005) additive model on √ratio, z-scores winsorised; None under ten homes.

    A home of which nothing is expected has no part. Raises ValueError on lengths that
    differ, negative or undefined input, and on events where none can be.
    """
    counts, times = counts_of(observed, expected)
    e: Floats = np.asarray(times)
    o: Floats = np.asarray(counts)[e > 0]
    e = e[e > 0]
    n = len(e)
    if n < FEWEST_HOMES:
        return None
    z = (np.sqrt(o / e) - 1) * 2 * np.sqrt(e)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float(np.sum(np.clip(z, low, high) ** 2) / n)
    w = 4 * e
    room = float(np.sum(w) - np.sum(w**2) / np.sum(w))
    return Overdispersion(phi, max(0.0, (n * phi - (n - 1)) / room))


def _quantile(tail: float) -> float:
    known = {TAIL_95: Q_95, TAIL_998: Q_998}
    return known.get(round(tail, 9), float(-special.ndtri(tail)))


def _by_limits(ratio: float, expected: float, tau_squared: float) -> Position:
    inner, outer = (limits(expected, 1 - 2 * tail, tau_squared) for tail in (TAIL_95, TAIL_998))
    if ratio > inner.high:
        return Position.ABOVE_998 if ratio > outer.high else Position.ABOVE_95
    if ratio < inner.low:
        return Position.BELOW_998 if ratio < outer.low else Position.BELOW_95
    return Position.WITHIN
