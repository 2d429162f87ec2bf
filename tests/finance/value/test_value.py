"""Cost and income a night, and the occupancy at which a home breaks even."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.value.value import Month, months_before, together

PENCE = st.integers(1, 10**8)


def test_ten_of_twelve_beds_in_june() -> None:
    """£27,000 spent and £45,000 earned over 300 of 360 nights: £90 and £150; 180 nights would do."""
    june = together([Month(date(2026, 6, 1), 2_700_000, 4_500_000, 300, 360)])
    assert (june.cost_a_night, june.income_a_night) == (9_000, 15_000)
    assert june.occupancy == pytest.approx(300 / 360)
    assert june.break_even == pytest.approx(180 / 360)


def test_months_are_added_before_they_are_divided() -> None:
    months = [Month(date(2026, 6, 1), 100, 300, 1, 10), Month(date(2026, 7, 1), 900, 1_200, 9, 10)]
    assert together(months).cost_a_night == 100
    assert together(months).months == 2


def test_a_home_that_loses_with_every_bed_let_breaks_even_nowhere() -> None:
    value = together([Month(date(2026, 6, 1), 5_000_000, 4_500_000, 360, 360)])
    assert value.break_even is not None
    assert value.break_even > 1


@pytest.mark.parametrize("month", [(100, 0, 0, 0), (100, 0, 10, 10), (100, 100, 0, 10)])
def test_where_nothing_can_be_said_nothing_is(month: tuple[int, int, float, float]) -> None:
    assert together([Month(date(2026, 6, 1), *month)]).break_even is None
    assert together([]).cost_a_night is None
    assert together([]).occupancy is None


@given(PENCE, PENCE, st.integers(1, 365), st.integers(0, 365))
def test_at_break_even_as_much_comes_in_as_is_spent(cost: int, income: int, lived: int, empty: int) -> None:
    value = together([Month(date(2026, 6, 1), cost, income, lived, lived + empty)])
    assert value.break_even is not None
    assert value.income_a_night is not None
    assert value.break_even * value.available * value.income_a_night == pytest.approx(cost)


def test_the_last_twelve_months_are_those_that_are_over() -> None:
    months = months_before(date(2026, 1, 31), 12)
    assert (months[0], months[-1], len(months)) == (date(2025, 1, 1), date(2025, 12, 1), 12)
