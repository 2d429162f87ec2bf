"""Charts of a home against a plain calculation: which chart, which points, which signals, which words."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID, uuid5

import pytest

from households.reading.silence import Silences
from network.access.viewer import Role, Viewer
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.periods import Period
from outcomes.queries.practice import ChangesOfPractice
from outcomes.queries.run_charts import Asked, ChartPoint, RunChart, RunCharts
from outcomes.signals import Direction, Signal
from outcomes.spc import ChartKind, u_chart
from outcomes.terms import EventsNotCounted, Measure, PeriodReversed, Unit
from tests.outcomes.filling import fill
from tests.outcomes.slow import House, Job, Stay, day

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOME = UUID(int=0xE0)
TEAM = Viewer(UUID(int=1), "Team", Role.HOME_TEAM, frozenset({HOME}))
COACH = Viewer(UUID(int=2), "Coach", Role.COACH, frozenset({HOME}))
YEAR = 366
"""2024 has a day more."""
RESIDENTS = [uuid5(HOME, f"r{n}") for n in range(10)]


def house(falls: Sequence[int], recorded: set[int] | None = None, team: int = 6) -> House:
    """Ten residents who fall in turn on these days, and a team of whom one is sick in spring."""
    people = [uuid5(HOME, f"s{n}") for n in range(team)]
    return House(
        0, [Stay(who, 0, None) for who in RESIDENTS],
        [(RESIDENTS[n % 10], d, n % 2 == 0) for n, d in enumerate(falls)], [(0, 12)],
        [Job(who, 0, None, [(0, 37)]) for who in people], [(people[0], 95, 104)], [(-1000, 37)],
        set(range(0, 800, 7)) if recorded is None else recorded,
    )  # fmt: skip


async def chart(
    pool: DatabasePool, story: House, measure: Measure = Measure.FALLS, unit: Unit = Unit.AUTO,
    viewer: Viewer = TEAM, last: int = YEAR - 1, today: int = 500,
) -> RunChart:  # fmt: skip
    """The chart of the home from the first day."""
    await fill(pool, {HOME: story})
    return await ask(pool, Asked(measure, Period(day(0), day(last)), unit), viewer, today)


async def ask(pool: DatabasePool, asked: Asked, viewer: Viewer = TEAM, today: int = 500) -> RunChart:
    charts = RunCharts(Tallies(pool), Silences(pool), ChangesOfPractice(pool), small_group=5)
    return (await charts.of(viewer, [HOME], asked, day(today)))[HOME]


def months(points: Sequence[ChartPoint]) -> list[tuple[date, date]]:
    return [(point.starts_on, point.ends_on) for point in points]


async def test_enough_falls_are_charted_by_month(read_models: DatabasePool) -> None:
    """Five a month: every sixth day."""
    story = house(range(0, YEAR, 6))
    found = await chart(read_models, story)
    assert (found.kind, found.period, found.per, found.trial) == (ChartKind.U, Unit.MONTH, 1000, False)
    assert months(found.points)[1] == (date(2024, 2, 1), date(2024, 2, 29))

    falls: list[int] = []
    nights: list[int] = []
    for begins, ends in months(found.points):
        days = range((begins - day(0)).days, (ends - day(0)).days + 1)
        falls.append(sum(1 for _, d, _ in story.falls if d in days))
        nights.append(sum(story.nights_of(days).values()))
    phi = story.dispersion(range(YEAR), with_harm=False)
    plain = u_chart(falls, nights, exact=True, dispersion=phi)
    for point, expected, x, n in zip(found.points, plain.points, falls, nights, strict=True):
        assert (point.numerator, point.denominator, point.value) == (x, n, pytest.approx(1000 * x / n))
        assert expected.upper is not None
        assert (point.centre, point.upper) == pytest.approx(
            (1000 * sum(falls) / sum(nights), 1000 * expected.upper)
        )
        assert point.signal is expected.signal
    assert found.because.startswith("A typical month has about 5.")


@pytest.mark.parametrize(
    ("every", "unit"), [(7, Unit.MONTH), (8, Unit.QUARTER), (22, Unit.QUARTER), (26, Unit.EVENT)]
)
async def test_the_shortest_period_that_expects_four_is_taken(
    read_models: DatabasePool, every: int, unit: Unit
) -> None:
    assert (await chart(read_models, house(range(0, YEAR, every)))).period is unit


async def test_days_between_falls_and_what_happened_of_late(read_models: DatabasePool) -> None:
    days = [3, 50, 51, 120, 300, 340, 345, 350]
    found = await chart(read_models, house(days))
    assert (found.kind, found.per) == (ChartKind.G, 1)
    assert [point.value for point in found.points] == [b - a for a, b in pairwise(days)]
    assert months(found.points)[0] == (day(3), day(50))
    assert found.recent is not None
    assert (found.recent.days, found.recent.count) == (90, 4)
    assert 0.05 < found.recent.tail < 0.2
    injurious = await chart(read_models, house(days), Measure.INJURIOUS_FALLS)
    assert [point.value for point in injurious.points] == [51 - 3, 300 - 51, 345 - 300]


async def test_a_month_of_silence_is_shown_but_neither_judged_nor_part_of_the_limits(
    read_models: DatabasePool,
) -> None:
    """Nothing was recorded in April 2024, days 91 to 120."""
    falls = [d for d in range(0, YEAR, 6) if not 91 <= d <= 120]
    story = house(falls, recorded={d for d in range(0, 800, 7) if not 91 <= d <= 120})
    found = await chart(read_models, story)
    april = found.points[3]
    assert (april.numerator, april.value, april.incomplete) == (0, 0, True)
    assert (april.signal, april.upper) == (None, None)
    assert [point.incomplete for point in found.points].count(True) == 1
    nights = sum(n for n in (p.denominator for p in found.points if not p.incomplete) if n)
    assert found.points[0].centre == pytest.approx(1000 * len(falls) / nights)
    assert "One month is not judged" in found.summary
    assert "silence is not safety" in found.summary


async def test_a_gap_with_a_silence_in_it_is_no_improvement(read_models: DatabasePool) -> None:
    falls = [*range(0, 60, 6), *range(360, 420, 6)]
    quiet = {d for d in range(0, 800, 7) if not 70 <= d <= 350}
    spoken = await chart(read_models, house(falls), unit=Unit.EVENT, last=450)
    assert spoken.points[9].value == 306
    assert spoken.points[9].signal is Signal.OUTSIDE_LIMITS
    assert spoken.points[9].direction is Direction.IMPROVEMENT
    assert "306 days passed between falls" in spoken.summary
    silent = await chart(read_models, house(falls, recorded=quiet), unit=Unit.EVENT, last=450)
    assert (silent.points[9].value, silent.points[9].signal, silent.points[9].incomplete) == (306, None, True)
    assert "passed between" not in silent.summary


async def test_few_falls_of_late_are_no_good_news_where_nobody_recorded(read_models: DatabasePool) -> None:
    falls = range(0, 300, 6)
    lively = await chart(read_models, house(falls))
    assert lively.summary.endswith("The last 90 days had 4 falls, no more than chance would bring.")
    quiet = {d for d in range(0, 800, 7) if d < 330}
    silent = await chart(read_models, house(falls, recorded=quiet))
    assert silent.summary.endswith(
        "4 falls on record, but for two weeks or more nothing at all was recorded."
    )


async def test_nothing_counts_before_the_home_recorded_nor_after_yesterday(read_models: DatabasePool) -> None:
    story = house(range(0, YEAR, 6))
    story.recorded_from = 45
    found = await chart(read_models, story, unit=Unit.MONTH, today=200)
    assert months(found.points)[0] == (date(2024, 2, 15), date(2024, 2, 29))
    assert months(found.points)[-1] == (date(2024, 7, 1), day(199))
    assert found.points[0].denominator == 150
    assert found.recent is not None
    assert found.recent.days == 90


async def test_months_known_as_totals_come_first(read_models: DatabasePool) -> None:
    story = house(range(91, YEAR, 6))
    story.recorded_from = 91
    await fill(read_models, {HOME: story})
    await read_models.executemany(
        "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, $3, $4, NULL, NULL, NULL)",
        [(HOME, date(2024, 2, 1), 290, 7), (HOME, date(2024, 3, 1), 300, None)],
    )
    asked = Asked(Measure.FALLS, Period(day(0), day(YEAR - 1)), Unit.MONTH)
    found = await ask(read_models, asked)
    assert [(p.starts_on, p.numerator, p.denominator) for p in found.points[:2]] == [
        (date(2024, 2, 1), 7, 290),
        (date(2024, 4, 1), 5, 300),
    ]
    assert not found.points[0].incomplete
    quarters = await ask(read_models, asked._replace(unit=Unit.QUARTER))
    assert (quarters.points[0].numerator, quarters.points[0].denominator) == (7, 290)


@pytest.mark.parametrize("measure", [Measure.FALLS, Measure.INJURIOUS_FALLS])
async def test_months_known_as_totals_are_not_dropped_for_days_between_falls(
    read_models: DatabasePool, measure: Measure
) -> None:
    """With so few falls the days between them would be shown, which a month's total does not tell."""
    story = house([200, 240, 280, 320])
    story.recorded_from = 183
    await fill(read_models, {HOME: story})
    asked = Asked(measure, Period(day(0), day(YEAR - 1)), Unit.AUTO)
    assert (await ask(read_models, asked)).period is Unit.EVENT, "all of it comes from falls"
    await read_models.executemany(
        "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, 300, 1, 1, NULL, NULL)",
        [(HOME, date(2024, month, 1)) for month in range(1, 7)],
    )
    found = await ask(read_models, asked)
    assert (found.kind, found.period) == (ChartKind.U, Unit.QUARTER)
    assert [(point.starts_on, point.numerator) for point in found.points[:2]] == [
        (date(2024, 1, 1), 3),
        (date(2024, 4, 1), 3),
    ]
    assert "some of these months are known only as totals" in found.because
    assert (await ask(read_models, asked._replace(unit=Unit.EVENT))).period is Unit.EVENT, "as asked"
    later = asked._replace(period=Period(day(183), day(YEAR - 1)))
    assert (await ask(read_models, later)).period is Unit.EVENT, "no such month is asked for"


async def test_sickness_comes_by_quarter_on_a_run_chart(read_models: DatabasePool) -> None:
    found = await chart(read_models, house([]), Measure.SICKNESS)
    assert (found.kind, found.period, found.recent) == (ChartKind.RUN, Unit.QUARTER, None)
    assert [point.numerator for point in found.points] == [0, 10, 0, 0]
    assert found.points[1].value == pytest.approx(100 * 10 / (6 * 91))
    assert {point.upper for point in found.points} == {None}


async def test_outside_the_home_sickness_is_told_by_whole_quarters_of_teams_large_enough(
    read_models: DatabasePool,
) -> None:
    async def told(
        story: House, unit: Unit = Unit.AUTO, today: int = 500, last: int = YEAR - 1
    ) -> list[bool]:
        found = await chart(read_models, story, Measure.SICKNESS, unit, COACH, last, today)
        assert [p.numerator is None for p in found.points] == [p.value is None for p in found.points]
        return [point.numerator is not None for point in found.points]

    assert await told(house([])) == [True] * 4
    assert await told(house([], team=4)) == [False] * 4
    assert await told(house([]), Unit.MONTH) == [False] * 12
    assert await told(house([]), today=200) == [True, True, False], "the third quarter is not over"
    assert await told(house([]), last=300) == [True, True, True, False]
    shrinking = house([])
    for job in shrinking.team[4:]:
        job.left = 100
    assert await told(shrinking) == [True, True, False, False]


async def test_a_sustained_improvement_is_told_as_loudly_as_a_concern(read_models: DatabasePool) -> None:
    """Fifteen a month for four months, then three; and the other way round."""
    better = await chart(read_models, house([*range(0, 121, 2), *range(121, YEAR, 10)]))
    assert {point.direction for point in better.points[4:]} == {Direction.IMPROVEMENT}
    assert "more than chance explains, for the better" in better.summary
    worse = await chart(read_models, house([*range(0, 121, 10), *range(121, YEAR, 2)]))
    assert {point.direction for point in worse.points[4:]} == {Direction.CONCERN}
    assert "more than chance explains, for the worse" in worse.summary


async def test_changes_of_practice_are_on_the_chart(read_models: DatabasePool) -> None:
    await fill(read_models, {HOME: house([])})
    await read_models.executemany(
        "INSERT INTO occupancy_1.practice_change VALUES ($1, $2, $3, $4)",
        [(HOME, 1, day(40), "Tea"), (HOME, 2, day(20), "Lights"), (HOME, 3, day(900), "Later")],
    )
    found = await ask(read_models, Asked(Measure.OCCUPANCY, Period(day(0), day(YEAR)), Unit.AUTO))
    assert [(change.on, change.text) for change in found.changes_of_practice] == [
        (day(20), "Lights"),
        (day(40), "Tea"),
    ]


async def test_nothing_recorded_is_said(read_models: DatabasePool) -> None:
    story = house([])
    story.recorded_from = 400
    found = await chart(read_models, story, unit=Unit.MONTH)
    assert (found.points, found.recent) == ([], None)
    assert found.summary == "There is nothing to show for this time yet."
    zero = await chart(read_models, house([]), unit=Unit.MONTH)
    assert zero.summary == "There were no falls in this time."


async def test_what_can_not_be_charted_is_refused(read_models: DatabasePool) -> None:
    with pytest.raises(EventsNotCounted):
        await chart(read_models, house([]), Measure.OCCUPANCY, Unit.EVENT)
    with pytest.raises(PeriodReversed):
        await ask(read_models, Asked(Measure.FALLS, Period(day(9), day(8)), Unit.AUTO))


async def test_somebody_else_s_chart_is_not_there(read_models: DatabasePool) -> None:
    await fill(read_models, {HOME: house([])})
    charts = RunCharts(
        Tallies(read_models), Silences(read_models), ChangesOfPractice(read_models), small_group=5
    )
    asked = Asked(Measure.FALLS, Period(day(0), day(9)), Unit.AUTO)
    stranger = Viewer(UUID(int=3), "Coach", Role.COACH, frozenset())
    finance = Viewer(UUID(int=4), "Finance", Role.FINANCE, frozenset({HOME}))
    for viewer in (stranger, finance):
        assert await charts.of(viewer, [HOME], asked, day(500)) == {}
