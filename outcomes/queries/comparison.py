"""Homes beside each other, honestly: by what chance does to homes of their size, never by rank."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np

from network.access.viewer import Viewer
from outcomes.counting.grouping import Floats
from outcomes.counting.silence import Flags, Silence, silent_windows
from outcomes.counting.tallies import Counted, Tallies
from outcomes.counting.windows import Windows
from outcomes.funnel import FEWEST_HOMES, Overdispersion, Position, limits, overdispersion, position
from outcomes.periods import Period, asked_period
from outcomes.queries.rates import Rate, Tally, rate_of
from outcomes.queries.small_groups import homes_large_enough
from outcomes.statistics import shrink
from outcomes.terms import Measure, NotCompared

POINTS_OF_A_FUNNEL = 40


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """The limits to draw where so many events are expected, as ratios."""

    expected: float
    low95: float | None
    high95: float | None
    low998: float | None
    high998: float | None


@dataclass(frozen=True, slots=True)
class ComparedHome:
    """A home in a comparison. None: not known, not defined, or closed to the viewer."""

    home_id: UUID
    numerator: float | None
    denominator: float | None
    expected: float | None
    """The numerator at the network's rate."""
    ratio: float | None
    """Numerator over expected."""
    rate: float | None
    low: float | None
    high: float | None
    shrunk_rate: float | None
    position: Position | None
    """None also where the home was silent: that bears no signal, and silence is not safety."""
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Homes of the viewer beside the whole network."""

    measure: Measure
    per: float
    network: Rate
    overdispersion: Overdispersion | None
    funnel: list[FunnelPoint] | None
    homes: list[ComparedHome]


class _Network(NamedTuple):
    """What is known of all homes: their numbers, and what follows for any of them."""

    windows: Windows
    counted: Counted
    is_open: Flags
    """Whose numbers may be told at all: all of them, but of sickness only those of large teams."""
    rate: float | None
    overdispersion: Overdispersion | None
    shrunk: list[float | None] | None


class Comparisons:
    """Sets the viewer's homes beside all of the network's."""

    def __init__(self, tallies: Tallies, silence: Silence, *, small_group: int) -> None:
        self._tallies = tallies
        self._silence = silence
        self._small_group = small_group

    async def of(
        self,
        viewer: Viewer,
        home_ids: Sequence[UUID],
        asked: tuple[date, date],
        measure: Measure,
        today: date,
    ) -> Comparison:
        """Those of these homes whose outcomes the viewer may read, in this order, and the network.

        Raises `PeriodReversed`, `NotCompared`, and `Forbidden` where network totals are not the viewer's.
        """
        viewer.check(viewer.may_read_network_totals())
        if not measure.is_compared:
            raise NotCompared
        period = asked_period(*asked)
        begun = await self._tallies.recorded_from_of_all()
        named = [home for home in home_ids if home in begun and viewer.may_read_outcomes(home)]
        own = Windows.of({home: begun[home] for home in named}, [period], today)
        (network, total), silent = await asyncio.gather(
            self._network(begun, period, measure, today), silent_windows(self._silence, own)
        )
        places = {home: place for place, home in enumerate(network.windows.homes)}
        homes = [
            _compared(measure, network, home, places[home], bool(silent[number, 0]))
            for number, home in enumerate(named)
        ]
        return Comparison(
            measure, measure.per, total, network.overdispersion, _funnel(measure, network, homes), homes
        )

    async def _network(
        self, begun: dict[UUID, date], period: Period, measure: Measure, today: date
    ) -> tuple[_Network, Rate]:
        windows = Windows.of(begun, [period], today)
        counts, phi = await self._tallies.with_network_dispersion(windows, measure)
        counted = counts[measure]
        is_open = np.ones(len(windows.homes), dtype=bool)
        if measure is Measure.SICKNESS:
            large = await homes_large_enough(self._tallies, windows, self._small_group)
            is_open = np.array([home in large for home in windows.homes], dtype=bool)
        above, below = counted.numerator[is_open, 0], counted.denominator[is_open, 0]
        tally = Tally(float(above.sum()), float(below.sum()), phi)
        total = rate_of(tally, measure, incomplete=False)
        rate = tally.numerator / tally.denominator if tally.denominator else None
        network = _Network(windows, counted, is_open, rate, None, None)
        if measure.counts_events and rate is not None:
            lived_in = below > 0
            events, nights = above[lived_in], below[lived_in]
            network = network._replace(
                overdispersion=overdispersion(events.tolist(), (nights * rate).tolist()),
                shrunk=_shrunk(events, nights, lived_in),
            )
        if not is_open.any():
            total = total._replace(numerator=None, denominator=None)
        return network, total


def _shrunk(events: Floats, exposure: Floats, lived_in: Flags) -> list[float | None] | None:
    """Each home's rate drawn towards the network's; None where there are too few homes to tell how far.

    A home without a night has no rate and no part, though somebody may have fallen there as they left.
    """
    if len(exposure) < FEWEST_HOMES:
        return None
    estimates = iter(shrink(events.tolist(), exposure.tolist()).estimates)
    return [next(estimates) if lived else None for lived in lived_in]


def _compared(measure: Measure, network: _Network, home_id: UUID, place: int, silent: bool) -> ComparedHome:
    if not network.is_open[place]:
        return ComparedHome(home_id, None, None, None, None, None, None, None, None, None, silent)
    tally = Tally(*(float(numbers[place, 0]) for numbers in network.counted[:4]))
    rate = rate_of(tally, measure, incomplete=silent and not tally.only_baseline)
    expected = None if network.rate is None else network.rate * tally.denominator
    where = None
    has_place = bool(tally.denominator) or not tally.numerator
    if measure.counts_events and expected is not None and has_place and not rate.incomplete:
        between = network.overdispersion.tau_squared if network.overdispersion else 0.0
        where = position(tally.numerator, expected, between)
    shrunk = network.shrunk[place] if network.shrunk else None
    return ComparedHome(
        home_id,
        rate.numerator,
        rate.denominator,
        expected,
        tally.numerator / expected if expected else None,
        rate.rate,
        rate.low,
        rate.high,
        None if shrunk is None else shrunk * measure.per,
        where,
        rate.incomplete,
    )


def _funnel(measure: Measure, network: _Network, homes: Sequence[ComparedHome]) -> list[FunnelPoint] | None:
    """Limits from the smallest to the largest of the homes shown, closer together where they bend."""
    sizes = [home.expected for home in homes if home.expected]
    if not measure.counts_events or not sizes:
        return None
    between = network.overdispersion.tau_squared if network.overdispersion else 0.0
    least, most = math.sqrt(min(sizes) * 0.8), math.sqrt(max(sizes) * 1.1)
    points: list[FunnelPoint] = []
    for root in np.linspace(least, most, POINTS_OF_A_FUNNEL).tolist():
        inner, outer = (limits(root * root, coverage, between) for coverage in (0.95, 0.998))
        points.append(FunnelPoint(root * root, inner.low, inner.high, outer.low, outer.high))
    return points
