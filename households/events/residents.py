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


class Placed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where in the home a resident lives from a day on, until the stay's next placement."""

    said_in: int
    """The version of the event that first said so: the moving in, or the move."""
    household_id: UUID
    room: str | None = None
    since: date


class StayAmended(Event, frozen=True, kw_only=True):
    """A stay as it should have been recorded, whole (`about` the stay); it happened on its first day."""

    topic = "stay-amended/1"
    resident_id: UUID
    placements: tuple[Placed, ...]
    """In order; the first begins with the stay."""
    moved_out_on: date | None = None
    moved_out_reason: MovedOutReason | None = None
    replaces: tuple[date, ...]
    """The days since which the placements counted that these replace."""
    why: Sealed
    """Text, for care, label `why`."""

    @property
    def moved_in_on(self) -> date:
        """The first night in the home."""
        return self.placements[0].since


class StayRetracted(Event, frozen=True, kw_only=True):
    """Nobody moved in, or somebody else (`about` the stay)."""

    topic = "stay-retracted/1"
    resident_id: UUID
    replaces: tuple[date, ...]
    """The days since which its placements counted."""
    reason: Sealed
    """Text, for care, label `reason`."""


class AbsenceAmended(Event, frozen=True, kw_only=True):
    """An absence as it should have been recorded, whole (`about` the absence)."""

    topic = "absence-amended/1"
    resident_id: UUID
    stay: int
    away_from: date
    back_on: date | None = None
    reason: AbsenceReason
    why: Sealed
    """Text, for care, label `why`."""


class AbsenceRetracted(Event, frozen=True, kw_only=True):
    """The resident was not away (`about` the absence)."""

    topic = "absence-retracted/1"
    resident_id: UUID
    stay: int
    reason: Sealed
