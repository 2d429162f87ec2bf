"""Weeks of receipts: what is expected is exact, the band is drawn, and both follow from who pays how."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.forecast import outlook
from finance.forecast.bills import Bill, Bills
from finance.forecast.habits import Habits, History, Numbers, Places, Step
from finance.forecast.outlook import Outlook
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


def look_ahead(history: History, owed: Sequence[Bill], as_of: date, starts_on: date, weeks: int) -> Outlook:
    return outlook.look_ahead(history, Bills.of(owed, history.payers), as_of, starts_on, weeks)


def test_a_bill_comes_in_the_week_in_which_its_payer_pays() -> None:
    history = History(bills(PAYERS[0], 24, 10), {PAYERS[0]: PayerKind.CHC})
    found = look_ahead(history, [Bill(PAYERS[0], TODAY + timedelta(days=7), 50_000)], TODAY, TODAY, 4)
    assert [week.starts_on for week in found.weeks] == [TODAY + timedelta(days=7 * n) for n in range(4)]
    expected = [week.expected for week in found.weeks]
    assert expected[2] > 45_000
    assert expected[0] == expected[1] == 0
    assert found.weeks[2].high <= 50_000


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
    found = look_ahead(history, due, TODAY, TODAY, weeks)
    assert look_ahead(history, due[::-1], TODAY, TODAY, weeks) == found, "their order says nothing"
    most = sum(bill.pence for bill in due)
    assert len(found.weeks) == weeks
    assert all(0 <= week.low <= week.high <= most + 1 for week in (*found.weeks, found.together))
    assert sum(week.expected for week in found.weeks) == pytest.approx(found.together.expected, abs=weeks)
    assert found.together.expected <= most + 1


def test_bills_of_one_payer_and_age_are_reckoned_once_and_come_to_what_each_does_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Old bills are of one age however old they are, and the draws find all of them in the same order."""
    history = History(SPREAD, KINDS)
    ages = (-80, -60, -1, 0, 3, 3, 399, 400, 401, 2_000)
    owed = [
        Bill(payer, TODAY - timedelta(days=age), 10_000 + 7 * place)
        for place, payer in enumerate(PAYERS[::-1])
        for age in ages
    ]
    found = look_ahead(history, owed, TODAY, TODAY, 13)
    asked: list[int] = []
    straight = Habits.unpaid_after

    def alone(habits: Habits, payers: Places, ages: Places, days: int) -> tuple[Numbers, Numbers]:
        asked.append(len(payers))
        parts = [
            straight(habits, payers[one : one + 1], ages[one : one + 1], days) for one in range(len(payers))
        ]
        return np.concatenate([unpaid for unpaid, _ in parts]), np.concatenate([never for _, never in parts])

    monkeypatch.setattr(Habits, "unpaid_after", alone)
    assert look_ahead(history, owed, TODAY, TODAY, 13) == found
    assert sum(asked) == len(PAYERS) * 7, "of ten bills two are of one day, and three are very old"
    places = {payer: place for place, payer in enumerate(reversed(PAYERS))}
    turned = History(SPREAD, {payer: KINDS[payer] for payer in places})
    assert look_ahead(turned, owed, TODAY, TODAY, 13) == found, "nor do the places of payers say anything"


def test_nothing_owed_is_nothing_expected() -> None:
    found = look_ahead(History([], {}), [], date(2026, 1, 1), date(2026, 1, 1), 2)
    assert [(week.expected, week.low, week.high) for week in found.weeks] == [(0, 0, 0)] * 2


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
