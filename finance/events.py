"""Finance's own stream: the rules of charging, which periods are raised, and which days are closed."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from households.terms import PayerKind
from network.eventstore.event import Event

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


FINANCE_EVENTS: tuple[type[Event], ...] = (
    ChargingTermsSet,
    BillingPeriodsAnchored,
    FranchiseFeeSet,
    InvoicesRaised,
    BooksClosed,
)
