from datetime import date
from decimal import Decimal

import pytest

from households.costs import RecordCost
from households.events import CostRecorded, OpeningBalanceRecorded, PaymentReceived, PaymentReversed
from households.payments import ReceivePayment, RecordOpeningBalance, ReversePayment
from households.recording.command import Command
from households.terms import CostCategory
from tests.households.story import HOME, Story, days_ago, move_in, open_home
from tests.households.test_contributions import agree

FIRST = f"{HOME.hex}-6"


def pay(ago: int = 10, payer: str = "LA1", reference: str = "INV 7", **more: str) -> ReceivePayment:
    return ReceivePayment(
        payer=payer, received_on=days_ago(ago), amount=Decimal("1071.52"), reference=reference, **more
    )


def reverse(record: str, ago: int = 1, reason: str | None = None) -> ReversePayment:
    return ReversePayment(payment=record, reversed_on=days_ago(ago), reason=reason)


def owing(*more: Command) -> Story:
    """A home that knows one payer, LA1."""
    return open_home().given(move_in(), agree(), *more)


def test_a_payment_is_received() -> None:
    event = owing().recorded(pay(resident="R1", method="BACS", remittance="RA 12"), PaymentReceived)
    assert (event.amount, event.reference, event.method, event.remittance) == (
        Decimal("1071.52"),
        "INV 7",
        "BACS",
        "RA 12",
    )
    assert event.resident_id is not None
    assert event.possible_duplicate_of is None


def test_a_payer_is_named_by_id_too() -> None:
    story = owing()
    (payer_id,) = story.home.payers
    assert story.when(pay(payer=str(payer_id)))


def test_the_same_payment_twice_is_marked() -> None:
    story = owing(pay())
    assert story.recorded(pay(), PaymentReceived).possible_duplicate_of == 6
    assert story.recorded(pay(reference="INV 8"), PaymentReceived).possible_duplicate_of is None
    assert story.recorded(pay(11), PaymentReceived).possible_duplicate_of is None


def test_a_payment_entered_anew_after_its_reversal_is_no_duplicate() -> None:
    story = owing(pay(), reverse(FIRST))
    again = story.recorded(pay(), PaymentReceived)
    assert again.possible_duplicate_of is None
    assert story.recorded(pay(), PaymentReceived).possible_duplicate_of == 8


def test_a_payment_that_may_have_been_repeated_is_not_reversed_before_the_repetition() -> None:
    story = owing(pay(), pay())
    refusal = story.refused(reverse(FIRST))
    assert (refusal.code, refusal.field) == ("repeated_since", "payment")
    story.given(reverse(f"{HOME.hex}-7"))
    assert story.when(reverse(FIRST))


def test_a_reversal_takes_the_whole_payment_back() -> None:
    event = owing(pay()).recorded(reverse(FIRST, reason="Bounced"), PaymentReversed)
    assert (event.about, event.amount) == (6, Decimal("1071.52"))
    assert event.reason is not None
    assert (event.reason.value, event.reason.record_class, event.reason.person_id) == (
        "Bounced",
        "finance",
        HOME,
    )


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (pay(payer="LA9"), "payer_unknown", "payer"),
        (pay(resident="R9"), "resident_unknown", "resident"),
        (pay(-1), "in_the_future", "received_on"),
        (reverse(f"{HOME.hex}-5"), "record_unknown", "payment"),
        (reverse(FIRST, -1), "in_the_future", "reversed_on"),
        (reverse(FIRST, 11), "reversed_before_received", "reversed_on"),
        (reverse(f"{HOME.hex}-7"), "reversed_already", "payment"),
        (
            RecordOpeningBalance(payer="LA9", document="D1", due_on=days_ago(5), amount=Decimal(1)),
            "payer_unknown",
            "payer",
        ),
        (
            RecordOpeningBalance(payer="LA1", document="D1", due_on=days_ago(-400), amount=Decimal(1)),
            "too_far_ahead",
            "due_on",
        ),
        (
            RecordCost(month="2026-04", category=CostCategory.FOOD, amount=Decimal(1)),
            "in_the_future",
            "month",
        ),
    ],
)
def test_money_is_refused(command: Command, code: str, field: str) -> None:
    story = owing(pay(), pay(reference="INV 8"), reverse(f"{HOME.hex}-7"))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_an_opening_balance_is_recorded_once_a_document() -> None:
    story = owing()
    owed = RecordOpeningBalance(payer="LA1", document="2023-17", due_on=date(2019, 12, 1), amount=Decimal(12))
    assert story.recorded(owed, OpeningBalanceRecorded).document == "2023-17"
    refusal = story.refused(owed)
    assert (refusal.code, refusal.field) == ("document_recorded_already", "document")


def test_a_months_cost_can_be_said_again() -> None:
    story = open_home()
    cost = RecordCost(month="2026-03", category=CostCategory.AGENCY, amount=Decimal(0))
    assert story.recorded(cost, CostRecorded).month == date(2026, 3, 1)
    assert story.when(cost)
