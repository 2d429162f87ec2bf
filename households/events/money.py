"""Contributions to fees, payments, opening balances and costs."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from households.terms import CostCategory, PayerKind
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


class ContributionAgreed(Event, frozen=True, kw_only=True):
    """A payer pays a weekly amount towards a resident's fee; its id is this event's version."""

    topic = "contribution-agreed/1"
    resident_id: UUID
    payer_id: UUID
    payer_ref: str
    payer_kind: PayerKind
    payer_name: str | None = None
    """A public body's name; a private payer's is sealed."""
    private_payer_name: Sealed | None = None
    """Text, for finance under the resident's key, label `payer_name`."""
    weekly_amount: Decimal
    begins_on: date
    ends_on: date | None = None
    """The last chargeable night, where agreed."""


class ContributionChanged(Event, frozen=True, kw_only=True):
    """A contribution's weekly amount from a day on, also backwards (`about` it).

    The old rate ends the day before; this event's version is the id of the new one.
    """

    topic = "contribution-changed/1"
    resident_id: UUID
    payer_id: UUID
    weekly_amount: Decimal
    begins_on: date
    ends_on: date | None = None
    """The last chargeable night, where the contribution that it changes had one."""


class ContributionEnded(Event, frozen=True, kw_only=True):
    """The last chargeable night of a contribution (`about` it)."""

    topic = "contribution-ended/1"
    resident_id: UUID
    payer_id: UUID
    ends_on: date


class ContributionAmended(Event, frozen=True, kw_only=True):
    """A contribution as it should have been agreed, whole (`about` it); its nights are priced anew."""

    topic = "contribution-amended/1"
    resident_id: UUID
    payer_id: UUID
    weekly_amount: Decimal
    begins_on: date
    ends_on: date | None = None
    why: Sealed
    """Text, for finance under the resident's key, label `why`."""


class ContributionRetracted(Event, frozen=True, kw_only=True):
    """No such contribution was agreed, or its rate did not change (`about` it)."""

    topic = "contribution-retracted/1"
    resident_id: UUID
    payer_id: UUID
    reason: Sealed
    """Text, for finance under the resident's key, label `reason`."""


class PaymentReceived(Event, frozen=True, kw_only=True):
    """Money came in; the payment's id is this event's version."""

    topic = "payment-received/1"
    payer_id: UUID
    received_on: date
    amount: Decimal
    reference: str
    """As the bank shows it."""
    resident_id: UUID | None = None
    method: str | None = None
    remittance: str | None = None
    """Shared by the payments of one remittance for several homes."""
    possible_duplicate_of: int | None = None
    """An earlier one with the same payer, day, amount and reference; this is not counted until settled."""


class PaymentReversed(Event, frozen=True, kw_only=True):
    """A payment was returned or entered in error (`about` it); a row of its own, negative."""

    topic = "payment-reversed/1"
    payer_id: UUID
    reversed_on: date
    amount: Decimal
    """What is taken back: the whole payment, positive."""
    reason: Sealed | None = None
    """Text, for finance, label `reason`."""


class PossibleDuplicateSettled(Event, frozen=True, kw_only=True):
    """Somebody found out whether a payment that may repeat another is money of its own (`about` it)."""

    topic = "possible-duplicate-settled/1"
    payer_id: UUID
    is_same: bool
    """Whether it is the same money, recorded twice; else both count from now on."""


class OpeningBalanceRecorded(Event, frozen=True, kw_only=True):
    """What a payer owed when charging began; a charge with its own document and due date."""

    topic = "opening-balance-recorded/1"
    payer_id: UUID
    document: str
    due_on: date
    amount: Decimal


class CostRecorded(Event, frozen=True, kw_only=True):
    """What a home spent in a month; the latest for a month and category counts."""

    topic = "cost-recorded/1"
    month: date
    """The first of the month."""
    category: CostCategory
    amount: Decimal


class CostRetracted(Event, frozen=True, kw_only=True):
    """The home did not spend this (`about` the cost that counts): the month has none of this category."""

    topic = "cost-retracted/1"
    month: date
    category: CostCategory
    reason: Sealed
    """Text, for finance under the home's key, label `reason`."""
