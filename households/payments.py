"""Money that came in, what was owed when charging began, and what the home spent."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.command import Command, Money, Month, RecordReference, Reference, decimal, line, prose
from households.residents import ResidentGiven
from households.terms import CostCategory

PayerGiven = Annotated[str, line(60, "A payer known in the home: the id or the reference.")]


class ReceivePayment(Command, frozen=True, kw_only=True):
    """A payer has paid."""

    payer: PayerGiven
    received_on: Annotated[date, Meta(description="The day it came in.")]
    amount: Money
    reference: Annotated[str, line(140, "The reference, as the bank shows it.")]
    resident: ResidentGiven | None = None
    method: Annotated[str, line(40, "How it was paid, as BACS or cheque.")] | None = None
    remittance: Annotated[str, line(140, "The remittance that it belongs to, shared by several homes.")] | None = None


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


class RecordCost(Command, frozen=True, kw_only=True):
    """What the home spent in a month; the latest for a month and category counts."""

    month: Month
    category: CostCategory
    amount: Annotated[Decimal, decimal("Pounds.", "0", "9999999.99")]
