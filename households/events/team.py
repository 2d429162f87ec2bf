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
