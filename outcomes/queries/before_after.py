"""Before and after a change, in one home or several together: what it shows, and could have shown at all."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np

from network.access.viewer import Viewer
from outcomes.counting.silence import Silence, silent_windows
from outcomes.counting.tallies import Counted, Tallies
from outcomes.counting.windows import Windows, day_of
from outcomes.periods import ONE_DAY, Period, months_after
from outcomes.queries.clustering import clustering_of
from outcomes.queries.rates import Rate, Tally, rate_of
from outcomes.queries.small_groups import homes_large_enough
from outcomes.statistics import RateRatio, power_to_detect, rate_ratio
from outcomes.terms import Measure, NotAWindow
from outcomes.words.verdicts import Found, nothing_to_compare, verdict

MOST_MONTHS = 60
LEAST_RATIO, MOST_RATIO = 0.01, 100.0
"""Between these a change is worth asking for the chance of; beyond, one would need no chart."""


class Programmes(Protocol):
    """Knows since when homes work in the network's way."""

    async def programme_starts(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """Of those homes that do."""
        ...


@dataclass(frozen=True, slots=True)
class WindowRate:
    """What was counted in the windows on one side; the days are those of the widest home."""

    first: date
    last: date
    numerator: float | None
    denominator: float | None
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Two windows of equal length about a change. None: not known, not defined, infinite, or closed."""

    per: float
    before: WindowRate | None
    after: WindowRate | None
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    percent_change: float | None
    dispersion: float | None
    power_to_detect: float | None
    verdict: str


class Asked(NamedTuple):
    """What somebody wants to know."""

    measure: Measure
    changed_on: date | None
    """None: each home's own programme start."""
    months: int
    detect: float


Sides = Mapping[UUID, tuple[Period, Period]]
"""Before and after, by home."""


class BeforeAfters:
    """Answers for homes of the viewer together; a home of which nothing is known on one side is left out."""

    def __init__(
        self, tallies: Tallies, silence: Silence, programmes: Programmes, *, small_group: int
    ) -> None:
        self._tallies = tallies
        self._silence = silence
        self._programmes = programmes
        self._small_group = small_group

    async def of(
        self, viewer: Viewer, home_ids: Sequence[UUID], asked: Asked, today: date
    ) -> BeforeAfter | None:
        """The comparison; None where a home is not the viewer's. Raises `NotAWindow`."""
        if not 1 <= asked.months <= MOST_MONTHS or asked.detect == 1:
            raise NotAWindow
        if not LEAST_RATIO <= asked.detect <= MOST_RATIO:
            raise NotAWindow
        if not home_ids or not all(viewer.may_read_outcomes(home) for home in home_ids):
            return None
        begun = await self._tallies.recorded_from(list(dict.fromkeys(home_ids)))
        sides = await self._sides(begun, asked, today)
        if asked.measure is Measure.SICKNESS:
            sides = await self._open(viewer, begun, sides, today)
        if not sides:
            return _nothing(asked, today)
        windows = Windows.of_each({home: begun[home] for home in sides}, sides, today)
        counts, silent = await asyncio.gather(
            self._tallies.of(windows, [asked.measure]), silent_windows(self._silence, windows)
        )
        counted = counts[asked.measure]
        quiet = int(np.any(silent & (counted.only_baseline == 0), axis=1).sum())
        left_out = len(begun) - len(sides)
        if not asked.measure.counts_events:
            return _without_interval(asked, windows, counted, left_out, quiet)
        return await self._with_interval(asked, windows, counted, left_out, quiet)

    async def _sides(self, begun: Mapping[UUID, date], asked: Asked, today: date) -> Sides:
        known = await self._tallies.known_from(Windows.of(begun, [Period(today, today)], today))
        starts = (
            await self._programmes.programme_starts(list(begun))
            if asked.changed_on is None
            else dict.fromkeys(begun, asked.changed_on)
        )
        found = {
            home: windows_about(starts[home], asked.months, known[home], begun[home], today)
            for home in begun
            if home in starts
        }
        return {home: sides for home, sides in found.items() if sides is not None}

    async def _open(self, viewer: Viewer, begun: Mapping[UUID, date], sides: Sides, today: date) -> Sides:
        """Outside the home: those whose two windows are whole quarters of teams large enough."""
        found: dict[UUID, tuple[Period, Period]] = {}
        for home, (before, after) in sides.items():
            if not viewer.may_read_names(home):
                both = Period(before.first, after.last)
                windows = Windows.of({home: begun[home]}, [both], today)
                quarters = before.is_whole_quarters and after.is_whole_quarters
                if not quarters or home not in await homes_large_enough(
                    self._tallies, windows, self._small_group
                ):
                    continue
            found[home] = (before, after)
        return found

    async def _with_interval(
        self, asked: Asked, windows: Windows, counted: Counted, left_out: int, quiet: int
    ) -> BeforeAfter:
        residents = await self._tallies.residents(windows)
        later = np.ones(len(windows.homes))
        if counted.baseline_months.any():
            later = (await self._tallies.dispersion_ever(windows))[asked.measure]
        phi, *of_sides = clustering_of(residents, asked.measure, counted, later)
        tallies = [_tally(counted, side, of_sides[side]) for side in (0, 1)]
        before, after = tallies
        ratio = _ratio(before, after, phi)
        power = _power(before, after, asked.detect, phi)
        empty = not (before.denominator and after.denominator)
        found = Found(asked.measure, ratio, power, asked.detect, len(windows.homes), left_out, quiet, empty)
        return _answer(asked, windows, (before, after), ratio, phi, power, verdict(found))


def windows_about(
    changed: date, months: int, known_from: date, recorded_from: date, today: date
) -> tuple[Period, Period] | None:
    """Windows of equal length before and from a day, as long as asked or as far as anything is known.

    Cut by days where a home recorded them, by whole months where its earlier months are
    known as totals only. None where nothing is known on one side.
    """
    yesterday = today - ONE_DAY
    if changed > yesterday or changed <= known_from:
        return None
    whole = months
    while whole and (
        months_after(changed, whole) - ONE_DAY > yesterday or months_after(changed, -whole) < known_from
    ):
        whole -= 1
    days = min((yesterday - changed).days + 1, (changed - known_from).days)
    if whole == months or (whole and changed - days * ONE_DAY < recorded_from):
        before, after = months_after(changed, -whole), months_after(changed, whole)
    else:
        before, after = changed - days * ONE_DAY, changed + days * ONE_DAY
    return Period(before, changed - ONE_DAY), Period(changed, after - ONE_DAY)


def _tally(counted: Counted, side: int, phi: float = 1.0) -> Tally:
    return Tally(float(counted.numerator[:, side].sum()), float(counted.denominator[:, side].sum()), phi)


def _ratio(before: Tally, after: Tally, phi: float) -> RateRatio:
    """Without a night on a side there is none, though somebody may have fallen there as they left."""
    if not before.denominator or not after.denominator:
        return RateRatio(None, 0.0, math.inf, 1.0)
    return rate_ratio(
        after.numerator, after.denominator, before.numerator, before.denominator, dispersion=phi
    )


def _power(before: Tally, after: Tally, detect: float, phi: float) -> float | None:
    if not before.denominator or not after.denominator:
        return None
    rate = before.numerator / before.denominator
    return power_to_detect(rate, before.denominator, after.denominator, detect, dispersion=phi)


def _without_interval(
    asked: Asked, windows: Windows, counted: Counted, left_out: int, quiet: int
) -> BeforeAfter:
    before, after = _tally(counted, 0), _tally(counted, 1)
    rates = [part.numerator / part.denominator if part.denominator else None for part in (before, after)]
    ratio = rates[1] / rates[0] if rates[0] and rates[1] is not None else None
    shown = RateRatio(ratio, 0.0, math.inf, 1.0)
    found = Found(asked.measure, shown, None, asked.detect, len(windows.homes), left_out, quiet)
    return _answer(asked, windows, (before, after), shown, None, None, verdict(found))


def _answer(
    asked: Asked,
    windows: Windows,
    tallies: tuple[Tally, Tally],
    ratio: RateRatio,
    phi: float | None,
    power: float | None,
    sentence: str,
) -> BeforeAfter:
    has_interval = phi is not None
    sides = [
        _shown(windows, side, rate_of(tally, asked.measure, incomplete=False))
        for side, tally in enumerate(tallies)
    ]
    estimate = _finite(ratio.estimate)
    return BeforeAfter(
        asked.measure.per,
        sides[0],
        sides[1],
        estimate,
        _finite(ratio.low) if has_interval else None,
        _finite(ratio.high) if has_interval else None,
        ratio.p_value if has_interval else None,
        None if estimate is None else 100 * (estimate - 1),
        phi,
        power,
        sentence,
    )


def _shown(windows: Windows, side: int, rate: Rate) -> WindowRate:
    first, last = int(windows.asked_first[:, side].min()), int(windows.asked_last[:, side].max())
    return WindowRate(
        day_of(first), day_of(last), rate.numerator, rate.denominator, rate.rate, rate.low, rate.high
    )


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def _nothing(asked: Asked, today: date) -> BeforeAfter:
    sentence = nothing_to_compare(asked.measure, asked.changed_on, asked.months, today)
    return BeforeAfter(asked.measure.per, None, None, None, None, None, None, None, None, None, sentence)
