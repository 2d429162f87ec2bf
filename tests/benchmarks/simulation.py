"""How often charts and intervals call a change that is none, and how often they find a true one.

Homes as they are: residents who fall at rates of their own (gamma, so that counts are
negative binomial), some of whom move out while others move in. Seeded, so a run repeats.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from outcomes.queries.run_charts import ChartPoint
from outcomes.spc import Chart, g_chart, run_chart, u_chart
from outcomes.statistics import power_to_detect, rate_dispersion, rate_ratio, ratio_dispersion
from outcomes.terms import Measure, Unit
from outcomes.words.summaries import what_it_shows
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

Days = NDArray[np.int64]
Counts = NDArray[np.float64]

RATE = 4.1 / 1000
"""Falls a resident's night: 1.5 a bed and year, typical of UK homes."""
SHAPE = 1.2
"""Of the gamma that residents' own rates come from: the smaller, the more falls cluster in few."""
YEAR = 365
YEARS = 3
MOST_OF_INTERVALS, MOST_OF_CHARTS = 0.07, 0.10
CUT = 0.57
DAY = date(2026, 1, 1)
"""Of points whose days play no part."""


class Home(NamedTuple):
    """A simulated home: for each resident the nights in each half month, and the days of their falls."""

    nights: Counts
    falls: list[Days]


def simulate(
    random: Generator, beds: int, years: int, rate: float = RATE, cut_from: int | None = None
) -> Home:
    """A home over some years; from a day on falls are cut to `CUT`, where one is named."""
    days = years * YEAR
    nights: list[Counts] = []
    falls: list[Days] = []
    for _ in range(beds):
        begin = 0
        while begin < days:
            end = min(days, begin + int(random.exponential(2.3 * YEAR)) + 1)
            own = RATE * random.gamma(SHAPE, 1 / SHAPE)
            fell = begin + np.flatnonzero(random.random(end - begin) < own)
            if cut_from is not None:
                fell = fell[(fell < cut_from) | (random.random(len(fell)) < CUT)]
            here = np.zeros(days)
            here[begin:end] = 1.0
            nights.append(here)
            falls.append(fell)
            begin = end
    return Home(np.array(nights), falls)


async def measure(ground: Ground) -> list[Figure]:
    """False alarms of each chart and of a before and after; then how often a true cut is found."""
    homes = 40 * ground.rounds
    random = default_rng(20261122)
    return [*_false_alarms(random, homes), *_power(random, homes)]


def _false_alarms(random: Generator, homes: int) -> list[Figure]:
    charts: Sequence[tuple[str, int, Callable[[Home], Chart], Unit]] = (
        ("falls by month, home of 40", 40, lambda home: _u(home, 12 * YEARS), Unit.MONTH),
        ("falls by quarter, home of 12", 12, lambda home: _u(home, 4 * YEARS), Unit.QUARTER),
        ("days between falls, home of 6", 6, _g, Unit.EVENT),
    )
    figures = [
        _of_charts(name, [draw(simulate(random, beds, YEARS)) for _ in range(homes)], unit)
        for name, beds, draw, unit in charts
    ]
    sickness = [run_chart(_sickness(random, 8)) for _ in range(homes)]
    figures.append(_of_charts("sickness by quarter, team of 8", sickness, Unit.QUARTER, Measure.SICKNESS))
    for beds in (12, 24, 48):
        plain, allowed = zip(*(_changed(simulate(random, beds, 2)) for _ in range(homes * 4)), strict=True)
        figures.append(
            _figure(
                f"Unchanged homes, a year before and after: {beds} residents",
                _share(allowed),
                homes * 4,
                MOST_OF_INTERVALS,
                f"an interval that takes falls for independent: {_share(plain):.1%}",
            )
        )
    return figures


def _power(random: Generator, homes: int) -> list[Figure]:
    figures: list[Figure] = []
    for count in (1, 2, 3, 4, 8):
        found = _share(_changed(simulate(random, 12 * count, 2, cut_from=YEAR))[1] for _ in range(homes))
        nights = 12 * count * YEAR
        figures.append(
            Figure(
                what=f"A true cut by 43%, homes of 12 together: {count}; a year before and after",
                measured=f"found in {found:.0%} of {homes}",
                beside=f"at most {power_to_detect(RATE, nights, nights, CUT):.0%}, were falls not clustered",
                ratio="",
                target="",
                is_reached=None,
            )
        )
    return figures


def _u(home: Home, periods: int) -> Chart:
    days = home.nights.shape[1]
    edges: Days = np.array([days * place // periods for place in range(periods + 1)], dtype=np.int64)
    events = np.histogram(np.concatenate(home.falls), edges)[0]
    exposure = np.add.reduceat(home.nights.sum(axis=0), edges[:-1])
    phi = rate_dispersion([len(fell) for fell in home.falls], home.nights.sum(axis=1).tolist())
    return u_chart(events.tolist(), exposure.tolist(), exact=True, dispersion=phi)


def _g(home: Home) -> Chart:
    return g_chart(np.diff(np.sort(np.concatenate(home.falls))).tolist())


def _sickness(random: Generator, team: int) -> list[float | None]:
    """Percent of days lost by quarter: spells of a few days, and now and then one of weeks."""
    days = np.zeros(YEARS * YEAR)
    for _ in range(team):
        for begin in np.flatnonzero(random.random(len(days)) < 1.6 / YEAR):
            length = int(random.lognormal(1.2, 1.2)) + 1
            days[begin : begin + length] += 1
    return [float(100 * part.sum() / (team * len(part))) for part in np.array_split(days, 4 * YEARS)]


def _changed(home: Home) -> tuple[bool, bool]:
    """Whether a before and after shows a change: taking falls for independent, and as we do."""
    sides = (slice(0, YEAR), slice(YEAR, 2 * YEAR))
    nights = [home.nights[:, side].sum(axis=1) for side in sides]
    events = [
        np.array(
            [np.count_nonzero((fell >= side.start) & (fell < side.stop)) for fell in home.falls], dtype=float
        )
        for side in sides
    ]
    phi = ratio_dispersion(events[1].tolist(), nights[1].tolist(), events[0].tolist(), nights[0].tolist())
    totals = (events[1].sum(), nights[1].sum(), events[0].sum(), nights[0].sum())
    plain, allowed = rate_ratio(*totals), rate_ratio(*totals, dispersion=phi)
    return plain.p_value < 0.05, allowed.p_value < 0.05


def _of_charts(name: str, charts: Sequence[Chart], unit: Unit, measure: Measure = Measure.FALLS) -> Figure:
    """How many charts are said to show a change, and how many bear any mark at all."""
    called = _share("more than chance explains" in _words(chart, measure, unit) for chart in charts)
    marked = _share(any(point.signal for point in chart.points) for chart in charts)
    return _figure(
        f"Unchanged homes over {YEARS} years: {name}",
        called,
        len(charts),
        MOST_OF_CHARTS,
        f"any point is marked in {marked:.1%}",
    )


def _words(chart: Chart, measure: Measure, unit: Unit) -> str:
    """The chart's summary; days play no part in what it calls."""
    points = [
        ChartPoint(
            DAY, DAY, None, None, p.value, p.centre, p.lower, p.upper, p.signal, p.direction, incomplete=False
        )
        for p in chart.points
    ]
    return what_it_shows(measure, unit, chart.trial, points, None)


def _share(found: object) -> float:
    return float(np.mean(list(found)))  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]


def _figure(what: str, share: float, homes: int, most: float, beside: str = "") -> Figure:
    # What chance adds to a share of so many homes is not laid to the chart.
    allowance = 2 * float(np.sqrt(most * (1 - most) / homes))
    return Figure(
        what=what,
        measured=f"a change is called in {share:.1%} of {homes:,}",
        beside=beside,
        ratio=f"± {2 * float(np.sqrt(max(share, 0.01) * (1 - share) / homes)):.1%}",
        target=f"≤ {most:.0%}",
        is_reached=share <= most + allowance,
    )
