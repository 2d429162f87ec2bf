"""What was to be expected on a day that is past: of those who were there then, and no others."""

from datetime import date, timedelta
from uuid import UUID

from finance.forecast.bills import Bill
from finance.forecast.coming import Charge, bills_to_come

HOME, PAYER = UUID(int=1), UUID(int=2)
PERIOD, TERMS = timedelta(days=28), timedelta(days=30)
CHARGED = date(2026, 3, 2)
"""The charge date of the last period; the next runs from then."""
AS_OF = CHARGED + timedelta(days=10)
THROUGH = AS_OF + timedelta(days=90)
WEEKLY = 70_000
WHOLE = 4 * WEEKLY


def charge(charged_on: date, nights: int, contribution: int = 1) -> Charge:
    """£700 a week."""
    pence = WEEKLY * nights // 7
    return Charge(HOME, contribution, PAYER, charged_on, charged_on + TERMS, nights, pence, WEEKLY)


def pence_of(charges: list[Charge]) -> list[int]:
    return [bill.pence for bill in bills_to_come(charges, AS_OF, THROUGH)]


def test_who_is_there_is_charged_whole_periods_until_the_last_day() -> None:
    found = bills_to_come([charge(CHARGED, 28), charge(CHARGED + PERIOD, 28)], AS_OF, THROUGH)
    days = [CHARGED + PERIOD * number for number in (1, 2, 3)]
    assert found == [Bill(PAYER, day + TERMS, WHOLE) for day in days]


def test_who_left_afterwards_was_still_expected_to_stay() -> None:
    assert pence_of([charge(CHARGED, 28), charge(CHARGED + PERIOD, 20)]) == [WHOLE] * 3


def test_who_had_left_is_charged_what_is_left_and_no_more() -> None:
    assert pence_of([charge(CHARGED, 28), charge(CHARGED + PERIOD, 5)]) == [WEEKLY * 5 // 7]
    assert pence_of([charge(CHARGED, 12)]) == []


def test_who_had_come_in_the_running_period_is_charged_from_then() -> None:
    assert pence_of([charge(CHARGED + PERIOD, 24)]) == [WEEKLY * 24 // 7, WHOLE, WHOLE]


def test_who_came_later_is_not_known_of() -> None:
    assert pence_of([charge(CHARGED + PERIOD, 18)]) == []
