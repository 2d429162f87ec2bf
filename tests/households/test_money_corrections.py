"""Contributions, payments and costs put right: given what was recorded, when it is corrected, then what."""

from decimal import Decimal
from uuid import UUID

from households.contributions import AgreeContribution, ChangeContribution, EndContribution
from households.corrections.contributions import AmendContribution, RetractContribution
from households.costs import RecordCost, RetractCost
from households.events import (
    ContributionAmended,
    ContributionRetracted,
    CostRetracted,
    PossibleDuplicateSettled,
)
from households.payments import ReceivePayment, ReversePayment, SettleDuplicate
from households.terms import CostCategory, PayerKind
from tests.households.story import TODAY, Story, days_ago, move_in, open_home

WHY, NO = "Misread", "Not so"
KIT = UUID("0acc0000-0000-4000-8000-0000000000aa")


def agree(since: int = 90, until: int | None = None) -> AgreeContribution:
    return AgreeContribution(
        resident="R1",
        payer_ref="LA1",
        payer_kind=PayerKind.LOCAL_AUTHORITY,
        payer_name="Anyshire",
        weekly_amount=Decimal(700),
        begins_on=days_ago(since),
        ends_on=None if until is None else days_ago(until),
    )


def amend_contribution(record: str, since: int, until: int | None = None) -> AmendContribution:
    return AmendContribution(
        contribution=record,
        weekly_amount=Decimal(650),
        begins_on=days_ago(since),
        ends_on=None if until is None else days_ago(until),
        why=WHY,
    )


def test_a_contribution_is_said_anew_and_its_end_undone() -> None:
    story = open_home().given(move_in(), agree())
    record = story.last_id()
    story.given(EndContribution(contribution=record, ends_on=days_ago(10)))
    event = story.recorded(amend_contribution(record, 95), ContributionAmended)
    assert (event.weekly_amount, event.begins_on, event.ends_on) == (Decimal(650), days_ago(95), None)
    assert (event.about, event.why.record_class) == (5, "finance")
    assert story.refused(agree(5)).code == "pays_already"


def test_a_contribution_is_not_stretched_over_another_of_the_same_payer() -> None:
    story = open_home().given(move_in(), agree(90, 50), agree(40))
    first, second = story.last_id(1), story.last_id()
    assert story.refused(amend_contribution(first, 90, 40)).code == "pays_already"
    assert story.refused(amend_contribution(second, 50)).code == "pays_already"
    assert story.refused(amend_contribution(first, 90, 91)).code == "ends_before_it_begins"
    assert story.refused(amend_contribution(first, -400)).code == "too_far_ahead"
    assert story.when(amend_contribution(first, 90, 41))


def test_a_change_of_amount_that_is_taken_back_gives_its_nights_back() -> None:
    story = open_home().given(move_in(), agree(90, 5))
    story.given(
        ChangeContribution(contribution=story.last_id(), weekly_amount=Decimal(750), begins_on=days_ago(30))
    )
    retracted, again = story.when(RetractContribution(contribution=story.last_id(), reason=NO))
    assert isinstance(retracted, ContributionRetracted)
    assert isinstance(again, ContributionAmended)
    assert (again.about, again.weekly_amount) == (5, Decimal(700))
    assert (again.begins_on, again.ends_on) == (days_ago(90), days_ago(5))


def test_a_contribution_that_was_not_agreed_is_taken_back_alone() -> None:
    story = open_home().given(move_in(), agree())
    back = RetractContribution(contribution=story.last_id(), reason=NO)
    assert story.recorded(back, ContributionRetracted).about == 5
    assert story.refused(back).code == "record_unknown"
    assert story.when(agree())


def pay() -> ReceivePayment:
    return ReceivePayment(payer="LA1", received_on=days_ago(5), amount=Decimal(480), reference="INV")


def paid_twice() -> tuple[Story, str, str]:
    story = open_home().given(move_in(), agree(), pay(), pay())
    return story, story.last_id(1), story.last_id()


def test_both_payments_stand_where_they_were_found_to_be_two() -> None:
    story, first, second = paid_twice()
    event = story.recorded(SettleDuplicate(payment=second, is_same=False), PossibleDuplicateSettled)
    assert (event.is_same, event.about) == (False, 7)
    for payment in (first, second):
        assert story.when(ReversePayment(payment=payment, reversed_on=TODAY))
    assert story.refused(SettleDuplicate(payment=second, is_same=True)).code == "not_in_doubt"


def test_the_same_payment_recorded_twice_counts_once_and_is_reversed_once() -> None:
    story, first, second = paid_twice()
    story.given(SettleDuplicate(payment=second, is_same=True))
    assert story.refused(ReversePayment(payment=second, reversed_on=TODAY)).code == "is_a_repetition"
    assert story.when(ReversePayment(payment=first, reversed_on=TODAY))


def test_a_payment_in_no_doubt_is_not_settled() -> None:
    story, first, second = paid_twice()
    assert story.refused(SettleDuplicate(payment=first, is_same=True)).code == "not_in_doubt"
    story.given(ReversePayment(payment=second, reversed_on=TODAY))
    assert story.refused(SettleDuplicate(payment=second, is_same=True)).code == "not_in_doubt"


def test_a_cost_is_taken_back_if_no_later_amount_replaced_it() -> None:
    cost = RecordCost(month="2026-01", category=CostCategory.FOOD, amount=Decimal(5))
    story = open_home().given(cost, cost)
    first, last = story.last_id(1), story.last_id()
    assert story.refused(RetractCost(record=first, reason=NO)).code == "replaced_since"
    event = story.recorded(RetractCost(record=last, reason=NO), CostRetracted)
    assert (event.month.isoformat(), event.category) == ("2026-01-01", CostCategory.FOOD)
    assert story.refused(RetractCost(record=last, reason=NO)).code == "replaced_since"
