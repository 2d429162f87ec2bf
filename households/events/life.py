"""Moments, volunteering, changes of practice, and the months before a home recorded."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


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


class MomentAmended(Event, frozen=True, kw_only=True):
    """A moment as it should have been recorded, whole (`about` the moment)."""

    topic = "moment-amended/1"
    resident_id: UUID
    enjoyed_on: date
    moment: Sealed
    why: Sealed
    """Text, for care, label `why`."""


class MomentRetracted(Event, frozen=True, kw_only=True):
    """There was no such moment, or it was somebody else's (`about` it)."""

    topic = "moment-retracted/1"
    resident_id: UUID
    reason: Sealed
    """Text, for care, label `reason`."""


class VolunteeringAmended(Event, frozen=True, kw_only=True):
    """Volunteers' hours as they should have been recorded, whole (`about` them)."""

    topic = "volunteering-amended/1"
    given_on: date
    hours: Decimal
    why: Sealed
    """Text, for care under the home's key, label `why`."""


class VolunteeringRetracted(Event, frozen=True, kw_only=True):
    """The hours were not given, or recorded twice (`about` them)."""

    topic = "volunteering-retracted/1"
    reason: Sealed
    """Text, for care under the home's key, label `reason`."""


class PracticeAmended(Event, frozen=True, kw_only=True):
    """A change of practice as it should have been recorded, whole (`about` it); coaches see the text."""

    topic = "practice-amended/1"
    changed_on: date
    text: str
    why: Sealed
    """Text, for care under the home's key, label `why`."""


class PracticeRetracted(Event, frozen=True, kw_only=True):
    """The team did not change what it does (`about` the change)."""

    topic = "practice-retracted/1"
    reason: Sealed
    """Text, for care under the home's key, label `reason`."""


class BaselineRecorded(Event, frozen=True, kw_only=True):
    """A month's totals from before the home began to record. None: not known."""

    topic = "baseline-recorded/1"
    month: date
    occupied_bed_days: int
    falls: int | None = None
    injurious_falls: int | None = None
    fte_days_lost: Decimal | None = None
    fte_days_available: Decimal | None = None
