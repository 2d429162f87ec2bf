"""The team: joining, weekly hours, leaving, and what counts as full time."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.employments import Employment, Staff
from households.events import FullTimeHoursChanged, StaffHoursChanged, StaffJoined, StaffLeft, StaffName
from households.home import Home
from households.recording.command import Command, Reference, decimal, line
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import next_reference, staff_given
from households.rules import foreseeable, in_order, opened
from households.terms import StaffRole
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

StaffGiven = Annotated[str, line(60, "A member of the team: the id or the home's own reference.")]
WeeklyHours = Annotated[Decimal, decimal("Hours a week.", "0", "100")]


class JoinTeam(Command, frozen=True, kw_only=True):
    """Somebody joins the team; employment that has ended can be recorded whole."""

    staff_ref: (
        Annotated[
            Reference,
            Meta(
                description="The home's reference for the team member; a former colleague's means that this "
                "person comes back. Left out: the next free one."
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


def decide_joining(home: Home, command: JoinTeam, context: Context) -> list[Event]:
    """A new colleague, or a former one who comes back after the last day."""
    opened(home)
    foreseeable(command.started_on, context, "started_on")
    in_order(command.started_on, command.left_on, "left_on")
    ref = command.staff_ref or next_reference("S", home.staff_refs, len(home.staff))
    staff_id = home.staff_refs.get(ref) or context.new_id("staff")
    _check_comes_back(home.staff.get(staff_id), command.started_on)
    name = StaffName(given_name=command.given_name, family_name=command.family_name)
    joined = StaffJoined(
        staff_id=staff_id,
        staff_ref=ref,
        role=command.role,
        weekly_hours=command.weekly_hours,
        started_on=command.started_on,
        name=Sealed.of(name, staff_id, RecordClass.EMPLOYMENT, "name"),
        **context.said_on(command.started_on),
    )
    if command.left_on is None:
        return [joined]
    foreseeable(command.left_on, context, "left_on")
    said = context.said_on(command.left_on, about=home.version + 1)
    return [joined, StaffLeft(staff_id=staff_id, left_on=command.left_on, **said)]


def _check_comes_back(staff: Staff | None, started_on: date) -> None:
    if staff is None or not staff.employments:
        return
    left_on = staff.employments[-1].left_on
    if left_on is None or started_on <= left_on:
        raise Refused(
            "in_the_team_already",
            "staff_ref",
            "The team member of that reference has not left before that day.",
            "Use another reference for another person, or record first when the person left.",
        )


def decide_hours(home: Home, command: ChangeHours, context: Context) -> list[Event]:
    """Of somebody in the team on that day."""
    staff_id, staff = staff_given(home, command.staff)
    foreseeable(command.changed_on, context, "changed_on")
    employment = need_employed(staff, command.changed_on, "changed_on")
    return [
        StaffHoursChanged(
            staff_id=staff_id,
            weekly_hours=command.weekly_hours,
            changed_on=command.changed_on,
            **context.said_on(command.changed_on, about=employment.version),
        )
    ]


def decide_leaving_team(home: Home, command: LeaveTeam, context: Context) -> list[Event]:
    """Of somebody whose last day is not known yet."""
    staff_id, staff = staff_given(home, command.staff)
    foreseeable(command.left_on, context, "left_on")
    employment = staff.employments[-1] if staff.employments else None
    if employment is None or employment.left_on is not None:
        raise Refused(
            "left_already", "staff", "The team member's last day is known.", "Nothing needs to be recorded."
        )
    in_order(employment.started_on, command.left_on, "left_on")
    said = context.said_on(command.left_on, about=employment.version)
    return [StaffLeft(staff_id=staff_id, left_on=command.left_on, **said)]


def decide_full_time(home: Home, command: ChangeFullTimeHours, context: Context) -> list[Event]:
    """For any day up to a year ahead."""
    opened(home)
    foreseeable(command.changed_on, context, "changed_on")
    return [
        FullTimeHoursChanged(
            hours=command.hours, changed_on=command.changed_on, **context.said_on(command.changed_on)
        )
    ]


def need_employed(staff: Staff, day: date, field: str) -> Employment:
    """The employment on a day; refuse if there is none."""
    employment = staff.employment_on(day)
    if employment is None:
        raise Refused(
            "not_in_the_team_that_day",
            field,
            "The team member was not employed on that day.",
            "Correct the day, or record first when the person joined.",
        )
    return employment
