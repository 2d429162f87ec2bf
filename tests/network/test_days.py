from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from network.days import LONDON, local_date

INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - made aware below


@given(INSTANTS, st.integers(-14 * 60, 14 * 60))
def test_the_day_is_that_of_the_clock_in_london_whatever_the_offset_of_the_instant(
    wall: datetime, offset: int
) -> None:
    at = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert local_date(at) == at.astimezone(LONDON).date()


@given(INSTANTS)
def test_the_day_of_an_instant_in_utc_is_that_of_the_clock_in_london(wall: datetime) -> None:
    at = wall.replace(tzinfo=UTC)
    assert local_date(at) == at.astimezone(LONDON).date()
