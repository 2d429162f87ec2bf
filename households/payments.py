"""Money that came in, and what was owed when charging began."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.events import (
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
    PossibleDuplicateSettled,
)
from households.home import Home, document_fingerprint, payment_fingerprint
from households.recording.command import Command, Money, RecordReference, Reference, line, prose
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import payer_given, record_given, resident_given
from households.residents import ResidentGiven
from households.rules import foreseeable, happened
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

PayerGiven = Annotated[str, line(60, "A payer known in the home: the id or the reference.")]


class ReceivePayment(Command, frozen=True, kw_only=True):
    """A payer has paid."""

    payer: PayerGiven
    received_on: Annotated[date, Meta(description="The day it came in.")]
    amount: Money
    reference: Annotated[str, line(140, "The reference, as the bank shows it.")]
    resident: ResidentGiven | None = None
    method: Annotated[str, line(40, "How it was paid, as BACS or cheque.")] | None = None
    remittance: (
        Annotated[str, line(140, "The remittance that it belongs to, shared by several homes.")] | None
    ) = None


class ReversePayment(Command, frozen=True, kw_only=True):
    """A payment was returned by the bank, or entered in error."""

    payment: RecordReference
    reversed_on: Annotated[date, Meta(description="The day it was taken back.")]
    reason: Annotated[str, prose("Why.")] | None = None


class RecordOpeningBalance(Command, frozen=True, kw_only=True):
    """What a payer owed when charging began."""

    payer: PayerGiven
    document: Annotated[Reference, Meta(description="The number of the invoice or statement.")]
    due_on: Annotated[date, Meta(description="The day it was due.")]
    amount: Money


class SettleDuplicate(Command, frozen=True, kw_only=True):
    """Say whether a payment that may repeat another is the same money recorded twice, or money of its own."""

    payment: RecordReference
    is_same: Annotated[
        bool,
        Meta(description="True: the same money, which counts once. False: both were paid."),
    ]


def decide_payment(home: Home, command: ReceivePayment, context: Context) -> list[Event]:
    """From a payer known in the home; one that looks paid twice is kept and marked."""
    payer_id, _ = payer_given(home, command.payer)
    resident_id = resident_given(home, command.resident)[0] if command.resident else None
    happened(command.received_on, context, "received_on")
    mark = payment_fingerprint(payer_id, command.received_on, command.amount, command.reference)
    first = home.payments.get(mark)
    return [
        PaymentReceived(
            payer_id=payer_id,
            received_on=command.received_on,
            amount=command.amount,
            reference=command.reference,
            resident_id=resident_id,
            method=command.method,
            remittance=command.remittance,
            possible_duplicate_of=None if first in home.reversed_payments else first,
            **context.said_on(command.received_on),
        )
    ]


def decide_reversal(home: Home, command: ReversePayment, context: Context) -> list[Event]:
    """Of the whole payment, once, not before it was received, nor while another is taken for a repetition."""
    payment, received = record_given(context, PaymentReceived, "payment")
    _check_counts(home, payment)
    happened(command.reversed_on, context, "reversed_on")
    if command.reversed_on < received.received_on:
        raise Refused(
            "reversed_before_received",
            "reversed_on",
            "The payment was received after that day.",
            "Correct the day.",
        )
    # What is said of a payer is forgotten with the resident, or, where none is named, with the home.
    reason = command.reason and Sealed.of(
        command.reason, received.resident_id or context.home_id, RecordClass.FINANCE, "reason"
    )
    return [
        PaymentReversed(
            payer_id=received.payer_id,
            reversed_on=command.reversed_on,
            amount=received.amount,
            reason=reason or None,
            **context.said_on(command.reversed_on, about=payment),
        )
    ]


def _check_counts(home: Home, payment: int) -> None:
    """A payment that counts nowhere, or on which another one hangs, is not reversed."""
    if payment in home.reversed_payments:
        raise Refused(
            "reversed_already",
            "payment",
            "The payment has been reversed before.",
            "Nothing needs to be recorded.",
        )
    if payment in home.repetitions:
        raise Refused(
            "is_a_repetition",
            "payment",
            "The payment was found to be another one, recorded twice, and counts in no total.",
            "Reverse the one that counts.",
        )
    if payment in home.possible_duplicates.values():
        raise Refused(
            "repeated_since",
            "payment",
            "A later payment may repeat this one, and does not count while this one stands.",
            "Settle first whether the later one is the same money.",
        )


def decide_opening_balance(home: Home, command: RecordOpeningBalance, context: Context) -> list[Event]:
    """Of a payer known in the home, each document once."""
    payer_id, _ = payer_given(home, command.payer)
    foreseeable(command.due_on, context, "due_on")
    if document_fingerprint(payer_id, command.document) in home.opening_documents:
        raise Refused(
            "document_recorded_already",
            "document",
            "An opening balance of this payer with that document has been recorded before.",
            "Correct the document's number.",
        )
    return [
        OpeningBalanceRecorded(
            payer_id=payer_id,
            document=command.document,
            due_on=command.due_on,
            amount=command.amount,
            **context.said_on(command.due_on),
        )
    ]


def decide_settling_duplicate(home: Home, command: SettleDuplicate, context: Context) -> list[Event]:
    """Of a payment that waits to be settled, once."""
    payment, received = record_given(context, PaymentReceived, "payment")
    if payment not in home.possible_duplicates:
        raise Refused(
            "not_in_doubt",
            "payment",
            "The payment does not wait to be settled: it is in no doubt, was settled, or was reversed.",
            "If it was settled wrongly, reverse what counts too much or record what is missing.",
        )
    return [
        PossibleDuplicateSettled(
            payer_id=received.payer_id,
            is_same=command.is_same,
            **context.said(context.at, about=payment),
        )
    ]
