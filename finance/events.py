"""Finance's own stream: rules of charging, periods raised, days closed, and what payers promised."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from finance.terms import ColumnMapping
from households.terms import PayerKind
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed

FINANCE_STREAM = UUID("66696e61-6e63-4b00-8000-000000000004")
"""The id of the one stream that holds these events."""


class ChargingTermsSet(Event, frozen=True, kw_only=True):
    """How one kind of payer is charged, whole, from a day on, which may lie in the past."""

    topic = "charging-terms-set/1"
    payer_kind: PayerKind
    begins_on: date
    hospital_share: Decimal
    """Of a night's price that is charged for a night in hospital, 0 to 1."""
    holiday_share: Decimal
    other_share: Decimal
    leaving_day_charged: bool
    nights_after_death: int
    payment_terms_days: int


class BillingPeriodsAnchored(Event, frozen=True, kw_only=True):
    """A Monday on which a billing period begins; periods run on from it both ways, 28 days each."""

    topic = "billing-periods-anchored/1"
    anchor: date


class FranchiseFeeSet(Event, frozen=True, kw_only=True):
    """What the network takes of what is charged, from a day on."""

    topic = "franchise-fee-set/1"
    begins_on: date
    percentage: Decimal


class InvoicesRaised(Event, frozen=True, kw_only=True):
    """The invoices of a billing period are raised: its charges are fixed as they are now."""

    topic = "invoices-raised/1"
    period_starts_on: date
    home_id: UUID | None = None
    """None: every home that had opened by then."""


class BooksClosed(Event, frozen=True, kw_only=True):
    """The books are closed through a day: no figure of it or before it moves any more."""

    topic = "books-closed/1"
    through: date


class PaymentPromised(Event, frozen=True, kw_only=True):
    """A payer said what they will pay until when; it happened on the day on which they said so."""

    topic = "payment-promised/1"
    payer_id: UUID
    amount: Decimal
    pay_by: date
    home_id: UUID | None = None
    """None: towards what is owed to any home."""


class PromiseTakenBack(Event, frozen=True, kw_only=True):
    """A payer had not promised that, or no longer does; `about` is the version of the promise."""

    topic = "promise-taken-back/1"


class BankAccountOpened(Event, frozen=True, kw_only=True):
    """The bank account whose stream this is, and how the CSV of its statements is read."""

    topic = "bank-account-opened/1"
    name: str
    mapping: ColumnMapping | None
    """None: it brings CAMT.053 only."""


class LineOfStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money that the bank says went in or, negative, out."""

    line_id: UUID
    booked_on: date
    amount: Decimal
    reference: str
    """As the bank shows it."""
    occurrence: int
    """1; of several that are alike in everything, 2 and so on."""


class StatementBroughtIn(Event, frozen=True, kw_only=True):
    """Lines of a statement that were not known before: all of it, or a part of a long one."""

    topic = "statement-brought-in/1"
    statement_id: UUID
    lines: tuple[LineOfStatement, ...]
    payers: Sealed
    """What the bank calls who paid, line by line: a list of texts, sealed under the statement's own key."""


class BankLineMatched(Event, frozen=True, kw_only=True):
    """A line, or a part of it, is a payment of a home."""

    topic = "bank-line-matched/1"
    line_id: UUID
    home_id: UUID
    payment: int
    """Its version in the home's stream."""
    amount: Decimal
    made_from_line: bool
    """Whether the home had not recorded it, so that it was recorded from the line."""


class BankLineReleased(Event, frozen=True, kw_only=True):
    """A match was wrong; `about` is its version. A payment that was made from the line has been reversed."""

    topic = "bank-line-released/1"
    line_id: UUID
    amount: Decimal


class BankLineSetAside(Event, frozen=True, kw_only=True):
    """A line is no payment of fees, or is to be looked at after all."""

    topic = "bank-line-set-aside/1"
    line_id: UUID
    is_aside: bool


FINANCE_EVENTS: tuple[type[Event], ...] = (
    ChargingTermsSet,
    BillingPeriodsAnchored,
    FranchiseFeeSet,
    InvoicesRaised,
    BooksClosed,
    PaymentPromised,
    PromiseTakenBack,
    BankAccountOpened,
    StatementBroughtIn,
    BankLineMatched,
    BankLineReleased,
    BankLineSetAside,
)
