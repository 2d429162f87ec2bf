"""What finance may decide: given what it decided before, then what is recorded or refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from finance.events import BooksClosed, InvoicesRaised
from finance.settings.commands import (
    AnchorBillingPeriods,
    CloseBooks,
    NotePromise,
    RaiseInvoices,
    SetChargingTerms,
    SetFranchiseFee,
    TakeBackPromise,
)
from finance.settings.decisions import (
    Circumstances,
    decide_anchor,
    decide_closing,
    decide_fee,
    decide_promise,
    decide_raising,
    decide_taking_back,
    decide_terms,
    find_promise,
)
from finance.settings.state import FinanceState
from households.terms import PayerKind
from network.deciding import Refused
from network.eventstore.event import Event

NOW = Circumstances(datetime(2026, 3, 15, 12, tzinfo=UTC), UUID(int=1), UUID(int=2))
PERIOD = date(2026, 2, 2)
HOME = UUID(int=7)


def given(*events: Event) -> FinanceState:
    state = FinanceState()
    for version, event in enumerate(events, 1):
        state.evolve(event, version)
    return state


def raised(period: date = PERIOD, home: UUID | None = None) -> Event:
    return decide_raising(given(), RaiseInvoices(period_starts_on=period), home, NOW)[0]


def closed(through: date) -> Event:
    return decide_closing(given(), CloseBooks(through=through), NOW)[0]


def test_a_period_that_has_ended_is_raised_once() -> None:
    (event,) = decide_raising(given(), RaiseInvoices(period_starts_on=PERIOD), None, NOW)
    assert isinstance(event, InvoicesRaised)
    assert (event.period_starts_on, event.home_id) == (PERIOD, None)
    assert decide_raising(given(event), RaiseInvoices(period_starts_on=PERIOD), None, NOW) == []
    assert decide_raising(given(event), RaiseInvoices(period_starts_on=PERIOD), HOME, NOW) == []


def test_a_period_raised_in_one_home_can_still_be_raised_in_all() -> None:
    state = given(raised(home=HOME))
    assert decide_raising(state, RaiseInvoices(period_starts_on=PERIOD), HOME, NOW) == []
    assert len(decide_raising(state, RaiseInvoices(period_starts_on=PERIOD), None, NOW)) == 1


@pytest.mark.parametrize(
    ("period", "code", "remedy"),
    [
        (date(2026, 2, 3), "not_a_period", "2026-02-02"),
        (date(2026, 3, 2), "period_not_over", "2026-03-30"),
        (date(1, 1, 1), "too_long_ago", "1950"),
        (date(9999, 12, 31), "too_far_ahead", "Correct"),
    ],
)
def test_what_can_not_be_raised_is_refused_with_what_can(period: date, code: str, remedy: str) -> None:
    with pytest.raises(Refused, match=remedy) as refused:
        decide_raising(given(), RaiseInvoices(period_starts_on=period), None, NOW)
    assert refused.value.code == code


def test_days_that_have_passed_are_closed_once_and_never_opened_again() -> None:
    (event,) = decide_closing(given(), CloseBooks(through=date(2026, 3, 14)), NOW)
    assert isinstance(event, BooksClosed)
    assert decide_closing(given(event), CloseBooks(through=date(2026, 3, 14)), NOW) == []
    with pytest.raises(Refused, match="closed through 2026-03-14"):
        decide_closing(given(event), CloseBooks(through=date(2026, 3, 13)), NOW)
    with pytest.raises(Refused, match="not over"):
        decide_closing(given(), CloseBooks(through=date(2026, 3, 15)), NOW)


def test_terms_that_hold_already_are_not_recorded_again() -> None:
    command = SetChargingTerms(
        payer_kind=PayerKind.FNC, begins_on=date(2025, 4, 1), hospital_share=Decimal("0.5")
    )
    (event,) = decide_terms(given(), command, NOW)
    assert decide_terms(given(event), command, NOW) == []


@pytest.mark.parametrize("share", ["1.1", "-0.1", "-0", "0.33333", "NaN"])
def test_a_share_is_from_0_to_1(share: str) -> None:
    command = SetChargingTerms(
        payer_kind=PayerKind.FNC, begins_on=date(2025, 4, 1), hospital_share=Decimal(share)
    )
    with pytest.raises(Refused) as refused:
        decide_terms(given(), command, NOW)
    assert refused.value.field == "hospital_share"


def test_a_fee_can_not_change_what_was_taken_of_closed_days() -> None:
    state = given(closed(date(2026, 2, 28)))
    with pytest.raises(Refused, match="closed through"):
        decide_fee(state, SetFranchiseFee(begins_on=date(2026, 2, 28), percentage=Decimal(5)), NOW)
    assert (
        len(decide_fee(state, SetFranchiseFee(begins_on=date(2026, 3, 1), percentage=Decimal(5)), NOW)) == 1
    )


def test_periods_begin_on_a_monday_and_stay_once_they_are_used() -> None:
    with pytest.raises(Refused, match="Monday"):
        decide_anchor(given(), AnchorBillingPeriods(anchor=date(2026, 3, 3)), NOW)
    assert decide_anchor(given(), AnchorBillingPeriods(anchor=date(2026, 3, 2)), NOW) == []
    moved = AnchorBillingPeriods(anchor=date(2026, 3, 9))
    assert len(decide_anchor(given(), moved, NOW)) == 1
    with pytest.raises(Refused, match="raised"):
        decide_anchor(given(raised()), moved, NOW)


def test_a_promise_that_stands_is_taken_back_once_and_may_be_noted_again() -> None:
    payer = UUID(int=9)
    note = NotePromise(payer_id=payer, amount=Decimal("12.34"), pay_by=date(2026, 3, 20))
    (noted,) = decide_promise(given(), note, None, NOW)
    (taken_back,) = decide_taking_back(given(noted), TakeBackPromise(promise=1), NOW)
    assert taken_back.about == 1
    assert find_promise(given(noted), note, None) == 1
    assert find_promise(given(noted), note, HOME) is None
    after = given(noted, taken_back)
    assert after.promises == {}
    assert decide_taking_back(after, TakeBackPromise(promise=1), NOW) == []
    assert len(decide_promise(after, note, None, NOW)) == 1
    with pytest.raises(Refused, match="no such promise"):
        decide_taking_back(given(noted), TakeBackPromise(promise=2), NOW)
