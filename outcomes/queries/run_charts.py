"""A home's measure over time, on the chart that suits how much there is to count, and what it shows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np
from scipy import special  # pyright: ignore[reportMissingTypeStubs]

from network.access.viewer import Viewer
from outcomes.counting.silence import Flags, Silence, silent_windows
from outcomes.counting.tallies import Counted, Tallies
from outcomes.counting.windows import Windows, day_of
from outcomes.periods import ONE_DAY, Period, asked_period, months_of, quarters_of
from outcomes.queries.practice import ChangeOfPractice
from outcomes.queries.rates import Tally
from outcomes.queries.series import Span, spans_of, typical_count
from outcomes.queries.small_groups import open_quarters
from outcomes.signals import Direction, Signal
from outcomes.spc import Chart, ChartKind, Point, g_chart, run_chart, u_chart
from outcomes.terms import EventsNotCounted, Measure, Unit
from outcomes.words.reasons import why_this_chart
from outcomes.words.summaries import what_it_shows

FEWEST_EXPECTED = 4.0
"""Events in a typical period, below which a longer one is taken."""
RECENT_DAYS = 90


class ChartPoint(NamedTuple):
    """One period; values and limits are × per. None: not known, not defined, or closed to the viewer."""

    starts_on: date
    ends_on: date
    numerator: float | None
    denominator: float | None
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    signal: Signal | None
    direction: Direction | None
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Recent:
    """What happened of late: the days, the events, and how likely as many or more are at the chart's rate."""

    days: int
    count: float
    tail: float
    incomplete: bool = False
    """Whether nothing at all was recorded in them for too long: then few events are no good news."""


class RunChart(NamedTuple):
    """A measure of one home over time."""

    measure: Measure
    kind: ChartKind
    period: Unit
    per: float
    trial: bool
    because: str
    points: list[ChartPoint]
    changes_of_practice: list[ChangeOfPractice]
    recent: Recent | None
    summary: str


class Practices(Protocol):
    """Knows what teams do differently, and since when."""

    async def changes(
        self, home_ids: Sequence[UUID], first: date, last: date
    ) -> dict[UUID, list[ChangeOfPractice]]:
        """Each home's changes from the first day through the last, in order."""
        ...


class Asked(NamedTuple):
    """What somebody wants to see."""

    measure: Measure
    period: Period
    unit: Unit


class _Counts(NamedTuple):
    """All that a chart may need, counted at once: months, quarters, then the whole and the last days."""

    windows: Windows
    counted: Counted
    silent: Flags
    months: range
    quarters: range
    whole: int
    recent: int


class RunCharts:
    """Answers for several homes at once; no home's chart depends on another home."""

    def __init__(self, tallies: Tallies, silence: Silence, practices: Practices, *, small_group: int) -> None:
        self._tallies = tallies
        self._silence = silence
        self._practices = practices
        self._small_group = small_group

    async def of(
        self, viewer: Viewer, home_ids: Sequence[UUID], asked: Asked, today: date
    ) -> dict[UUID, RunChart]:
        """The charts of those of the homes whose outcomes the viewer may read.

        Raises `PeriodReversed`, and `EventsNotCounted` where days between events are asked
        for of what is not events.
        """
        measure, unit = asked.measure, asked.unit
        if unit is Unit.EVENT and not measure.counts_events:
            raise EventsNotCounted
        period = asked_period(*asked.period)
        homes = [home_id for home_id in home_ids if viewer.may_read_outcomes(home_id)]
        begun = await self._tallies.recorded_from(homes)
        counts, practices = await asyncio.gather(
            self._count(begun, measure, period, today),
            self._practices.changes(list(begun), period.first, period.last),
        )
        quarters_open = await self._open(viewer, measure, counts)
        asked = Asked(measure, period, unit)
        return {
            home_id: await self._chart(asked, counts, place, quarters_open, practices.get(home_id, []))
            for place, home_id in enumerate(counts.windows.homes)
        }

    async def _count(self, begun: dict[UUID, date], measure: Measure, period: Period, today: date) -> _Counts:
        last = min(period.last, today - ONE_DAY)
        until = Period(period.first, max(last, period.first))
        months, quarters = months_of(until), quarters_of(until)
        recent = Period(max(period.first, last - (RECENT_DAYS - 1) * ONE_DAY), last)
        windows = Windows.of(begun, [*months, *quarters, period, recent], today)
        counts, silent = await asyncio.gather(
            self._tallies.of(windows, [measure]), silent_windows(self._silence, windows)
        )
        of_months, of_both = len(months), len(months) + len(quarters)
        return _Counts(
            windows,
            counts[measure],
            silent,
            range(of_months),
            range(of_months, of_both),
            of_both,
            of_both + 1,
        )

    async def _open(self, viewer: Viewer, measure: Measure, counts: _Counts) -> Flags | None:
        """Sickness outside the home: which windows are whole quarters of teams large enough."""
        if measure is not Measure.SICKNESS:
            return None
        windows = counts.windows
        own = np.array([[viewer.may_read_names(home)] for home in windows.homes], dtype=bool).reshape(-1, 1)
        if own.all():
            return None
        return own | await open_quarters(self._tallies, windows, self._small_group)

    async def _chart(
        self,
        asked: Asked,
        counts: _Counts,
        place: int,
        is_open: Flags | None,
        practices: list[ChangeOfPractice],
    ) -> RunChart:
        months, quarters = (
            spans_of(counts.windows, counts.counted, counts.silent, place, columns, is_open)
            for columns in (counts.months, counts.quarters)
        )
        totals = bool(counts.counted.baseline_months[place, list(counts.months)].any())
        unit, because = _suitable(asked, months, quarters, totals)
        spans = months if unit is Unit.MONTH else quarters
        if unit is Unit.EVENT:
            spans = await self._gaps(asked.measure, counts, place)
        tally = Tally(*(float(numbers[place, counts.whole]) for numbers in counts.counted[:4]))
        chart = _judged(asked.measure, unit, spans, tally.dispersion)
        per = 1.0 if unit is Unit.EVENT else asked.measure.per
        points = points_of(spans, chart, per)
        recent = _recent(asked.measure, counts, place, tally)
        return RunChart(
            asked.measure,
            chart.kind,
            unit,
            per,
            chart.trial,
            because,
            points,
            practices,
            recent,
            what_it_shows(asked.measure, unit, chart.trial, points, recent),
        )

    async def _gaps(self, measure: Measure, counts: _Counts, place: int) -> list[Span]:
        """The days from each event to the next; silence among them makes a gap incomplete."""
        all_of_it = counts.windows
        whole = Period(
            day_of(int(all_of_it.asked_first[place, counts.whole])),
            day_of(int(all_of_it.asked_last[place, counts.whole])),
        )
        home = all_of_it.homes[place]
        begun, today = {home: all_of_it.begun[home]}, day_of(all_of_it.today)
        (days,) = await self._tallies.fall_days(Windows.of(begun, [whole], today), measure)
        gaps = [Period(day_of(int(a)), day_of(int(b))) for a, b in pairwise(days)]
        if not gaps:
            return []
        silent = await silent_windows(self._silence, Windows.of(begun, gaps, today))
        return [
            Span(gap.first, gap.last, 1.0, float((gap.last - gap.first).days), bool(is_silent))
            for gap, is_silent in zip(gaps, silent[0], strict=True)
        ]


def _suitable(
    asked: Asked, months: Sequence[Span], quarters: Sequence[Span], totals: bool
) -> tuple[Unit, str]:
    """What a point stands for, and why; `totals`: for some months they are all that is known."""
    typical = typical_count(months), typical_count(quarters)
    unit = _unit(asked, *typical)
    for_totals = asked.unit is Unit.AUTO and unit is Unit.EVENT and totals
    unit = Unit.QUARTER if for_totals else unit
    return unit, why_this_chart(asked.measure, asked.unit, unit, typical, for_totals=for_totals)


def _unit(asked: Asked, in_a_month: float, in_a_quarter: float) -> Unit:
    """The unit asked for, else the shortest in which a typical period expects enough events."""
    if asked.unit is not Unit.AUTO:
        return asked.unit
    if not asked.measure.counts_events:
        in_spells = asked.measure in (Measure.SICKNESS, Measure.OCCUPANCY)
        return Unit.QUARTER if in_spells else Unit.MONTH
    if in_a_month >= FEWEST_EXPECTED:
        return Unit.MONTH
    return Unit.QUARTER if in_a_quarter >= FEWEST_EXPECTED else Unit.EVENT


def _judged(measure: Measure, unit: Unit, spans: Sequence[Span], dispersion: float) -> Chart:
    """The chart of what may be judged; an incomplete period has no part in limits and bears no signal."""
    if unit is Unit.EVENT:
        chart = g_chart([span.denominator or 0.0 for span in spans if not span.incomplete], measure.better)
        judged = iter(chart.points)
        unjudged = Point(None, None, None, None, None, None, None, None)
        return chart._replace(points=[unjudged if span.incomplete else next(judged) for span in spans])
    if measure.counts_events:
        events = [span.numerator or 0.0 if span.is_judged else 0.0 for span in spans]
        exposure = [span.denominator or 0.0 if span.is_judged else 0.0 for span in spans]
        return u_chart(events, exposure, exact=True, dispersion=dispersion, better=measure.better)
    return run_chart([span.value if span.is_judged else None for span in spans], measure.better)


def points_of(spans: Sequence[Span], chart: Chart, per: float) -> list[ChartPoint]:
    """The points as they are shown, × per."""
    return [
        ChartPoint(
            span.starts_on,
            span.ends_on,
            span.numerator,
            span.denominator,
            span.denominator if chart.kind is ChartKind.G else _times(span.value, per),
            _times(point.centre, per),
            _times(point.lower, per),
            _times(point.upper, per),
            point.signal,
            point.direction,
            span.incomplete,
        )
        for span, point in zip(spans, chart.points, strict=True)
    ]


def _recent(measure: Measure, counts: _Counts, place: int, tally: Tally) -> Recent | None:
    """The last 90 days, and the exact chance of as many events or more at the rate of the whole period."""
    windows, column = counts.windows, counts.recent
    days = int(windows.last[place, column] - windows.first[place, column] + 1)
    if not measure.counts_events or days < 1 or not tally.denominator:
        return None
    count = float(counts.counted.numerator[place, column])
    expected = tally.numerator / tally.denominator * float(counts.counted.denominator[place, column])
    tail = 1.0
    if count and expected:
        tail = float(special.gammainc(count / tally.dispersion, expected / tally.dispersion))
    return Recent(days, count, tail, bool(counts.silent[place, column]))


def _times(value: float | None, per: float) -> float | None:
    return None if value is None else value * per
