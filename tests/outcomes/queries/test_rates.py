"""Rates against the slow count, for homes with any history; and who may see which."""

from datetime import date
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.reading.silence import Silences
from network.access.viewer import Role, Viewer
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.queries.rates import Rate, Rates
from outcomes.statistics import rate_interval
from outcomes.terms import Measure, PeriodReversed
from tests.outcomes.filling import fill
from tests.outcomes.slow import House, Job, Stay, day

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOMES = [UUID(int=0xA0 + number) for number in range(2)]
TEAM = Viewer(UUID(int=1), "Team", Role.HOME_TEAM, frozenset(HOMES))
COACH = Viewer(UUID(int=2), "Coach", Role.COACH, frozenset(HOMES))
ALL = tuple(Measure)
SPAN = 60

numbers = st.integers(0, SPAN)


@st.composite
def intervals(draw: st.DrawFn, most: int) -> list[tuple[int, int | None]]:
    """Intervals that do not overlap, the last one perhaps open."""
    marks = sorted(draw(st.sets(st.integers(0, SPAN), max_size=2 * most)))
    pairs: list[tuple[int, int | None]] = [
        (begin, end) for begin, end in zip(marks[::2], marks[1::2], strict=False)
    ]
    if len(marks) % 2:
        pairs.append((marks[-1], None))
    return pairs


@st.composite
def jobs(draw: st.DrawFn, person: UUID) -> list[Job]:
    """One employment of a person, or two, each with other hours agreed for later, perhaps after its end."""
    found: list[Job] = []
    started = draw(st.integers(0, 30))
    for _ in range(draw(st.integers(1, 2))):
        left = draw(st.one_of(st.none(), st.integers(started, SPAN)))
        hours = [(started, draw(st.integers(4, 40))), (started + 9, draw(st.integers(4, 40)))]
        found.append(Job(person, started, left, hours))
        if left is None or left > SPAN - 12:
            break
        started = left + draw(st.integers(1, 12))
    return found


@st.composite
def houses(draw: st.DrawFn, home: UUID) -> House:
    """A home of up to five residents and five in the team."""
    stays: list[Stay] = []
    for number in range(draw(st.integers(0, 5))):
        for moved_in, moved_out in draw(intervals(2)):
            end = SPAN if moved_out is None else moved_out
            away = [
                (begin, back)
                for begin, back in draw(intervals(2))
                if moved_in <= begin < end and (back is None or back <= end)
            ]
            stays.append(Stay(uuid5(home, f"r{number}"), moved_in, moved_out, away))
    residents = sorted({stay.resident for stay in stays}) or [uuid5(home, "gone")]
    people = [uuid5(home, f"s{number}") for number in range(draw(st.integers(0, 7)))]
    return House(
        recorded_from=draw(st.integers(0, 20)),
        stays=stays,
        falls=draw(st.lists(st.tuples(st.sampled_from(residents), numbers, st.booleans()), max_size=12)),
        beds=draw(
            st.lists(st.tuples(numbers, st.integers(0, 12)), max_size=3, unique_by=lambda step: step[0])
        ),
        team=[job for person in people for job in draw(jobs(person))],
        spells=[
            (person, begin, draw(st.one_of(st.none(), st.integers(begin, SPAN))))
            for person in people
            for begin in draw(st.lists(numbers, max_size=3))
        ],
        full_time=[(-1000, 37), (draw(numbers), draw(st.integers(30, 40)))],
        recorded_days=draw(st.sets(numbers, max_size=8)),
        moments=draw(st.lists(st.tuples(st.sampled_from(residents), numbers), max_size=8)),
        volunteering=draw(st.lists(st.tuples(numbers, st.integers(1, 9)), max_size=4)),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.data())
async def test_every_rate_is_the_slow_count(read_models: DatabasePool, data: st.DataObject) -> None:
    stories = {home: data.draw(houses(home)) for home in HOMES}
    first = data.draw(numbers)
    last = data.draw(st.integers(first, SPAN))
    today = data.draw(st.integers(5, SPAN))
    await fill(read_models, stories)

    found = await rates(read_models, TEAM, first, last, today)

    for home, house in stories.items():
        days = house.days(first, last, today)
        nights = sum(house.nights_of(days).values())
        falls, injurious, sickness, occupancy, moments, volunteering = found[home]
        lost, available = house.fte_days(days)
        counted = [fall for fall in house.falls if fall[1] in days]
        assert (falls.numerator, falls.denominator) == (len(counted), nights)
        assert (injurious.numerator, injurious.denominator) == (sum(1 for fall in counted if fall[2]), nights)
        assert (occupancy.numerator, occupancy.denominator) == (nights, house.bed_days(days))
        assert sickness.numerator == pytest.approx(lost)
        assert sickness.denominator == pytest.approx(available)
        assert (moments.numerator, moments.denominator) == (house.weeks_enjoyed(days), nights / 7)
        assert (volunteering.numerator, volunteering.denominator) == (house.hours_given(days), nights)
        if nights:
            assert moments.rate == pytest.approx(100 * house.weeks_enjoyed(days) / (nights / 7))
            assert volunteering.rate == pytest.approx(7 * house.hours_given(days) / nights)
        check_interval(falls, house.dispersion(days, with_harm=False))
        check_interval(injurious, house.dispersion(days, with_harm=True))
        assert {rate.incomplete for rate in found[home]} == {house.is_silent(first, last, today)}


def check_interval(rate: Rate, dispersion: float) -> None:
    """The interval that the statistics give for the two numbers."""
    assert rate.numerator is not None
    if not rate.denominator:
        assert (rate.rate, rate.low, rate.high) == (None, None, None)
        return
    interval = rate_interval(rate.numerator, rate.denominator, dispersion=dispersion)
    assert rate.dispersion == pytest.approx(dispersion)
    assert interval.estimate is not None
    assert (rate.rate, rate.low, rate.high) == pytest.approx(
        (1000 * interval.estimate, 1000 * interval.low, 1000 * interval.high)
    )


def team_of(size: int) -> House:
    """A home with a team of so many, one of them sick for the first ten days."""
    people = [uuid5(HOMES[0], f"t{number}") for number in range(size)]
    team = [Job(person, 0, None, [(0, 37)]) for person in people]
    return House(0, [], [], [], team, [(people[0], 0, 9)], [(-1000, 37)], set(range(0, 400, 7)))


async def test_outside_the_home_sickness_is_for_whole_quarters_of_teams_large_enough(
    read_models: DatabasePool,
) -> None:
    """2024 has 91 days in each of its first two quarters."""
    await fill(read_models, {HOMES[0]: team_of(5), HOMES[1]: team_of(4)})

    for first, last, open_to_coach in [
        (0, 90, True),
        (0, 181, True),
        (0, 89, False),
        (1, 90, False),
        (0, 120, False),
    ]:
        large, small = (await rates(read_models, COACH, first, last, 300))[HOMES[0]], None
        small = (await rates(read_models, COACH, first, last, 300))[HOMES[1]]
        assert (large[2].numerator is not None) == open_to_coach
        assert (small[2].numerator, small[2].denominator, small[2].rate) == (None, None, None)
        assert (await rates(read_models, TEAM, first, last, 300))[HOMES[1]][2].numerator is not None


async def test_a_quarter_that_is_not_over_is_not_told_outside_the_home(read_models: DatabasePool) -> None:
    await fill(read_models, {HOMES[0]: team_of(6)})
    assert (await rates(read_models, COACH, 0, 90, 91))[HOMES[0]][2].numerator is not None
    assert (await rates(read_models, COACH, 0, 90, 90))[HOMES[0]][2].numerator is None


async def test_one_small_quarter_closes_the_whole_period_so_that_nothing_can_be_subtracted(
    read_models: DatabasePool,
) -> None:
    house = team_of(6)
    for job in house.team[2:]:
        job.left = 95
    await fill(read_models, {HOMES[0]: house})
    assert (await rates(read_models, COACH, 0, 90, 400))[HOMES[0]][2].numerator == 10
    assert (await rates(read_models, COACH, 0, 181, 400))[HOMES[0]][2].numerator == 10, (
        "April still had all six"
    )
    assert (await rates(read_models, COACH, 0, 273, 400))[HOMES[0]][2].numerator is None


async def test_whole_months_from_before_the_home_recorded_count_where_they_are_known(
    read_models: DatabasePool,
) -> None:
    house = team_of(6)
    house.recorded_from = 91
    resident = uuid5(HOMES[0], "r")
    other = uuid5(HOMES[0], "q")
    house.stays = [Stay(resident, 0, None), Stay(other, 0, None)]
    house.falls = [(resident, 95, False), (resident, 96, True), (resident, 97, False), (resident, 5, True)]
    await fill(read_models, {HOMES[0]: house})
    await read_models.executemany(
        "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (HOMES[0], date(2024, 1, 1), 310, 2, 1, None, None),
            (HOMES[0], date(2024, 2, 1), 290, None, None, None, None),
            (HOMES[0], date(2024, 3, 1), 300, 4, None, None, None),
        ],
    )

    both = (await rates(read_models, TEAM, 0, 100, 300))[HOMES[0]]
    assert (both[0].numerator, both[0].denominator) == (6 + 3, 610 + 2 * 10)
    assert (both[1].numerator, both[1].denominator) == (1 + 1, 310 + 2 * 10)
    part = (await rates(read_models, TEAM, 1, 90, 300))[HOMES[0]]
    assert (part[0].numerator, part[0].denominator) == (4, 300), "January is not wholly in the period"
    before = (await rates(read_models, TEAM, 0, 90, 300))[HOMES[0]]
    assert (before[0].numerator, before[0].denominator) == (6, 610)
    later = house.dispersion(house.days(0, 299, 300), with_harm=False)
    assert later > 1
    assert before[0].dispersion == pytest.approx(later), (
        "months known as totals take the home's later dispersion"
    )


async def test_a_home_without_falls_of_its_own_takes_the_networks_dispersion(
    read_models: DatabasePool,
) -> None:
    clustered = House(
        0, [Stay(uuid5(HOMES[0], f"r{n}"), 0, None) for n in range(4)], [], [], [], [], [(-1000, 37)], set()
    )
    clustered.falls = [(clustered.stays[0].resident, d, False) for d in range(10, 30)]
    quiet = House(91, [Stay(uuid5(HOMES[1], "r"), 0, None)], [], [], [], [], [(-1000, 37)], set())
    await fill(read_models, {HOMES[0]: clustered, HOMES[1]: quiet})
    await read_models.execute(
        "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, 310, 5, 1, NULL, NULL)",
        HOMES[1],
        date(2024, 1, 1),
    )
    found = (await rates(read_models, TEAM, 0, 60, 120))[HOMES[1]]
    assert found[0].dispersion is not None
    assert found[0].dispersion > 5


async def test_outcomes_of_other_homes_are_not_there(read_models: DatabasePool) -> None:
    await fill(read_models, {HOMES[0]: team_of(5), HOMES[1]: team_of(5)})
    stranger = Viewer(UUID(int=3), "Coach", Role.COACH, frozenset({HOMES[0]}))
    finance = Viewer(UUID(int=4), "Finance", Role.FINANCE, frozenset())
    assert set(await rates(read_models, stranger, 0, 30, 60)) == {HOMES[0]}
    assert await rates(read_models, finance, 0, 30, 60) == {}


async def test_a_period_does_not_end_before_it_begins(read_models: DatabasePool) -> None:
    with pytest.raises(PeriodReversed):
        await rates(read_models, TEAM, 10, 9, 60)


async def rates(
    pool: DatabasePool, viewer: Viewer, first: int, last: int, today: int
) -> dict[UUID, list[Rate]]:
    """All measures of both homes."""
    question = Rates(Tallies(pool), Silences(pool), small_group=5)
    return await question.of(viewer, HOMES, (day(first), day(last)), ALL, today=day(today))
