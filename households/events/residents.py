"""Residents move in, about, away and out."""

from datetime import date
from uuid import UUID

import msgspec

from households.terms import AbsenceReason, MovedOutReason
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


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
