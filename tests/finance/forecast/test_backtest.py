"""How well past forecasts did, on the demo network's three years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from finance.forecast.backtest import Told, compare, origins
from finance.forecast.outlook import Week
from tests.finance.forecast.demo_books import DemoBooks

TODAY = date(2026, 11, 22)
"""The demo follows from its day, and so does this figure."""


def test_the_band_holds_four_weeks_of_five_of_the_demo() -> None:
    told = DemoBooks(TODAY).told()
    held = sum(one.is_held for one in told)
    assert len(told) == 130
    assert 0.7 <= held / len(told) <= 0.9
    foretold = sum(one.week.expected for one in told)
    assert foretold == pytest.approx(sum(one.received for one in told), rel=0.05), (
        "neither too much nor too little"
    )


def test_forecasts_are_tried_whose_weeks_are_over_and_that_had_half_a_year_before_them() -> None:
    days = origins(TODAY, date(2020, 1, 1))
    assert days[-1] == TODAY - timedelta(days=91)
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=28)}
    assert TODAY - days[0] <= timedelta(days=364)
    assert origins(TODAY, TODAY - timedelta(days=91 + 182)) == [TODAY - timedelta(days=91)]
    assert origins(TODAY, TODAY - timedelta(days=91 + 181)) == []


def test_a_week_is_held_up_to_both_ends_of_its_band() -> None:
    weeks = [Week(TODAY + timedelta(days=7 * number), 150, 100, 200) for number in range(4)]
    received = {weeks[0].starts_on: 60, weeks[0].starts_on + timedelta(days=6): 40, weeks[1].starts_on: 200}
    received |= {weeks[2].starts_on: 201}
    told = compare(weeks, received)
    assert told == [Told(week, pence) for week, pence in zip(weeks, (100, 200, 201, 0), strict=True)]
    assert [one.is_held for one in told] == [True, True, False, False]
