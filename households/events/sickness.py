"""Spells of sickness in the team."""

from datetime import date
from uuid import UUID

from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


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


class SicknessReasonShared(Event, frozen=True, kw_only=True):
    """Who gave a spell's reason lets another account read it, or no longer (`about` the spell)."""

    topic = "sickness-reason-shared/1"
    staff_id: UUID
    account_id: UUID
    shared: bool
