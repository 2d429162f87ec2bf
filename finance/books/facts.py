"""What the books need to know of each fact: amounts and days, and nothing that is sealed.

Shares are ten-thousandths, money is pence. They are stored as they are here, so a field added is a new
version of the projection `ledger`.
"""

from datetime import date
from uuid import UUID

import msgspec

from finance.days import OPEN
from households.terms import AbsenceReason, PayerKind


class Told(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What a fact says."""


class Opened(Told, frozen=True, tag="opened"):
    """The home charges from a night on."""

    charged_from: date


class MovedIn(Told, frozen=True, tag="in"):
    """A stay begins; its id is the fact's version."""

    resident_id: UUID
    household_id: UUID
    room: str | None
    on: date


class MovedRoom(Told, frozen=True, tag="room"):
    """Another room or household within a stay."""

    stay: int
    household_id: UUID
    room: str | None
    on: date


class MovedOut(Told, frozen=True, tag="out"):
    """A stay ends; its last night is the one before."""

    stay: int
    on: date
    died: bool


class Placement(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A room lived in from a day on."""

    household_id: UUID
    room: str | None
    since: date


class StayPutRight(Told, frozen=True, tag="stay"):
    """A stay as it should have been; without placements there was none."""

    stay: int
    placements: tuple[Placement, ...]
    moved_out_on: date
    died: bool


class WentAway(Told, frozen=True, tag="away"):
    """Nights elsewhere; the absence's id is the fact's version."""

    stay: int
    away_from: date
    reason: AbsenceReason


class CameBack(Told, frozen=True, tag="back"):
    """The first night back."""

    absence: int
    on: date


class AbsencePutRight(Told, frozen=True, tag="absence"):
    """An absence as it should have been; without a reason there was none."""

    absence: int
    away_from: date
    back_on: date
    reason: AbsenceReason | None


class Agreed(Told, frozen=True, tag="agreed"):
    """A contribution; its id is the fact's version."""

    resident_id: UUID
    payer_id: UUID
    payer_kind: PayerKind
    payer_ref: str
    weekly: int
    begins_on: date
    ends_on: date


class RateChanged(Told, frozen=True, tag="rate"):
    """A contribution ends the day before, and one at another amount, with the fact's version, begins."""

    contribution: int
    weekly: int
    begins_on: date
    ends_on: date


class ContributionEnded(Told, frozen=True, tag="ended"):
    """The last night that a contribution pays for."""

    contribution: int
    ends_on: date


class ContributionPutRight(Told, frozen=True, tag="contribution"):
    """A contribution as it should have been agreed."""

    contribution: int
    weekly: int
    begins_on: date
    ends_on: date


class ContributionTakenBack(Told, frozen=True, tag="no-contribution"):
    """There was no such contribution."""

    contribution: int


class Owed(Told, frozen=True, tag="owed"):
    """An opening balance; its id is the fact's version."""

    payer_id: UUID
    document: str
    due_on: date
    pence: int


class Paid(Told, frozen=True, tag="paid"):
    """Money in; the payment's id is the fact's version."""

    payer_id: UUID
    on: date
    pence: int
    reference: str
    in_doubt: bool
    """Whether it may repeat another, so that it does not count until somebody says that it does."""


class PaidBack(Told, frozen=True, tag="paid-back"):
    """A payment is reversed, whole."""

    payment: int
    on: date


class DoubtSettled(Told, frozen=True, tag="settled"):
    """A payment in doubt is money of its own, or the same money recorded twice."""

    payment: int
    is_same: bool


class TermsSet(Told, frozen=True, tag="terms"):
    """How one kind of payer is charged from a day on."""

    payer_kind: PayerKind
    begins_on: date
    hospital: int
    holiday: int
    other: int
    leaving_day: bool
    nights_after_death: int
    payment_days: int


class Anchored(Told, frozen=True, tag="anchor"):
    """A day on which a billing period begins."""

    anchor: date


class FeeSet(Told, frozen=True, tag="fee"):
    """The franchise fee from a day on."""

    begins_on: date
    parts: int
    """Of a million: 5% is 50,000."""


class Raised(Told, frozen=True, tag="raised"):
    """A period's invoices are raised, in one home or in all that have opened."""

    period_starts_on: date
    home_id: UUID | None


class Closed(Told, frozen=True, tag="closed"):
    """The books are closed through a day."""

    through: date


Any = (
    Opened
    | MovedIn
    | MovedRoom
    | MovedOut
    | StayPutRight
    | WentAway
    | CameBack
    | AbsencePutRight
    | Agreed
    | RateChanged
    | ContributionEnded
    | ContributionPutRight
    | ContributionTakenBack
    | Owed
    | Paid
    | PaidBack
    | DoubtSettled
    | TermsSet
    | Anchored
    | FeeSet
    | Raised
    | Closed
)


DECISIONS = (TermsSet, Anchored, FeeSet, Raised, Closed)
"""What finance's own stream tells, of all homes."""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One fact of a home, of the network or of finance, in its place in the log."""

    position: int
    """Its place in the log: the order of all facts."""
    version: int
    """Its place in its stream: with the home, the id of the record that it begins."""
    recorded_on: date
    """The day on which it reached the log."""
    day: date
    """Its own day: when it happened or, where that is still to come, when it was recorded."""
    told: Any


def no_end(day: date | None) -> date:
    """The day, or no end."""
    return OPEN if day is None else day
