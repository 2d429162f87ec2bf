"""Which days and intervals an address means."""

from datetime import date

import pytest

from outcomes.pages.choosing import own_days, read_choice, span_of, whole_quarters
from outcomes.periods import Period
from outcomes.terms import Measure, Unit

TODAY = date(2026, 3, 15)


def test_a_span_is_whole_months_through_yesterday() -> None:
    assert span_of(1, TODAY) == Period(date(2025, 4, 1), date(2026, 3, 14))
    assert span_of(3, date(2026, 3, 1)) == Period(date(2023, 3, 1), date(2026, 2, 28))


def test_whole_quarters_end_before_today() -> None:
    assert whole_quarters(4, TODAY) == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert whole_quarters(1, date(2026, 4, 1)) == Period(date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(("years", "chosen"), [("1", 1), ("99", 3), ("x", 3), ("", 3)])
def test_years_that_nobody_offers_are_three(years: str, chosen: int) -> None:
    choice = read_choice({"years": years}, TODAY)
    assert choice.years == chosen
    assert [link.is_chosen for link in choice.spans].count(True) == 1


def test_days_of_one_s_own_end_yesterday_at_the_latest() -> None:
    assert own_days("2026-01-01", "2027-01-01", TODAY)[0] == Period(date(2026, 1, 1), date(2026, 3, 14))
    assert own_days("2026-01-01", "", TODAY)[0] == Period(date(2026, 1, 1), date(2026, 3, 14))
    assert own_days("2026-03-15", "", TODAY)[0] is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "20260101", "2026-W01-1", "2026-02-30", "soon"])
def test_a_day_that_nobody_can_mean_is_said_to_be_none(day: str) -> None:
    assert own_days(day, "2026-03-01", TODAY) == (None, {"from": "Choose a day, as in 2026-03-31."})


def test_a_unit_is_taken_as_far_as_a_measure_has_it() -> None:
    by_event, by_month = (read_choice({"by": by}, TODAY) for by in ("event", "month"))
    assert by_event.unit_for(Measure.FALLS, is_own=False) is Unit.EVENT
    assert by_event.unit_for(Measure.OCCUPANCY, is_own=True) is Unit.AUTO
    assert by_month.unit_for(Measure.SICKNESS, is_own=True) is Unit.MONTH
    assert by_month.unit_for(Measure.SICKNESS, is_own=False) is Unit.AUTO, "told by the quarter outside"
    assert read_choice({"by": "hour"}, TODAY).unit is Unit.AUTO
