"""How late payers pay: from their own bills, and, where those are few, from those of their kind."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from finance.forecast import habits
from finance.forecast.habits import History, Step
from households.terms import PayerKind

TODAY = date(2026, 3, 2)
MONTH = timedelta(days=28)
PROMPT, LATE, NEW, OTHER = (UUID(int=number) for number in range(4))
KINDS = {
    PROMPT: PayerKind.LOCAL_AUTHORITY,
    LATE: PayerKind.LOCAL_AUTHORITY,
    NEW: PayerKind.LOCAL_AUTHORITY,
    OTHER: PayerKind.SELF_FUNDER,
}


def bills(payer: UUID, count: int, days: int, paid: float = 1.0) -> list[Step]:
    """Bills of £100, the last due 13 weeks ago, of which a part is paid so many days past due."""
    steps: list[Step] = []
    for number in range(count):
        due = TODAY - timedelta(days=91) - MONTH * number
        steps.append(Step(payer, due, due - MONTH, 10_000))
        if paid:
            steps.append(Step(payer, due, due + timedelta(days=days), -round(10_000 * paid)))
    return steps


def chance_to_be_paid(history: History, payer: UUID, first: int, last: int, age: int = -28) -> float:
    """Of a bill of some age, from a day past due through another."""
    place = np.array([history.payers[payer]])
    unpaid, _ = history.as_of(TODAY).unpaid_after(place, np.array([age]), 200)
    before = unpaid[0, first - age - 1] if first > age else 1.0
    return float(before - unpaid[0, last - age])


def test_a_payer_pays_as_it_has_paid() -> None:
    history = History([*bills(PROMPT, 20, 2), *bills(LATE, 20, 40)], KINDS)
    assert chance_to_be_paid(history, PROMPT, 2, 2) > 0.85
    assert chance_to_be_paid(history, LATE, 40, 40) > 0.85
    assert chance_to_be_paid(history, LATE, -28, 39) < 0.1


def test_without_a_history_it_pays_as_its_kind_does() -> None:
    history = History([*bills(PROMPT, 20, 2), *bills(LATE, 20, 40), *bills(OTHER, 20, -10)], KINDS)
    for day in (2, 40):
        assert chance_to_be_paid(history, NEW, day, day) == pytest.approx(0.5, abs=0.06)
    assert chance_to_be_paid(history, NEW, -10, -10) < 0.03


def test_one_bill_of_its_own_counts_as_much_as_its_kind() -> None:
    history = History([*bills(LATE, 20, 40), *bills(NEW, 1, 2)], KINDS)
    assert 0.3 < chance_to_be_paid(history, NEW, 2, 2) < 0.6


def test_what_has_come_to_an_age_unpaid_is_not_paid_before_it() -> None:
    history = History([*bills(PROMPT, 10, 2), *bills(LATE, 10, 40)], KINDS)
    assert chance_to_be_paid(history, PROMPT, 20, 60, age=20) > 0.3


def test_a_part_that_is_never_paid_is_left_out() -> None:
    history = History(bills(PROMPT, 20, 2, paid=0.9), KINDS)
    _, never = history.as_of(TODAY).unpaid_after(np.array([history.payers[PROMPT]]), np.array([-28]), 91)
    assert never[0] == pytest.approx(0.1, abs=0.02)
    usual = history.as_of(TODAY).usual(PayerKind.LOCAL_AUTHORITY)
    assert usual is not None
    assert usual.middle == 2
    assert usual.never == pytest.approx(0.1, abs=0.02)
    assert history.as_of(TODAY).usual(PayerKind.CHC) is None


def test_what_was_not_known_on_a_day_has_no_part_in_it() -> None:
    known = bills(PROMPT, 10, 2)
    later = [Step(LATE, TODAY, TODAY, 10_000), Step(LATE, TODAY, TODAY + timedelta(days=3), -10_000)]
    with_it, without = History([*known, *later], KINDS), History(known, KINDS)
    for history in (with_it, without):
        assert chance_to_be_paid(history, LATE, 2, 2) == chance_to_be_paid(without, LATE, 2, 2)


def test_a_payment_that_is_sent_back_was_none() -> None:
    due = TODAY - timedelta(days=91)
    back = [
        Step(NEW, due, due + timedelta(days=5), 10_000),
        Step(NEW, due, due + timedelta(days=30), -10_000),
    ]
    history = History([*bills(NEW, 1, 2), *back], {NEW: PayerKind.CHC})
    _, never = history.as_of(TODAY).unpaid_after(np.array([0]), np.array([-28]), 91)
    assert 0 <= never[0] < 0.7


def test_nothing_is_known_of_nobody() -> None:
    unpaid, never = History([], KINDS).as_of(TODAY).unpaid_after(np.array([0]), np.array([5]), 91)
    assert (unpaid == 1).all()
    assert never[0] == 1


def test_payers_are_counted_alike_in_however_many_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    payers = [UUID(int=number) for number in range(7)]
    steps = [step for number, payer in enumerate(payers) for step in bills(payer, 3 + number, 5 * number)]
    kinds = dict.fromkeys(payers, PayerKind.CHC)
    places, ages = np.arange(7), np.full(7, 3)
    at_once, _ = History(steps, kinds).as_of(TODAY).unpaid_after(places, ages, 30)
    monkeypatch.setattr(habits, "PAYERS_AT_ONCE", 2)
    in_parts, _ = History(steps, kinds).as_of(TODAY).unpaid_after(places, ages, 30)
    assert np.array_equal(at_once, in_parts)
