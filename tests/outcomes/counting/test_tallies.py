"""Many homes and windows at once, against the slow count of each."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.reading.silence import Silences
from network.postgres.pool import DatabasePool
from outcomes.counting.silence import silent_windows
from outcomes.counting.tallies import Tallies
from outcomes.counting.windows import Windows
from outcomes.periods import Period
from outcomes.terms import Measure
from tests.outcomes.filling import fill
from tests.outcomes.queries.test_rates import HOMES, SPAN, houses
from tests.outcomes.slow import House, day

pytestmark = pytest.mark.asyncio(loop_scope="session")


def numbers_of(house: House, days: range) -> dict[Measure, tuple[float, float]]:
    """Numerator and denominator of each measure, slowly."""
    nights = sum(house.nights_of(days).values())
    falls = [fall for fall in house.falls if fall[1] in days]
    return {
        Measure.FALLS: (len(falls), nights),
        Measure.INJURIOUS_FALLS: (sum(1 for fall in falls if fall[2]), nights),
        Measure.SICKNESS: house.fte_days(days),
        Measure.OCCUPANCY: (nights, house.bed_days(days)),
        Measure.MOMENTS: (house.weeks_enjoyed(days), nights / 7),
        Measure.VOLUNTEERING: (house.hours_given(days), nights),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.data())
async def test_each_window_of_each_home_is_counted_by_itself(
    read_models: DatabasePool, data: st.DataObject
) -> None:
    stories = {home: data.draw(houses(home)) for home in HOMES}
    marks = sorted(data.draw(st.sets(st.integers(0, SPAN), min_size=2, max_size=5)))
    today = data.draw(st.integers(5, SPAN))
    await fill(read_models, stories)

    ends = list(pairwise(marks))
    windows = Windows.of(
        {home: day(house.recorded_from) for home, house in stories.items()},
        [Period(day(first), day(last)) for first, last in ends],
        day(today),
    )
    counts = await Tallies(read_models).of(windows, Measure)
    silent = await silent_windows(Silences(read_models), windows)

    for place, house in enumerate(stories.values()):
        for window, (first, last) in enumerate(ends):
            days = house.days(first, last, today)
            for measure, expected in numbers_of(house, days).items():
                counted = counts[measure]
                found = (counted.numerator[place, window], counted.denominator[place, window])
                assert found == pytest.approx(expected), measure
            phi = counts[Measure.FALLS].dispersion[place, window]
            assert phi == pytest.approx(house.dispersion(days, with_harm=False))
            assert silent[place, window] == house.is_silent(first, last, today)


async def test_no_home_has_no_counts(read_models: DatabasePool) -> None:
    windows = Windows.of({}, [Period(day(0), day(9))], day(20))
    counts = await Tallies(read_models).of(windows, Measure)
    assert counts[Measure.FALLS].numerator.shape == (0, 0)
