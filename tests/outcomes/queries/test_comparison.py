"""Homes beside each other, against a plain calculation of every number."""

from uuid import UUID, uuid5

import pytest

from households.reading.silence import Silences
from network.access.viewer import Forbidden, Role, Viewer
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.funnel import limits, overdispersion, position
from outcomes.periods import Period
from outcomes.queries.comparison import Comparison, Comparisons
from outcomes.queries.practice import ChangesOfPractice
from outcomes.queries.run_charts import Asked, RunCharts
from outcomes.statistics import rate_interval, shrink
from outcomes.terms import Measure, NotCompared, Unit
from tests.outcomes.filling import fill
from tests.outcomes.slow import House, Job, Stay, day

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = 200
FIRST, LAST = 10, 150


def home_id(number: int) -> UUID:
    return UUID(int=0xC0 + number)


def home_of(number: int, falls: int) -> House:
    """A home of some residents of whom the first falls most; every home has another size."""
    me = home_id(number)
    people = [uuid5(me, f"r{n}") for n in range(3 + number % 5)]
    fell = [(people[(n * n) % len(people)], FIRST + (n * 7 + number) % 130, n % 3 == 0) for n in range(falls)]
    team = [Job(uuid5(me, f"s{n}"), 0, None, [(0, 30)]) for n in range(4 + number % 4)]
    return House(
        0, [Stay(who, 0, None) for who in people], fell, [(0, 10)], team, [(team[0].staff, 95, 99)],
        [(-1000, 37)], set(range(0, TODAY, 7)),
    )  # fmt: skip


STORIES = {home_id(n): home_of(n, (n * 5) % 23) for n in range(12)}
OWN = [home_id(n) for n in (3, 1, 7)]
COACH = Viewer(UUID(int=9), "Coach", Role.COACH, frozenset(OWN))


async def compared(pool: DatabasePool, measure: Measure = Measure.FALLS, **asked: int) -> Comparison:
    period = (day(asked.get("first", FIRST)), day(asked.get("last", LAST)))
    comparisons = Comparisons(Tallies(pool), Silences(pool), small_group=5)
    return await comparisons.of(COACH, OWN, period, measure, day(TODAY))


async def test_every_number_is_the_plain_one(read_models: DatabasePool) -> None:
    await fill(read_models, STORIES)
    found = await compared(read_models)

    days = range(FIRST, LAST + 1)
    events = {home: sum(1 for _, d, _ in house.falls if d in days) for home, house in STORIES.items()}
    nights = {home: sum(house.nights_of(days).values()) for home, house in STORIES.items()}
    total, time = sum(events.values()), sum(nights.values())
    rate = total / time
    over = overdispersion(list(events.values()), [n * rate for n in nights.values()])
    shrunk = dict(zip(STORIES, shrink(list(events.values()), list(nights.values())).estimates, strict=True))
    assert over is not None
    assert found.overdispersion is not None
    assert (found.overdispersion.phi, found.overdispersion.tau_squared) == pytest.approx(over[:2])
    assert (found.network.numerator, found.network.denominator) == (total, time)
    assert found.network.rate == pytest.approx(1000 * rate)
    assert found.network.dispersion is not None
    assert found.network.dispersion > 1
    assert [home.home_id for home in found.homes] == OWN
    for home in found.homes:
        x, n = events[home.home_id], nights[home.home_id]
        interval = rate_interval(x, n, dispersion=STORIES[home.home_id].dispersion(days, with_harm=False))
        assert (home.numerator, home.denominator) == (x, n)
        assert (home.expected, home.ratio) == pytest.approx((n * rate, x / (n * rate)))
        assert (home.rate, home.low, home.high) == pytest.approx(
            (1000 * x / n, 1000 * interval.low, 1000 * interval.high)
        )
        estimate = shrunk[home.home_id]
        assert estimate is not None
        assert home.shrunk_rate == pytest.approx(1000 * estimate)
        assert home.position is position(x, n * rate, over.tau_squared)
        assert not home.incomplete
    assert found.funnel is not None
    middle = found.funnel[20]
    inner, outer = (limits(middle.expected, coverage, over.tau_squared) for coverage in (0.95, 0.998))
    assert (middle.low95, middle.high95, middle.low998, middle.high998) == pytest.approx((*inner, *outer))


async def test_nine_homes_are_neither_shrunk_nor_called_overdispersed(read_models: DatabasePool) -> None:
    await fill(read_models, dict(list(STORIES.items())[:9]))
    found = await compared(read_models)
    assert found.overdispersion is None
    assert {home.shrunk_rate for home in found.homes} == {None}
    assert found.funnel is not None


@pytest.mark.parametrize("own", [True, False], ids=["own", "another's"])
async def test_a_home_with_a_fall_and_no_night_takes_no_comparison_away(
    read_models: DatabasePool, *, own: bool
) -> None:
    """Its last resident fell on the day of leaving, which is the first of the period."""
    left = OWN[0] if own else home_id(0)
    story = home_of(0, 0)
    who = story.stays[0].resident
    story.stays, story.falls = [Stay(who, 0, FIRST)], [(who, FIRST, True)]
    await fill(read_models, STORIES | {left: story})
    found = await compared(read_models)
    without = {home: told for home, told in STORIES.items() if home != left}
    days = range(FIRST, LAST + 1)
    events = [sum(1 for _, d, _ in house.falls if d in days) for house in without.values()]
    nights = [sum(house.nights_of(days).values()) for house in without.values()]
    rate = (sum(events) + 1) / sum(nights)
    assert found.network.numerator == sum(events) + 1
    assert found.overdispersion == pytest.approx(overdispersion(events, [n * rate for n in nights]))
    shrunk = dict(zip(without, shrink(events, nights).estimates, strict=True))
    for home in found.homes:
        estimate = shrunk.get(home.home_id)
        assert home.shrunk_rate == (None if estimate is None else pytest.approx(1000 * estimate))
        if home.home_id == left:
            assert (home.numerator, home.denominator, home.expected) == (1, 0, 0)
            assert (home.rate, home.ratio, home.position) == (None, None, None)
        else:
            assert home.position is not None


async def test_occupancy_and_sickness_are_compared_as_rates_alone(read_models: DatabasePool) -> None:
    await fill(read_models, STORIES)
    occupancy = await compared(read_models, Measure.OCCUPANCY)
    home = occupancy.homes[0]
    assert home.rate == pytest.approx(100 * 6 / 10)
    assert home.rate is not None
    assert occupancy.network.rate is not None
    assert home.ratio == pytest.approx(home.rate / occupancy.network.rate)
    for found in (occupancy, await compared(read_models, Measure.SICKNESS, first=91, last=181)):
        assert (found.funnel, found.overdispersion) == (None, None)
        assert {(h.low, h.high, h.shrunk_rate, h.position) for h in found.homes} == {(None,) * 4}


async def test_sickness_of_small_teams_is_in_no_number(read_models: DatabasePool) -> None:
    """The second quarter of 2024; homes 0, 4 and 8 have a team of four."""
    await fill(read_models, STORIES)
    found = await compared(read_models, Measure.SICKNESS, first=91, last=181)
    large = [home for n, home in enumerate(STORIES) if n % 4]
    lost = sum(STORIES[home].fte_days(range(91, 182))[0] for home in large)
    assert found.network.numerator == pytest.approx(lost)
    small = Viewer(UUID(int=9), "Coach", Role.COACH, frozenset({home_id(4)}))
    comparisons = Comparisons(Tallies(read_models), Silences(read_models), small_group=5)
    period = (day(91), day(181))
    (home,) = (await comparisons.of(small, [home_id(4)], period, Measure.SICKNESS, day(TODAY))).homes
    assert (home.numerator, home.denominator, home.rate, home.expected, home.ratio) == (None,) * 5


async def test_a_silent_home_is_marked_and_bears_no_signal(read_models: DatabasePool) -> None:
    """With forty falls it would lie far above: what was recorded is told, and where it lies is not judged."""
    quiet = home_of(3, 40)
    quiet.recorded_days = set(range(0, 60, 7)) | set(range(100, TODAY, 7))
    await fill(read_models, {**STORIES, home_id(3): quiet})
    found = await compared(read_models)
    assert [home.incomplete for home in found.homes] == [True, False, False]
    silent, *others = found.homes
    assert (silent.numerator, silent.position) == (40, None)
    assert None not in {home.position for home in others}


@pytest.mark.parametrize("role", [Role.HOME_TEAM, Role.FINANCE, Role.NETWORK_IT])
async def test_only_coaches_compare(read_models: DatabasePool, role: Role) -> None:
    viewer = Viewer(UUID(int=9), "Somebody", role, frozenset(OWN))
    comparisons = Comparisons(Tallies(read_models), Silences(read_models), small_group=5)
    with pytest.raises(Forbidden):
        await comparisons.of(viewer, OWN, (day(FIRST), day(LAST)), Measure.FALLS, day(TODAY))


@pytest.mark.parametrize("measure", [Measure.MOMENTS, Measure.VOLUNTEERING])
async def test_what_is_typed_in_is_not_compared(read_models: DatabasePool, measure: Measure) -> None:
    with pytest.raises(NotCompared):
        await compared(read_models, measure)


async def test_adding_a_home_never_moves_another_homes_chart(read_models: DatabasePool) -> None:
    charts = RunCharts(
        Tallies(read_models), Silences(read_models), ChangesOfPractice(read_models), small_group=5
    )
    period = Period(day(0), day(TODAY))
    await fill(read_models, {OWN[0]: STORIES[OWN[0]]})
    for measure in Measure:
        asked = Asked(measure, period, Unit.AUTO)
        await fill(read_models, {OWN[0]: STORIES[OWN[0]]})
        alone = (await charts.of(COACH, OWN, asked, day(TODAY)))[OWN[0]]
        await fill(read_models, STORIES)
        assert (await charts.of(COACH, OWN, asked, day(TODAY)))[OWN[0]] == alone
