"""The published language: every event of a home's stream.

Dates are the home's local dates (Europe/London), instants aware UTC, money pounds.
Personal text travels sealed; what stays plain is what the centre counts. An event
that starts a record (a stay, a fall, a spell of sickness, a payment …) gives the
record its id: the home and the event's version in the stream. Later events of the
same record name that version in `about`.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from households.terms import (
    AbsenceReason,
    Action,
    Aid,
    Body,
    BodyPart,
    CostCategory,
    Footwear,
    Harm,
    Lighting,
    MovedOutReason,
    PayerKind,
    Place,
    StaffRole,
    Told,
)
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

# --- The home -----------------------------------------------------------------


class HomeOpened(Event, frozen=True, kw_only=True):
    """The home's stream begins; who and where it is stands in the network's stream."""

    topic = "home-opened/1"
    recorded_from: date
    charged_from: date


class HouseholdOpened(Event, frozen=True, kw_only=True):
    """A household takes its beds into service."""

    topic = "household-opened/1"
    household_id: UUID
    name: str
    beds: int
    opened_on: date


class HouseholdBedsChanged(Event, frozen=True, kw_only=True):
    """A household's beds in service change from a day on."""

    topic = "household-beds-changed/1"
    household_id: UUID
    beds: int
    changed_on: date


# --- Residents ----------------------------------------------------------------


class Identity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a resident is; sealed for care."""

    given_name: str
    family_name: str
    born_on: date | None = None
    nhs_number: str | None = None


class ResidentMovedIn(Event, frozen=True, kw_only=True):
    """A stay begins; its id is this event's version."""

    topic = "resident-moved-in/1"
    resident_id: UUID
    resident_ref: str
    household_id: UUID
    room: str | None = None
    moved_in_on: date
    identity: Sealed
    """An `Identity`, for care, label `identity`."""
    initials: Sealed
    """The resident's initials, for finance, label `initials`."""
    from_home: UUID | None = None
    """The home that the resident moved from, where that is one of the network."""


class ResidentIdentityAmended(Event, frozen=True, kw_only=True):
    """What was recorded of who a resident is was wrong or incomplete."""

    topic = "resident-identity-amended/1"
    resident_id: UUID
    identity: Sealed
    initials: Sealed


class ResidentMovedRoom(Event, frozen=True, kw_only=True):
    """A resident lives in another room or household of the home from a day on (`about` the stay)."""

    topic = "resident-moved-room/1"
    resident_id: UUID
    household_id: UUID
    room: str | None = None
    moved_on: date


class ResidentMovedOut(Event, frozen=True, kw_only=True):
    """A stay ends (`about` the stay); the day of leaving is not an occupied night."""

    topic = "resident-moved-out/1"
    resident_id: UUID
    moved_out_on: date
    reason: MovedOutReason
    to_home: UUID | None = None


class ResidentWentAway(Event, frozen=True, kw_only=True):
    """A resident spends nights elsewhere; the absence's id is this event's version."""

    topic = "resident-went-away/1"
    resident_id: UUID
    stay: int
    away_from: date
    reason: AbsenceReason


class ResidentCameBack(Event, frozen=True, kw_only=True):
    """An absence ends (`about` it); the night of `back_on` is spent in the home."""

    topic = "resident-came-back/1"
    resident_id: UUID
    stay: int
    back_on: date


# --- Falls --------------------------------------------------------------------


class FallAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the team writes of a fall in its own words; sealed for care."""

    description: str | None = None
    place_in_words: str | None = None
    doing: str | None = None
    """What the person was doing."""
    witnessed_by: str | None = None
    injury: str | None = None
    other_actions: tuple[str, ...] = ()
    change_now: str | None = None
    """What the team changes now."""


class FallFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is counted of a fall. None: not said."""

    place: Place
    harm: Harm
    witnessed: bool | None = None
    head_struck: bool | None = None
    on_anticoagulant: bool | None = None
    footwear: Footwear | None = None
    aid: Aid | None = None
    lighting: Lighting | None = None
    injured: tuple[BodyPart, ...] = ()
    actions: tuple[Action, ...] = ()
    told: tuple[Told, ...] = ()


class FallRecorded(Event, frozen=True, kw_only=True):
    """A resident fell, at `occurred_at`; the fall's id is this event's version."""

    topic = "fall-recorded/1"
    resident_id: UUID
    household_id: UUID
    facts: FallFacts
    account: Sealed
    """A `FallAccount`, for care, label `account`."""


class FallAmended(Event, frozen=True, kw_only=True):
    """A fall's record as it should have been, whole (`about` the fall); `occurred_at` is the fall's, as amended."""

    topic = "fall-amended/1"
    resident_id: UUID
    household_id: UUID
    facts: FallFacts
    account: Sealed
    reason: Sealed
    """Why it is amended, for care, label `reason`."""


class FallRetracted(Event, frozen=True, kw_only=True):
    """A fall was recorded that was none, or twice (`about` the fall)."""

    topic = "fall-retracted/1"
    resident_id: UUID
    reason: Sealed


class FallObserved(Event, frozen=True, kw_only=True):
    """A follow-up observation in the 24 hours after a fall (`about` the fall), at `occurred_at`."""

    topic = "fall-observed/1"
    resident_id: UUID
    observation: Sealed
    """Text, for care, label `observation`."""
    concern: bool = False
    """Whether what was seen gives cause for concern."""


class FallNotificationDecided(Event, frozen=True, kw_only=True):
    """A named person decided whether a body is to be notified of a fall (`about` the fall)."""

    topic = "fall-notification-decided/1"
    resident_id: UUID
    body: Body
    notify: bool
    decision: Sealed
    """A `Decision`, for care, label `decision`."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whose decision it was and why; sealed for care."""

    decided_by: str
    reason: str


# --- The team -----------------------------------------------------------------


class StaffName(msgspec.Struct, frozen=True, kw_only=True):
    """A team member's name; sealed for employment."""

    given_name: str
    family_name: str


class StaffJoined(Event, frozen=True, kw_only=True):
    """Somebody joins the team."""

    topic = "staff-joined/1"
    staff_id: UUID
    staff_ref: str
    role: StaffRole
    weekly_hours: Decimal
    started_on: date
    name: Sealed
    """A `StaffName`, for employment, label `name`."""


class StaffHoursChanged(Event, frozen=True, kw_only=True):
    """A team member's weekly hours, from a day on."""

    topic = "staff-hours-changed/1"
    staff_id: UUID
    weekly_hours: Decimal
    changed_on: date


class StaffLeft(Event, frozen=True, kw_only=True):
    """A team member's last day, itself included."""

    topic = "staff-left/1"
    staff_id: UUID
    left_on: date


class FullTimeHoursChanged(Event, frozen=True, kw_only=True):
    """The weekly hours that count as full time in this home, from a day on (37.5 until then)."""

    topic = "full-time-hours-changed/1"
    hours: Decimal
    changed_on: date


# --- Sickness -----------------------------------------------------------------


class SicknessStarted(Event, frozen=True, kw_only=True):
    """A spell of sickness; its id is this event's version. Both days are included."""

    topic = "sickness-started/1"
    staff_id: UUID
    first_day: date
    last_day: date | None = None
    """Set where the spell had ended when it was recorded."""
    reason: Sealed | None = None
    """A reason code S10 to S99, for employment, label `reason`."""


class SicknessEnded(Event, frozen=True, kw_only=True):
    """The last day of a spell (`about` it)."""

    topic = "sickness-ended/1"
    staff_id: UUID
    last_day: date


class SicknessAmended(Event, frozen=True, kw_only=True):
    """A spell's record as it should have been, whole (`about` the spell)."""

    topic = "sickness-amended/1"
    staff_id: UUID
    first_day: date
    last_day: date | None = None
    reason: Sealed | None = None
    retracted: bool = False
    why: Sealed
    """Why it is amended, for employment, label `why`."""


# --- Fees and payments ----------------------------------------------------------


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


class ContributionEnded(Event, frozen=True, kw_only=True):
    """The last chargeable night of a contribution (`about` it)."""

    topic = "contribution-ended/1"
    resident_id: UUID
    payer_id: UUID
    ends_on: date


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
    """An earlier payment with the same payer, day, amount and reference; this one is not counted until settled."""


class PaymentReversed(Event, frozen=True, kw_only=True):
    """A payment was returned or entered in error (`about` it); a row of its own, negative."""

    topic = "payment-reversed/1"
    payer_id: UUID
    reversed_on: date
    amount: Decimal
    """What is taken back: the whole payment, positive."""
    reason: Sealed | None = None
    """Text, for finance, label `reason`."""


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


# --- Life and practice ----------------------------------------------------------


class MomentShared(Event, frozen=True, kw_only=True):
    """Something a resident chose and enjoyed, on a day."""

    topic = "moment-shared/1"
    resident_id: UUID
    enjoyed_on: date
    moment: Sealed
    """Text, for care, label `moment`."""


class VolunteeringRecorded(Event, frozen=True, kw_only=True):
    """Hours that volunteers gave on a day."""

    topic = "volunteering-recorded/1"
    given_on: date
    hours: Decimal


class PracticeChanged(Event, frozen=True, kw_only=True):
    """The team does something differently from a day on; coaches see the text."""

    topic = "practice-changed/1"
    changed_on: date
    text: str


class BaselineRecorded(Event, frozen=True, kw_only=True):
    """A month's totals from before the home began to record. None: not known."""

    topic = "baseline-recorded/1"
    month: date
    occupied_bed_days: int
    falls: int | None = None
    injurious_falls: int | None = None
    fte_days_lost: Decimal | None = None
    fte_days_available: Decimal | None = None


# --- Refused facts and erasure --------------------------------------------------


class RecordSetAside(Event, frozen=True, kw_only=True):
    """A well-formed fact from an outbox that a rule refused; it waits until settled."""

    topic = "record-set-aside/1"
    command: str
    """The command's name."""
    content: Sealed
    """The command as JSON text, under the home's own key for its class, label `content`."""
    rule: str
    """The refusal's code, as in the problem answered online."""


class RecordSettled(Event, frozen=True, kw_only=True):
    """Somebody saw to a record that was set aside (`about` it)."""

    topic = "record-settled/1"
    outcome: Sealed
    """What was done, text, for care under the home's key, label `outcome`."""


class PersonForgotten(Event, frozen=True, kw_only=True):
    """A person's key for a class is destroyed; start-up and restore destroy it again."""

    topic = "person-forgotten/1"
    person_id: UUID
    record_class: RecordClass
    reason: str


HOME_EVENTS: tuple[type[Event], ...] = tuple(
    kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
)
"""Every event of a home's stream; a test holds that each has a stored example that decodes."""

