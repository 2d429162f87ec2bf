"""What a device is told of a command's fields is what the service holds them to."""

from datetime import date
from decimal import Decimal

import pytest

from households.life import RecordVolunteering, ShareMoment
from households.recording.bounds import bounds_of
from households.recording.errors import Invalid
from households.sickness import StartSickness

DAY = date(2026, 3, 1)


def given(hours: Decimal, day: date = DAY) -> RecordVolunteering:
    return RecordVolunteering(given_on=day, hours=hours)


def test_a_numbers_bounds_are_the_last_numbers_that_are_taken() -> None:
    bounds = bounds_of(RecordVolunteering)["hours"]
    least, most = Decimal(bounds["least"]), Decimal(bounds["most"])
    step = Decimal(1).scaleb(-int(bounds["places"]))
    for fits in (least, most, least + step):
        assert given(fits).hours == fits
    for wrong in (least - step, most + step, least + step / 2):
        with pytest.raises(Invalid):
            given(wrong)


def test_a_days_years_are_the_last_that_are_taken() -> None:
    bounds = bounds_of(RecordVolunteering)["given_on"]
    first, last = int(bounds["first"]), int(bounds["last"])
    assert [given(Decimal(1), date(year, 1, 1)).given_on.year for year in (first, last)] == [first, last]
    for year in (first - 1, last + 1):
        with pytest.raises(Invalid):
            given(Decimal(1), date(year, 1, 1))


def test_a_text_may_be_as_long_as_it_says_and_what_may_be_left_out_has_its_bounds_too() -> None:
    assert bounds_of(ShareMoment)["moment"] == {"longest": 4_000}
    assert bounds_of(StartSickness)["last_day"] == bounds_of(StartSickness)["first_day"]
