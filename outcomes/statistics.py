"""The statistics of small homes: rates, ratios, dispersion, shrinkage and power, as functions of numbers.

Quantiles come from `scipy.special`; `scipy.stats` would cost every process a second to import.
Exposures are in days (or any unit: a rate is per that unit); nothing here knows of `per`.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special  # pyright: ignore[reportMissingTypeStubs]

from outcomes.arguments import amount_of, count_of, counts_of, dispersion_of, tail_of

Floats = NDArray[np.float64]

_SPREAD = 10.0
"""Standard deviations beyond which a Poisson total no longer adds to a power."""
_MOST_TOTALS = 4000
"""Of more totals some are taken: with very many events the chance hardly differs between them."""


class Interval(NamedTuple):
    """A rate with its confidence limits; without exposure there is no rate and `estimate` is None."""

    estimate: float | None
    low: float
    high: float


class RateRatio(NamedTuple):
    """The rate of a over that of b with its limits; `p_value` is central."""

    estimate: float | None
    low: float
    high: float
    p_value: float


class Shrinkage(NamedTuple):
    """Rates drawn towards their mean: the mean, the variance between homes, and a rate for each in turn."""

    mean: float | None
    variance: float
    estimates: list[float | None]


def rate_interval(
    events: float, exposure: float, confidence: float = 0.95, dispersion: float = 1.0
) -> Interval:
    """The rate `events / exposure` with its exact Poisson interval (Garwood 1936).

    With dispersion φ, events and exposure count for x/φ and n/φ. Raises ValueError on
    negative or undefined input, and on events without exposure.
    """
    x, n = count_of(events, exposure)
    tail, phi = tail_of(confidence), dispersion_of(dispersion)
    if n == 0:
        return Interval(None, 0.0, math.inf)
    effective, time = x / phi, n / phi
    low = float(special.gammaincinv(effective, tail)) if x else 0.0
    high = float(special.gammainccinv(effective + 1, tail))
    return Interval(x / n, low / time, high / time)


def rate_ratio(
    events_a: float,
    exposure_a: float,
    events_b: float,
    exposure_b: float,
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> RateRatio:
    """The rate of a over the rate of b, by the binomial of a's events given all events.

    The interval is Clopper and Pearson's (1934); the p-value is twice the smaller tail
    at a ratio of 1, so it is under 1 − confidence exactly where the interval leaves out 1.
    Raises ValueError as `rate_interval` does.
    """
    x_a, n_a = count_of(events_a, exposure_a)
    x_b, n_b = count_of(events_b, exposure_b)
    tail, phi = tail_of(confidence), dispersion_of(dispersion)
    if x_a + x_b == 0 or n_a == 0 or n_b == 0:
        return RateRatio(None, 0.0, math.inf, 1.0)
    a, b = x_a / phi, x_b / phi
    exposures = n_b / n_a
    return RateRatio(
        (x_a / x_b) * exposures if x_b else math.inf,
        _odds_of_low(a, b, tail) * exposures,
        _odds_of_high(a, b, tail) * exposures,
        _central_p_value(a, b, n_a / (n_a + n_b)),
    )


def _odds_of_low(a: float, b: float, tail: float) -> float:
    """The odds at Clopper and Pearson's lower limit; both halves by their own quantile, to lose no digits."""
    if a == 0:
        return 0.0
    return float(special.betaincinv(a, b + 1, tail) / special.betainccinv(b + 1, a, tail))


def _odds_of_high(a: float, b: float, tail: float) -> float:
    if b == 0:
        return math.inf
    return float(special.betainccinv(a + 1, b, tail) / special.betaincinv(b, a + 1, tail))


def _central_p_value(a: float, b: float, share: float) -> float:
    at_least = float(special.betainc(a, b + 1, share)) if a else 1.0
    at_most = float(special.betaincc(a + 1, b, share)) if b else 1.0
    return min(1.0, 2 * min(at_least, at_most))


class ResidentSums(NamedTuple):
    """What `dispersion_of_sums` needs to know of the residents of a home in a window."""

    residents: int
    """Those who were present, or fell."""
    events: float
    exposure: float
    events_squared: float
    events_times_exposure: float
    exposure_squared: float


def rate_dispersion(events_by_resident: Sequence[float], exposure_by_resident: Sequence[float]) -> float:
    """How much more events vary between residents than chance alone would have them, at least 1.

    φ = max(1, m/(m−1) · Σ(xᵢ − r·nᵢ)² / x) over m residents. A resident without
    exposure was not there and does not count. Raises ValueError on lengths that differ,
    negative or undefined input, and on events without exposure.
    """
    counts, times = counts_of(events_by_resident, exposure_by_resident)
    pairs = [(x, n) for x, n in zip(counts, times, strict=True) if n > 0]
    return dispersion_of_sums(
        ResidentSums(
            residents=len(pairs),
            events=math.fsum(x for x, _ in pairs),
            exposure=math.fsum(n for _, n in pairs),
            events_squared=math.fsum(x * x for x, _ in pairs),
            events_times_exposure=math.fsum(x * n for x, n in pairs),
            exposure_squared=math.fsum(n * n for _, n in pairs),
        )
    )


def dispersion_of_sums(sums: ResidentSums) -> float:
    """`rate_dispersion` from sums that a query made: Σ(x − r·n)² = Σx² − 2r·Σxn + r²·Σn²."""
    if sums.residents < 2 or sums.events == 0 or sums.exposure == 0:
        return 1.0
    rate = sums.events / sums.exposure
    squares = (
        sums.events_squared - 2 * rate * sums.events_times_exposure + rate * rate * sums.exposure_squared
    )
    return max(1.0, sums.residents / (sums.residents - 1) * squares / sums.events)


def ratio_dispersion(
    a_events: Sequence[float],
    a_exposure: Sequence[float],
    b_events: Sequence[float],
    b_exposure: Sequence[float],
) -> float:
    """The dispersion of a ratio between two windows of the same residents, at least 1.

    φ = max(1, c/(c−1) · Σ(dₐᵢ/xₐ − d_bᵢ/x_b)² / (1/xₐ + 1/x_b)) over the c residents
    present in either window: somebody who is there in both is compared with themselves.
    All four are by resident, in the same order. Raises ValueError as `rate_dispersion` does.
    """
    x_a, n_a = counts_of(a_events, a_exposure)
    x_b, n_b = counts_of(b_events, b_exposure)
    if len(x_a) != len(x_b):
        raise ValueError("Both windows need a number for each resident, in the same order.")
    there = [i for i in range(len(x_a)) if n_a[i] > 0 or n_b[i] > 0]
    total_a, total_b = math.fsum(x_a), math.fsum(x_b)
    if len(there) < 2 or total_a == 0 or total_b == 0:
        return 1.0
    rate_a, rate_b = total_a / math.fsum(n_a), total_b / math.fsum(n_b)
    squares = math.fsum(
        ((x_a[i] - rate_a * n_a[i]) / total_a - (x_b[i] - rate_b * n_b[i]) / total_b) ** 2 for i in there
    )
    return max(1.0, len(there) / (len(there) - 1) * squares / (1 / total_a + 1 / total_b))


def shrink(events: Sequence[float], exposure: Sequence[float]) -> Shrinkage:
    """Each home's rate, drawn towards the mean of all by as much as it is uncertain.

    Marshall's global empirical Bayes estimator (1991). A home without exposure has no
    rate: its estimate is None and it has no part in the mean. Raises ValueError on
    lengths that differ, negative or undefined input, and on events without exposure.
    """
    counts, times = counts_of(events, exposure)
    pairs = [(e, n) for e, n in zip(counts, times, strict=True) if n > 0]
    if not pairs:
        return Shrinkage(None, 0.0, [None] * len(counts))
    time = math.fsum(n for _, n in pairs)
    mean = math.fsum(e for e, _ in pairs) / time
    spread = math.fsum(n * (e / n - mean) ** 2 for e, n in pairs) / time
    between = max(0.0, spread - mean / (time / len(pairs)))
    return Shrinkage(
        mean, between, [_shrunk(e, n, mean, between) for e, n in zip(counts, times, strict=True)]
    )


def _shrunk(events: float, exposure: float, mean: float, between: float) -> float | None:
    if exposure == 0:
        return None
    if between == 0:
        return mean
    weight = between / (between + mean / exposure)
    return mean + weight * (events / exposure - mean)


def power_to_detect(
    rate: float,
    exposure_before: float,
    exposure_after: float,
    ratio: float,
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> float:
    """The chance that the interval of `rate_ratio` leaves out 1 when the rate truly changes by `ratio`.

    Exact over both counts: the total is Poisson and, given it, the events after are
    binomial, so each total has its own critical counts. Raises ValueError on negative
    or undefined input.
    """
    n_before, n_after = amount_of(exposure_before), amount_of(exposure_after)
    tail, phi = tail_of(confidence), dispersion_of(dispersion)
    before = amount_of(rate) * n_before / phi
    after = amount_of(rate) * amount_of(ratio) * n_after / phi
    mean = amount_of(before + after)
    if mean == 0 or n_before == 0 or n_after == 0:
        return 0.0
    totals = _likely_totals(mean)
    chance = np.exp(totals * math.log(mean) - mean - special.gammaln(totals + 1))
    unchanged, changed = n_after / (n_before + n_after), after / mean
    shown = _shown_fewer(totals, unchanged, changed, tail) + _shown_fewer(
        totals, 1 - unchanged, 1 - changed, tail
    )
    return min(1.0, float(np.sum(chance * shown) / np.sum(chance)))


def _likely_totals(mean: float) -> Floats:
    """Totals that have a chance worth adding; of very many evenly spaced ones, which stand for the rest."""
    reach = _SPREAD * math.sqrt(mean) + _SPREAD
    step = max(1, math.floor(2 * reach / _MOST_TOTALS))
    return np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1, step, dtype=float)


def _shown_fewer(totals: Floats, unchanged: float, changed: float, tail: float) -> Floats:
    """For each total: the chance at share `changed` of a count whose tail at `unchanged` is under `tail`."""
    critical: Floats = np.floor(special.bdtrik(tail, totals, unchanged)) + 1
    critical = np.clip(np.nan_to_num(critical, nan=0.0), 0, totals)
    for _ in range(2):  # bdtrik solves for a real number: step down to the count that qualifies
        critical = np.where(_at_most(critical, totals, unchanged) >= tail, critical - 1, critical)
    return _at_most(critical, totals, changed)


def _at_most(count: Floats, totals: Floats, share: float) -> Floats:
    """P(X ≤ count) for X binomial; 0 for a count below 0, 1 from the total on."""
    inside = (count >= 0) & (count < totals)
    k, n = np.where(inside, count, 0.0), np.where(inside, totals, 1.0)
    chance = special.betaincc(k + 1, n - k, share)
    return np.where(inside, chance, np.where(count < 0, 0.0, 1.0))
