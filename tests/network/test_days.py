from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.days import LONDON, day_meant, in_london, local_date

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


@pytest.mark.parametrize("text", ["", "1849-12-31", "2200-01-01", "20260331", "2026-W14-2", "٢٠٢٦-٠٣-٣١"])
def test_a_day_is_one_that_can_be_meant_as_it_is_written(text: str) -> None:
    assert day_meant("2026-03-31") == date(2026, 3, 31)
    with pytest.raises(ValueError, match="2026-03-31"):
        day_meant(text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00"])
def test_an_instant_that_no_calendar_has_is_an_error_of_its_value(text: str) -> None:
    with pytest.raises(ValueError, match="calendar"):
        in_london(datetime.fromisoformat(text))
