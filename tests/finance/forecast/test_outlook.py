"""Weeks of receipts: what is expected is exact, the band is drawn, and both follow from who pays how."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.forecast import outlook
from finance.forecast.habits import History, Step
from finance.forecast.outlook import Bill, look_ahead
from households.terms import PayerKind
from tests.finance.forecast.test_habits import MONTH, TODAY, bills

PAYERS = [UUID(int=number) for number in range(40)]
KINDS = dict.fromkeys(PAYERS, PayerKind.LOCAL_AUTHORITY)
SPREAD = [
    step
    for payer in PAYERS
    for number in range(12)
    for step in (
        Step(payer, TODAY - MONTH * (number + 4), TODAY - MONTH * (number + 5), 10_000),
        Step(
            payer,
            TODAY - MONTH * (number + 4),
            TODAY - MONTH * (number + 4) + timedelta(days=7 * number),
            -10_000,
        ),
    )
]
"""Everybody pays anything from at once to eleven weeks late."""


def test_a_bill_comes_in_the_week_in_which_its_payer_pays() -> None:
    history = History(bills(PAYERS[0], 24, 10), {PAYERS[0]: PayerKind.CHC})
    outlook = look_ahead(history, [Bill(PAYERS[0], TODAY + timedelta(days=7), 50_000)], TODAY, TODAY, 4)
    assert [week.starts_on for week in outlook.weeks] == [TODAY + timedelta(days=7 * n) for n in range(4)]
    expected = [week.expected for week in outlook.weeks]
    assert expected[2] > 45_000
    assert expected[0] == expected[1] == 0
    assert outlook.weeks[2].high <= 50_000


def test_weeks_may_begin_later_than_what_is_known() -> None:
    history = History(SPREAD, KINDS)
    bill = [Bill(PAYERS[0], TODAY - timedelta(days=3), 50_000)]
    all_weeks = look_ahead(history, bill, TODAY, TODAY, 6).weeks
    later = look_ahead(history, bill, TODAY, TODAY + timedelta(days=14), 4).weeks
    assert [week.expected for week in later] == [week.expected for week in all_weeks[2:]]


def test_many_payers_are_surer_than_one_that_owes_as_much() -> None:
    history, due = History(SPREAD, KINDS), TODAY - timedelta(days=5)
    one = look_ahead(history, [Bill(PAYERS[0], due, 400_000)], TODAY, TODAY, 4).together
    many = look_ahead(history, [Bill(payer, due, 10_000) for payer in PAYERS], TODAY, TODAY, 4).together
    assert many.expected == pytest.approx(one.expected, rel=0.01)
    assert many.high - many.low < (one.high - one.low) / 2


def test_what_a_payer_owes_several_homes_on_a_day_comes_together() -> None:
    history, due = History(SPREAD, KINDS), TODAY - timedelta(days=5)
    whole = look_ahead(history, [Bill(PAYERS[0], due, 30_000)], TODAY, TODAY, 4)
    parts = look_ahead(history, [Bill(PAYERS[0], due, 10_000)] * 3, TODAY, TODAY, 4)
    assert parts == whole


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 39), st.integers(-60, 90), st.integers(1, 10**7)), max_size=20),
    st.integers(1, 13),
)
def test_no_more_comes_in_than_is_owed(owed: list[tuple[int, int, int]], weeks: int) -> None:
    history = History(SPREAD, KINDS)
    due = [Bill(PAYERS[payer], TODAY - timedelta(days=age), pence) for payer, age, pence in owed]
    outlook = look_ahead(history, due, TODAY, TODAY, weeks)
    assert look_ahead(history, due[::-1], TODAY, TODAY, weeks) == outlook, "their order says nothing"
    most = sum(bill.pence for bill in due)
    assert len(outlook.weeks) == weeks
    assert all(0 <= week.low <= week.high <= most + 1 for week in (*outlook.weeks, outlook.together))
    assert sum(week.expected for week in outlook.weeks) == pytest.approx(outlook.together.expected, abs=weeks)
    assert outlook.together.expected <= most + 1


def test_nothing_owed_is_nothing_expected() -> None:
    outlook = look_ahead(History([], {}), [], date(2026, 1, 1), date(2026, 1, 1), 2)
    assert [(week.expected, week.low, week.high) for week in outlook.weeks] == [(0, 0, 0)] * 2


def test_many_bills_have_the_band_that_they_have_drawn_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(SPREAD, KINDS)
    bills = [
        Bill(payer, TODAY - timedelta(days=age), 10_000 + 100 * age) for payer in PAYERS for age in range(30)
    ]
    one_by_one = look_ahead(history, bills, TODAY, TODAY, 6)
    monkeypatch.setattr(outlook, "DRAWN", 20)
    together = look_ahead(history, bills, TODAY, TODAY, 6)
    for one, other in zip(
        (*one_by_one.weeks, one_by_one.together), (*together.weeks, together.together), strict=True
    ):
        assert other.expected == one.expected
        assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.15)
        assert (other.high + other.low) / 2 == pytest.approx((one.high + one.low) / 2, rel=0.03)
