"""What finance may decide, judged on what it has decided so far; pure: clock and ids come in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.events import (
    BillingPeriodsAnchored,
    BooksClosed,
    ChargingTermsSet,
    FranchiseFeeSet,
    InvoicesRaised,
    PaymentPromised,
    PromiseTakenBack,
)
from finance.pence import PENNY
from finance.settings.commands import (
    AnchorBillingPeriods,
    CloseBooks,
    NotePromise,
    RaiseInvoices,
    SetChargingTerms,
    SetFranchiseFee,
    TakeBackPromise,
)
from finance.settings.state import FinanceState
from network.days import local_date, start_of
from network.deciding import Refused
from network.eventstore.event import Event

FORESEEABLE = timedelta(days=366)
MOST_PROMISED = 10**8
DECIMALS = Decimal("0.0001")
MONDAY = 0
EARLIEST = date(1950, 1, 1)
"""Before any home that could be charged for."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision needs beside what finance has decided so far."""

    now: datetime
    account_id: UUID
    command_id: UUID

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.now)

    def said(self, day: date) -> dict[str, Any]:
        """What every event carries, of a decision that holds from a day on, or of today."""
        occurred_at = self.now if day == self.today else start_of(day)
        return {"occurred_at": occurred_at, "recorded_by": self.account_id, "command_id": self.command_id}


def decide_terms(state: FinanceState, command: SetChargingTerms, circumstances: Circumstances) -> list[Event]:
    """Nothing where these terms hold from that day already."""
    _check_foreseeable(command.begins_on, circumstances, "begins_on")
    for field in ("hospital_share", "holiday_share", "other_share"):
        _check_number(field, getattr(command, field), Decimal(1), "Give a share from 0 to 1, as 0.5.")
    event = ChargingTermsSet(
        payer_kind=command.payer_kind,
        begins_on=command.begins_on,
        hospital_share=command.hospital_share,
        holiday_share=command.holiday_share,
        other_share=command.other_share,
        leaving_day_charged=command.leaving_day_charged,
        nights_after_death=command.nights_after_death,
        payment_terms_days=command.payment_terms_days,
        **circumstances.said(command.begins_on),
    )
    known = state.terms.get((command.payer_kind, command.begins_on))
    return [] if known is not None and _is_same(known, event) else [event]


def decide_fee(state: FinanceState, command: SetFranchiseFee, circumstances: Circumstances) -> list[Event]:
    """For charges of open days: what was taken of closed ones stays."""
    _check_foreseeable(command.begins_on, circumstances, "begins_on")
    _check_number("percentage", command.percentage, Decimal(100), "Give a percentage from 0 to 100, as 6.5.")
    if state.closed_through is not None and command.begins_on <= state.closed_through:
        raise Refused(
            "closed",
            "begins_on",
            f"The books are closed through {state.closed_through}.",
            "Let the fee begin after that day.",
        )
    event = FranchiseFeeSet(
        begins_on=command.begins_on,
        percentage=command.percentage,
        **circumstances.said(command.begins_on),
    )
    known = state.fees.get(command.begins_on)
    return [] if known is not None and known.percentage == command.percentage else [event]


def decide_anchor(
    state: FinanceState, command: AnchorBillingPeriods, circumstances: Circumstances
) -> list[Event]:
    """On a Monday, and while no invoice has a number that would come to mean another period."""
    _check_foreseeable(command.anchor, circumstances, "anchor")
    if command.anchor.weekday() != MONDAY:
        raise Refused(
            "not_a_monday", "anchor", "That day is not a Monday.", "Give a Monday on which a period begins."
        )
    if state.periods.start(state.periods.number(command.anchor)) == command.anchor:
        return []
    if state.raised or state.closed_through is not None:
        raise Refused(
            "periods_in_use",
            "anchor",
            "Invoices have been raised or days been closed by the periods as they are.",
            "Keep the periods.",
        )
    return [BillingPeriodsAnchored(anchor=command.anchor, **circumstances.said(circumstances.today))]


def decide_raising(
    state: FinanceState, command: RaiseInvoices, home_id: UUID | None, circumstances: Circumstances
) -> list[Event]:
    """Of a period that has ended; nothing where it is raised already."""
    _check_foreseeable(command.period_starts_on, circumstances, "period_starts_on")
    periods = state.periods
    number = periods.number(command.period_starts_on)
    if periods.start(number) != command.period_starts_on:
        raise Refused(
            "not_a_period",
            "period_starts_on",
            "No billing period begins on that day.",
            f"The one that the day lies in begins on {periods.start(number)}.",
        )
    if periods.charged_on(number) > circumstances.today:
        raise Refused(
            "period_not_over",
            "period_starts_on",
            "The period has not ended.",
            f"Raise its invoices on {periods.charged_on(number)} or later.",
        )
    if state.is_raised(command.period_starts_on, home_id):
        return []
    return [
        InvoicesRaised(
            period_starts_on=command.period_starts_on,
            home_id=home_id,
            **circumstances.said(circumstances.today),
        )
    ]


def decide_closing(state: FinanceState, command: CloseBooks, circumstances: Circumstances) -> list[Event]:
    """Through a day that has passed, later than what is closed; nothing where that day is closed already."""
    _check_foreseeable(command.through, circumstances, "through")
    if command.through >= circumstances.today:
        raise Refused(
            "day_not_over",
            "through",
            "That day is not over.",
            "Close through yesterday or an earlier day.",
        )
    if state.closed_through is not None and command.through <= state.closed_through:
        if command.through == state.closed_through:
            return []
        raise Refused(
            "closed_already",
            "through",
            f"The books are closed through {state.closed_through}, and what is closed stays closed.",
            "Give a later day.",
        )
    return [BooksClosed(through=command.through, **circumstances.said(circumstances.today))]


def decide_promise(
    state: FinanceState, command: NotePromise, home_id: UUID | None, circumstances: Circumstances
) -> list[Event]:
    """Made today or earlier, of an amount, until a day not before it; nothing where it is noted already."""
    promised_on = command.promised_on or circumstances.today
    _check_foreseeable(command.pay_by, circumstances, "pay_by")
    if not EARLIEST <= promised_on <= circumstances.today:
        raise Refused(
            "not_said_yet", "promised_on", "Nobody has said that yet.", "Give today or an earlier day."
        )
    if command.pay_by < promised_on:
        raise Refused("past_promise", "pay_by", "That day was over before they said so.", "Give a later day.")
    amount = command.amount
    if not (amount.is_finite() and 0 < amount <= MOST_PROMISED and amount == amount.quantize(PENNY)):
        raise Refused("not_money", "amount", "That is no amount of money.", "Give pounds, as 1071.52.")
    event = PaymentPromised(
        payer_id=command.payer_id,
        amount=command.amount,
        pay_by=command.pay_by,
        home_id=home_id,
        **circumstances.said(promised_on),
    )
    return [event] if find_promise(state, command, home_id) is None else []


def find_promise(state: FinanceState, command: NotePromise, home_id: UUID | None) -> int | None:
    """The version of the promise that stands and says the same, whenever it was made."""
    said = (command.payer_id, command.amount, command.pay_by, home_id)
    for version, one in state.promises.items():
        if (one.payer_id, one.amount, one.pay_by, one.home_id) == said:
            return version
    return None


def decide_taking_back(
    state: FinanceState, command: TakeBackPromise, circumstances: Circumstances
) -> list[Event]:
    """One that stands; nothing where it was taken back already."""
    if command.promise in state.promises_taken_back:
        return []
    if command.promise not in state.promises:
        raise Refused(
            "no_such_promise",
            "promise",
            "There is no such promise.",
            "Give the version that noting it answered.",
        )
    return [PromiseTakenBack(about=command.promise, **circumstances.said(circumstances.today))]


def _is_same(known: ChargingTermsSet, event: ChargingTermsSet) -> bool:
    fields = (
        "hospital_share",
        "holiday_share",
        "other_share",
        "leaving_day_charged",
        "nights_after_death",
        "payment_terms_days",
    )
    return all(getattr(known, field) == getattr(event, field) for field in fields)


def _check_foreseeable(day: date, circumstances: Circumstances, field: str) -> None:
    if day > circumstances.today + FORESEEABLE:
        raise Refused("too_far_ahead", field, "The day is more than a year ahead.", "Correct the date.")
    if day < EARLIEST:
        raise Refused("too_long_ago", field, f"The day is before {EARLIEST}.", "Correct the date.")


def _check_number(field: str, value: Decimal, most: Decimal, remedy: str) -> None:
    if not (value.is_finite() and value <= most and value == value.quantize(DECIMALS)) or value.is_signed():
        raise Refused("not_such_a_number", field, "The number is out of range.", remedy)
