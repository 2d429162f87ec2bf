"""Before and after a change against a plain calculation, and what is claimed of it in words."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import pytest

from households.reading.silence import Silences
from network.access.viewer import Role, Viewer
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.periods import ONE_DAY
from outcomes.queries.before_after import Asked, BeforeAfter, BeforeAfters, windows_about
from outcomes.statistics import power_to_detect, rate_ratio, ratio_dispersion
from outcomes.terms import Measure, NotAWindow
from tests.outcomes.filling import fill
from tests.outcomes.slow import House, Job, Stay, day

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOMES = [UUID(int=0xF0 + number) for number in range(3)]
TEAM = Viewer(UUID(int=1), "Team", Role.HOME_TEAM, frozenset(HOMES))
COACH = Viewer(UUID(int=2), "Coach", Role.COACH, frozenset(HOMES))
CHANGED = 366
NEW_YEAR = day(CHANGED)
"""Of 2025."""
TODAY = 800


class Starts:
    """Programme starts, as the directory would know them."""

    def __init__(self, starts: dict[UUID, date]) -> None:
        self._starts = starts

    async def programme_starts(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """Of those that have one."""
        return {home: self._starts[home] for home in home_ids if home in self._starts}


def house(number: int, before: int, after: int, recorded: set[int] | None = None) -> House:
    """Ten residents; the first two fall most, in both years."""
    people = [uuid5(HOMES[number], f"r{n}") for n in range(10)]
    team = [uuid5(HOMES[number], f"s{n}") for n in range(6)]
    who = [people[0], people[1], people[0], *people[2:6]]
    falls = [(who[n % 7], n * 360 // max(before, 1), False) for n in range(before)]
    falls += [(who[n % 7], CHANGED + n * 360 // max(after, 1), n % 2 == 0) for n in range(after)]
    return House(
        0, [Stay(person, 0, None) for person in people], falls, [(0, 12)],
        [Job(person, 0, None, [(0, 37)]) for person in team], [(team[0], 100, 119), (team[0], 500, 509)],
        [(-1000, 37)], set(range(0, TODAY, 7)) if recorded is None else recorded,
    )  # fmt: skip


async def look(
    pool: DatabasePool, stories: dict[UUID, House], measure: Measure = Measure.FALLS,
    changed_on: date | None = NEW_YEAR, viewer: Viewer = COACH, starts: dict[UUID, date] | None = None,
    months: int = 12,
) -> BeforeAfter:  # fmt: skip
    """Over all these homes together."""
    await fill(pool, stories)
    question = BeforeAfters(Tallies(pool), Silences(pool), Starts(starts or {}), small_group=5)
    found = await question.of(viewer, list(stories), Asked(measure, changed_on, months, 0.57), day(TODAY))
    assert found is not None
    return found


async def test_every_number_is_the_plain_one(read_models: DatabasePool) -> None:
    stories = {HOMES[0]: house(0, 30, 17), HOMES[1]: house(1, 21, 10)}
    found = await look(read_models, stories)

    years = (range(366), range(CHANGED, CHANGED + 365))
    people = [stay.resident for story in stories.values() for stay in story.stays]
    falls = [fall for story in stories.values() for fall in story.falls]
    events = [
        [sum(1 for who, d, _ in falls if who == person and d in year) for person in people] for year in years
    ]
    nights = [[len(year)] * len(people) for year in years]
    phi = ratio_dispersion(events[1], nights[1], events[0], nights[0])
    before, after = (51, 20 * 366), (27, 20 * 365)
    ratio = rate_ratio(*after, *before, dispersion=phi)
    assert ratio.estimate is not None
    assert found.before is not None
    assert found.after is not None
    assert (found.before.numerator, found.before.denominator) == before
    assert (found.after.numerator, found.after.denominator) == after
    assert (found.before.first, found.before.last) == (day(0), day(365))
    assert (found.after.first, found.after.last) == (day(366), day(730))
    assert (found.ratio, found.low, found.high, found.p_value) == pytest.approx(ratio)
    assert found.percent_change == pytest.approx(100 * (ratio.estimate - 1))
    assert found.dispersion == pytest.approx(phi)
    assert found.power_to_detect == pytest.approx(
        power_to_detect(51 / before[1], before[1], after[1], 0.57, dispersion=phi)
    )
    assert "for the better, by more than chance" in found.verdict
    assert "not why" in found.verdict


async def test_one_home_of_twelve_is_told_that_it_could_hardly_show_it(read_models: DatabasePool) -> None:
    found = await look(read_models, {HOMES[0]: house(0, 18, 12)})
    assert found.power_to_detect is not None
    assert found.power_to_detect < 0.3
    assert "which may be chance" in found.verdict
    assert "One home of this size had a chance of 2" in found.verdict
    assert "better" not in found.verdict


async def test_silence_is_never_an_improvement(read_models: DatabasePool) -> None:
    """Nothing was recorded for half of the year after."""
    quiet = {d for d in range(0, TODAY, 7) if not 400 <= d <= 600}
    found = await look(read_models, {HOMES[0]: house(0, 60, 5, quiet)})
    assert found.p_value is not None
    assert found.p_value < 0.01
    assert "can't be trusted" in found.verdict
    assert "silence is not safety" in found.verdict
    assert "by more than chance" not in found.verdict


async def test_each_home_has_its_own_programme_start(read_models: DatabasePool) -> None:
    stories = {home: house(n, 12, 12) for n, home in enumerate(HOMES)}
    starts = {HOMES[0]: day(CHANGED), HOMES[1]: day(CHANGED + 31)}
    found = await look(read_models, stories, changed_on=None, starts=starts)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.first, found.after.last) == (day(0), day(CHANGED + 31 + 364))
    assert "One home is left out" in found.verdict
    nothing = await look(read_models, stories, changed_on=None)
    assert (nothing.before, nothing.ratio) == (None, None)
    assert "Name a day" in nothing.verdict


async def test_months_known_as_totals_are_the_before(read_models: DatabasePool) -> None:
    story = house(0, 0, 17)
    story.recorded_from = CHANGED
    await fill(read_models, {HOMES[0]: story})
    baseline = [(HOMES[0], date(2024, month, 1), 300, 3, None, None, None) for month in range(1, 13)]
    statement = "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, $3, $4, $5, $6, $7)"
    await read_models.executemany(statement, baseline)
    question = BeforeAfters(Tallies(read_models), Silences(read_models), Starts({}), small_group=5)
    found = await question.of(COACH, [HOMES[0]], Asked(Measure.FALLS, day(CHANGED), 12, 0.57), day(TODAY))
    assert found is not None
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator) == (36, 3600)
    later = story.dispersion(range(CHANGED, TODAY), with_harm=False)
    assert found.dispersion == pytest.approx(later), "the home's later dispersion"


async def test_a_small_home_known_as_totals_moves_dispersion_by_no_more_than_its_share(
    read_models: DatabasePool,
) -> None:
    """Its own φ, large as it is, has the weight of its share in the variance of the ratio."""
    recorded = {HOMES[0]: house(0, 60, 58), HOMES[1]: house(1, 61, 57)}
    alone = await look(read_models, recorded)
    small = house(2, 0, 0)
    small.recorded_from = CHANGED
    small.falls = [(small.stays[0].resident, CHANGED + 10 * n, False) for n in range(6)]
    await fill(read_models, {**recorded, HOMES[2]: small})
    await read_models.executemany(
        "INSERT INTO occupancy_1.baseline_month VALUES ($1, $2, 300, 1, NULL, NULL, NULL)",
        [(HOMES[2], date(2024, month, 1)) for month in range(1, 13)],
    )
    question = BeforeAfters(Tallies(read_models), Silences(read_models), Starts({}), small_group=5)
    asked = Asked(Measure.FALLS, NEW_YEAR, 12, 0.57)
    its_own = await question.of(COACH, [HOMES[2]], asked, day(TODAY))
    together = await question.of(COACH, HOMES, asked, day(TODAY))
    assert alone.dispersion is not None
    assert its_own is not None
    assert together is not None
    later = small.dispersion(range(CHANGED, TODAY), with_harm=False)
    assert its_own.dispersion == pytest.approx(later)
    assert later > 2 * alone.dispersion
    parts = [(alone.dispersion, 121, 115), (later, 12, 6)]
    weights = [before / 133**2 + after / 121**2 for _, before, after in parts]
    expected = sum(w * phi for w, (phi, _, _) in zip(weights, parts, strict=True)) / sum(weights)
    assert together.dispersion == pytest.approx(expected)


async def test_a_fall_on_the_day_on_which_the_last_resident_leaves_has_no_rate_to_compare(
    read_models: DatabasePool,
) -> None:
    story = house(0, 0, 0)
    ada = story.stays[0].resident
    story.stays = [Stay(ada, 0, CHANGED)]
    story.falls = [(ada, 10, False), (ada, CHANGED, False)]
    found = await look(read_models, {HOMES[0]: story})
    assert found.before is not None
    assert found.after is not None
    assert (found.before.numerator, found.before.denominator) == (1, 366)
    assert (found.after.numerator, found.after.denominator, found.after.rate) == (1, 0, None)
    assert (found.ratio, found.low, found.high, found.p_value) == (None, 0, None, 1)
    assert found.verdict.startswith("There is nothing to compare: on one side nobody spent a night there.")
    assert "nil" not in found.verdict


async def test_what_is_no_count_has_no_interval(read_models: DatabasePool) -> None:
    found = await look(read_models, {HOMES[0]: house(0, 5, 5)}, Measure.OCCUPANCY)
    assert found.before is not None
    assert found.before.rate == pytest.approx(100 * 10 / 12)
    assert found.ratio == pytest.approx(1)
    assert (found.low, found.high, found.p_value, found.dispersion, found.power_to_detect) == (None,) * 5
    assert found.before.low is None


async def test_sickness_outside_the_home_needs_whole_quarters(read_models: DatabasePool) -> None:
    stories = {HOMES[0]: house(0, 5, 5)}
    whole = await look(read_models, stories, Measure.SICKNESS)
    assert whole.before is not None
    assert whole.before.numerator == pytest.approx(20)
    for changed, months in ((day(CHANGED + 1), 12), (day(CHANGED), 5)):
        closed = await look(read_models, stories, Measure.SICKNESS, changed, months=months)
        assert (closed.before, closed.ratio) == (None, None)
        inside = await look(read_models, stories, Measure.SICKNESS, changed, TEAM, months=months)
        assert inside.before is not None
    small = house(0, 5, 5)
    del small.team[4:]
    assert (await look(read_models, {HOMES[0]: small}, Measure.SICKNESS)).before is None
    together = await look(read_models, {HOMES[0]: small, HOMES[1]: house(1, 5, 5)}, Measure.SICKNESS)
    assert "or, outside the home, its team is small" in together.verdict


async def test_quarters_that_have_not_ended_are_the_reason_and_the_last_day_to_ask_is_named(
    read_models: DatabasePool,
) -> None:
    """It is 11 March 2026."""
    stories = {HOMES[0]: house(0, 5, 5)}
    not_over = await look(read_models, stories, Measure.SICKNESS, date(2025, 7, 1), months=12)
    assert not_over.before is None
    assert (
        "once they are over, and the 12 months from 1 July 2025 end on 30 June 2026. For 12 months the last "
        "day to ask for now is 1 January 2025; from 1 July 2025, 6 months are over." in not_over.verdict
    )
    assert (await look(read_models, stories, Measure.SICKNESS, date(2025, 1, 1))).before is not None
    assert (await look(read_models, stories, Measure.SICKNESS, date(2025, 7, 1), months=6)).before is not None
    begun = await look(read_models, stories, Measure.SICKNESS, date(2026, 1, 1), months=3)
    assert begun.verdict.endswith("For 3 months the last day to ask for now is 1 October 2025.")
    cut = await look(read_models, stories, Measure.SICKNESS, date(2025, 7, 2), months=12)
    assert cut.verdict.endswith("Take the first day of a quarter, and 3, 6, 9 or 12 months.")
    small = house(0, 5, 5)
    del small.team[4:]
    closed = await look(read_models, {HOMES[0]: small}, Measure.SICKNESS)
    assert "these teams are small, or too little is known" in closed.verdict


async def test_homes_of_others_are_not_compared(read_models: DatabasePool) -> None:
    await fill(read_models, {home: house(n, 5, 5) for n, home in enumerate(HOMES)})
    question = BeforeAfters(Tallies(read_models), Silences(read_models), Starts({}), small_group=5)
    asked = Asked(Measure.FALLS, day(CHANGED), 12, 0.57)
    stranger = Viewer(UUID(int=2), "Coach", Role.COACH, frozenset(HOMES[:1]))
    assert await question.of(stranger, HOMES[:1], asked, day(TODAY)) is not None
    assert await question.of(stranger, HOMES[:2], asked, day(TODAY)) is None
    assert await question.of(COACH, [], asked, day(TODAY)) is None


@pytest.mark.parametrize(
    ("months", "detect"),
    [(0, 0.5), (61, 0.5), (12, 0.0), (12, 1.0), (12, float("nan")), (12, 0.009), (12, 1e7)],
)
async def test_what_makes_no_sense_is_refused(read_models: DatabasePool, months: int, detect: float) -> None:
    question = BeforeAfters(Tallies(read_models), Silences(read_models), Starts({}), small_group=5)
    with pytest.raises(NotAWindow):
        await question.of(COACH, HOMES[:1], Asked(Measure.FALLS, None, months, detect), day(TODAY))


YESTERDAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("changed", "known", "recorded", "before", "after"),
    [
        # As long as asked.
        (date(2025, 1, 1), date(2020, 1, 1), date(2020, 1, 1), date(2024, 1, 1), date(2025, 12, 31)),
        # Cut by what has not happened yet, to as many days on both sides.
        (date(2026, 1, 15), date(2020, 1, 1), date(2020, 1, 1), date(2025, 11, 17), YESTERDAY),
        # Cut by when the home began to record.
        (date(2025, 1, 1), date(2024, 10, 1), date(2024, 10, 1), date(2024, 10, 1), date(2025, 4, 2)),
        # Before, only months are known: cut by whole months.
        (date(2026, 1, 1), date(2020, 1, 1), date(2026, 1, 1), date(2025, 11, 1), date(2026, 2, 28)),
    ],
)
async def test_windows_are_of_equal_length(
    changed: date, known: date, recorded: date, before: date, after: date
) -> None:
    found = windows_about(changed, 12, known, recorded, date(2026, 3, 15))
    assert found is not None
    assert (found[0].first, found[1].last) == (before, after)
    assert (found[0].last, found[1].first) == (changed - ONE_DAY, changed)


@pytest.mark.parametrize("changed", [date(2026, 3, 15), date(2027, 1, 1), date(2024, 1, 1), date(2020, 1, 1)])
async def test_a_change_with_nothing_on_one_side_has_no_windows(changed: date) -> None:
    assert windows_about(changed, 12, date(2024, 1, 1), date(2024, 1, 1), date(2026, 3, 15)) is None
