"""What a payment pays, what a reversal reopens, and how old what is left is."""

from datetime import date, timedelta

import pytest

from finance.books import facts as told
from finance.books.balances import Ageing, Sums, ageing_on, bucket, sums_on, unpaid_on
from tests.finance.books.telling import BERT, COUNCIL, Told

FIRST, SECOND, THIRD = date(2024, 4, 29), date(2024, 5, 27), date(2024, 6, 24)
MONTH = 280_000
"""Pence that a period is charged at £700 a week."""


def charging() -> Told:
    home = Told(date(2024, 1, 1))
    home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70000, date(2024, 4, 1))
    return home


def unpaid(home: Told, day: date) -> dict[date, int]:
    """What is unpaid of each charge date on a day."""
    return {item.line.posted_on: item.pence for item in unpaid_on(home.account(COUNCIL, day), day)}


def sums(home: Told, day: date) -> Sums:
    return sums_on(home.account(COUNCIL, day), day)


def test_money_pays_the_oldest_and_what_is_left_over_the_next_on_its_charge_date() -> None:
    home = charging()
    home.pays(COUNCIL, MONTH + 100, date(2024, 5, 1))
    assert sums(home, date(2024, 5, 1)) == Sums(MONTH, MONTH + 100, 0, 100)
    assert sums(home, SECOND - timedelta(days=1)).credit == 100
    assert sums(home, SECOND) == Sums(2 * MONTH, MONTH + 100, MONTH - 100, 0)


@pytest.mark.parametrize(
    "reference", ["ROSE-20240429-LA1", "rose 20240429 la1", "INV ROSE/20240429/LA1 thanks"]
)
def test_money_pays_the_invoice_that_its_reference_names(reference: str) -> None:
    home = charging()
    home.pays(COUNCIL, MONTH, date(2024, 5, 28), reference)
    assert unpaid(home, date(2024, 5, 28)) == {FIRST: MONTH}


@pytest.mark.parametrize("reference", ["ROSE-20240430-LA1", "ROSE-20240429-LA2", "ROSE-20249999-LA1", ""])
def test_a_reference_that_names_no_invoice_of_the_payer_pays_the_oldest(reference: str) -> None:
    home = charging()
    home.pays(COUNCIL, MONTH, date(2024, 5, 28), reference)
    assert unpaid(home, date(2024, 5, 28)) == {SECOND: MONTH}


def test_money_is_applied_in_the_order_of_the_log_not_of_days() -> None:
    home = charging()
    first = home.pays(COUNCIL, MONTH, date(2024, 6, 3))
    home.pays(COUNCIL, MONTH, date(2024, 5, 30), recorded_on=date(2024, 6, 4))
    home.takes_back(first, date(2024, 6, 5))
    assert unpaid(home, date(2024, 6, 5)) == {FIRST: MONTH}


def test_a_reversal_takes_credit_first_and_reopens_exactly_what_was_paid() -> None:
    home = charging()
    payment = home.pays(COUNCIL, MONTH + 500, date(2024, 5, 1))
    home.pays(COUNCIL, 2 * MONTH, date(2024, 5, 2))
    home.takes_back(payment, date(2024, 5, 3))
    assert unpaid(home, date(2024, 5, 3)) == {FIRST: MONTH}
    assert sums(home, date(2024, 5, 3)).credit == 2 * MONTH, "other credit waits for the next charge"
    assert sums(home, SECOND) == Sums(2 * MONTH, 2 * MONTH, MONTH, MONTH)
    assert unpaid(home, SECOND) == {FIRST: MONTH}


def test_a_payment_reversed_after_a_close_stays_paid_in_the_closed_days() -> None:
    home = charging()
    payment = home.pays(COUNCIL, MONTH, date(2024, 5, 1))
    home.closes(date(2024, 5, 31), date(2024, 6, 3))
    closed = sums(home, date(2024, 5, 31))
    home.takes_back(payment, date(2024, 5, 20), recorded_on=date(2024, 6, 6))
    assert sums(home, date(2024, 5, 31)) == closed == Sums(2 * MONTH, MONTH, MONTH, 0)
    assert unpaid(home, date(2024, 6, 1)) == {FIRST: MONTH, SECOND: MONTH}


def test_money_received_on_a_closed_day_belongs_to_the_first_open_one() -> None:
    home = charging()
    home.closes(date(2024, 5, 31), date(2024, 6, 3))
    home.pays(COUNCIL, MONTH, date(2024, 5, 20), recorded_on=date(2024, 6, 6))
    assert sums(home, date(2024, 5, 31)).received == 0
    assert sums(home, date(2024, 6, 1)).received == MONTH


def test_money_that_comes_after_a_close_pays_the_oldest_of_all_residents_first() -> None:
    home = charging()
    home.lives(date(2024, 1, 1), BERT, "2")
    home.agrees(COUNCIL, 70000, date(2024, 4, 1), resident=BERT)
    home.closes(date(2024, 5, 31), date(2024, 6, 3))
    home.pays(COUNCIL, 2 * MONTH, date(2024, 6, 4))
    assert ageing_on(home.account(COUNCIL, date(2024, 6, 4)), date(2024, 6, 4)) == Ageing(current=2 * MONTH)


def test_a_close_leaves_money_that_was_recorded_after_its_days_where_it_was_applied() -> None:
    home, recorded, day = charging(), date(2024, 6, 25), date(2024, 5, 28)
    home.pays(COUNCIL, MONTH + MONTH // 2, date(2024, 6, 1), recorded_on=recorded)
    home.pays(COUNCIL, MONTH, date(2024, 5, 1), recorded_on=recorded)
    before = sums(home, day), unpaid(home, recorded)
    assert before == (Sums(2 * MONTH, MONTH, MONTH + MONTH // 2, MONTH // 2), {THIRD: MONTH // 2})
    home.closes(date(2024, 5, 10), date(2024, 6, 26))
    assert (sums(home, day), unpaid(home, recorded)) == before


def put_right(home: Told, day: date) -> None:
    """It should have been £630 a week from the beginning, as somebody finds out on a day."""
    right = told.ContributionPutRight(3, 63000, date(2024, 4, 1), date.max)
    home.tell(right, date(2024, 4, 1), day)


def test_an_adjustment_in_the_payer_s_favour_is_credit_for_the_next_charge() -> None:
    home = charging()
    home.closes(date(2024, 4, 30), date(2024, 5, 2))
    put_right(home, date(2024, 5, 3))
    assert sums(home, date(2024, 4, 30)) == Sums(MONTH, 0, MONTH, 0)
    assert sums(home, date(2024, 5, 1)) == Sums(MONTH - 28000, 0, MONTH, 28000)
    assert sums(home, SECOND) == Sums(2 * MONTH - 56000, 0, 2 * MONTH - 56000, 0)


def test_an_adjustment_of_a_period_that_is_raised_and_open_lessens_its_own_charge() -> None:
    home = charging()
    home.raises(date(2024, 4, 1), FIRST)
    put_right(home, date(2024, 5, 3))
    assert sums(home, FIRST) == Sums(MONTH - 28000, 0, MONTH - 28000, 0)


def test_an_opening_balance_is_owed_since_charging_began_and_paid_by_its_document() -> None:
    home = charging()
    home.tell(told.Owed(COUNCIL, "INV-77", date(2023, 12, 1), 5000), date(2023, 12, 1), date(2024, 1, 2))
    home.pays(COUNCIL, 5000, date(2024, 5, 1), "your inv 77")
    assert sums(home, date(2024, 1, 1)) == Sums(5000, 0, 5000, 0)
    assert ageing_on(home.account(COUNCIL, FIRST), FIRST).over_90 == 5000
    assert unpaid(home, date(2024, 5, 1)) == {FIRST: MONTH}


@pytest.mark.parametrize("same", [True, False])
def test_money_in_doubt_counts_only_once_it_is_known_to_be_money_of_its_own(same: bool) -> None:
    home = charging()
    doubted = home.tell(told.Paid(COUNCIL, date(2024, 5, 1), 100, "", True), date(2024, 5, 1))
    assert sums(home, date(2024, 5, 5)).received == 0
    home.tell(told.DoubtSettled(doubted, same), date(2024, 5, 5))
    assert sums(home, date(2024, 5, 5)).received == (0 if same else 100)


@pytest.mark.parametrize(
    ("days_late", "age"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (999, 4)],
)
def test_ages_are_counted_from_the_day_after_it_was_due(days_late: int, age: int) -> None:
    assert bucket(FIRST, FIRST + timedelta(days=days_late)) == age


def test_what_is_outstanding_grows_older_day_by_day() -> None:
    home = charging()
    due = FIRST + timedelta(days=28)
    assert ageing_on(home.account(COUNCIL, due), due) == Ageing(current=2 * MONTH)
    late = due + timedelta(days=1)
    assert ageing_on(home.account(COUNCIL, late), late) == Ageing(MONTH, MONTH)
