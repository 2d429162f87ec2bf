"""The team: joining, weekly hours, leaving, and what counts as full time."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.command import Command, Reference, decimal, line
from households.terms import StaffRole

StaffGiven = Annotated[str, line(60, "A member of the team: the id or the home's own reference.")]
WeeklyHours = Annotated[Decimal, decimal("Hours a week.", "0", "100")]


class JoinTeam(Command, frozen=True, kw_only=True):
    """Somebody joins the team; employment that has ended can be recorded whole."""

    staff_ref: (
        Annotated[
            Reference,
            Meta(
                description="The home's reference for the team member; a former colleague's means that this person comes "
                "back. Left out: the next free one."
            ),
        ]
        | None
    ) = None
    given_name: Annotated[str, line(100, "Given name.")]
    family_name: Annotated[str, line(100, "Family name.")]
    role: StaffRole
    weekly_hours: WeeklyHours
    started_on: Annotated[date, Meta(description="The first day employed.")]
    left_on: Annotated[date, Meta(description="The last day employed, where that is known.")] | None = None


class ChangeHours(Command, frozen=True, kw_only=True):
    """A team member works other weekly hours from a day on."""

    staff: StaffGiven
    weekly_hours: WeeklyHours
    changed_on: Annotated[date, Meta(description="The first day with these hours.")]


class LeaveTeam(Command, frozen=True, kw_only=True):
    """A team member leaves."""

    staff: StaffGiven
    left_on: Annotated[date, Meta(description="The last day employed.")]


class ChangeFullTimeHours(Command, frozen=True, kw_only=True):
    """Set the weekly hours that count as full time in this home, from a day on."""

    hours: Annotated[Decimal, decimal("Hours a week.", "1", "100")]
    changed_on: Annotated[date, Meta(description="The first day that this holds.")]
