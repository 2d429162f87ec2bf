"""Who works in a home, and for how many hours a week."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from households.terms import StaffRole
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


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
    """A team member's weekly hours, from a day on (`about` the joining, where that was said)."""

    topic = "staff-hours-changed/1"
    staff_id: UUID
    weekly_hours: Decimal
    changed_on: date


class StaffLeft(Event, frozen=True, kw_only=True):
    """A team member's last day, itself included (`about` the joining, where that was said)."""

    topic = "staff-left/1"
    staff_id: UUID
    left_on: date


class FullTimeHoursChanged(Event, frozen=True, kw_only=True):
    """The weekly hours that count as full time in this home, from a day on (37.5 until then)."""

    topic = "full-time-hours-changed/1"
    hours: Decimal
    changed_on: date


class AgreedHours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Weekly hours from a day on, until the employment's next ones."""

    said_in: int
    """The version of the event that first said so: the joining, or the change of hours."""
    weekly_hours: Decimal
    since: date


class TimeInTeam(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What somebody does in the team, from the first day through the last."""

    role: StaffRole
    started_on: date
    left_on: date | None = None


class EmploymentAmended(Event, frozen=True, kw_only=True):
    """An employment as it should have been recorded, whole (`about` the joining)."""

    topic = "employment-amended/1"
    staff_id: UUID
    role: StaffRole
    hours: tuple[AgreedHours, ...]
    """In order; the first begin with the employment."""
    left_on: date | None = None
    """The last day, itself included."""
    replaces: tuple[date, ...]
    """The days since which the weekly hours counted that these replace."""
    left_in: int | None = None
    """The version of the event that said the last day until now."""
    latest: TimeInTeam
    """The person's latest time in the team, as it stands after this; it may be another one."""
    why: Sealed
    """Text, for employment, label `why`."""

    @property
    def started_on(self) -> date:
        """The first day employed."""
        return self.hours[0].since


class EmploymentRetracted(Event, frozen=True, kw_only=True):
    """Nobody joined, or somebody else (`about` the joining)."""

    topic = "employment-retracted/1"
    staff_id: UUID
    replaces: tuple[date, ...]
    """The days since which its weekly hours counted."""
    left_in: int | None = None
    """The version of the event that said its last day."""
    latest: TimeInTeam | None = None
    """The person's latest time in the team that still stands."""
    reason: Sealed
    """Text, for employment, label `reason`."""
