"""Putting right what was recorded of a time in the team: its days, its hours, or that there was one."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.employments import Employment, Hours, Staff
from households.events import AgreedHours, EmploymentAmended, EmploymentRetracted, TimeInTeam
from households.home import Home
from households.recording.command import Command, Reason, RecordReference, Why
from households.recording.context import Context
from households.recording.errors import Refused
from households.rules import foreseeable, in_order
from households.team import WeeklyHours
from households.terms import StaffRole
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class AmendEmployment(Command, frozen=True, kw_only=True):
    """Say anew when somebody joined and left, as what and for how many hours at first, whole."""

    employment: RecordReference
    role: StaffRole
    weekly_hours: WeeklyHours
    started_on: Annotated[date, Meta(description="The first day employed.")]
    left_on: Annotated[date, Meta(description="The last day employed, where that is known.")] | None = None
    why: Why


class RetractEmployment(Command, frozen=True, kw_only=True):
    """Take back a joining that did not happen, or was somebody else's."""

    employment: RecordReference
    reason: Reason


class AmendHours(Command, frozen=True, kw_only=True):
    """Say anew from when a team member worked other hours, and how many, whole."""

    change: RecordReference
    weekly_hours: WeeklyHours
    changed_on: Annotated[date, Meta(description="The first day with these hours.")]
    why: Why


class RetractHours(Command, frozen=True, kw_only=True):
    """Take back a change of hours that did not happen."""

    change: RecordReference
    reason: Reason


def decide_amending_employment(home: Home, command: AmendEmployment, context: Context) -> list[Event]:
    """At no other time in the team of the same person; changes of hours stay as they are."""
    staff_id, staff, employment = _employment_given(home, context)
    foreseeable(command.started_on, context, "started_on")
    in_order(command.started_on, command.left_on, "left_on")
    if command.left_on is not None:
        foreseeable(command.left_on, context, "left_on")
    amended = Employment(
        employment.version,
        command.role,
        command.started_on,
        [Hours(command.started_on, command.weekly_hours, employment.version), *_changes(employment)],
        command.left_on,
        employment.left_in,
    )
    _need_no_other(staff, employment, amended)
    _check_changes(amended, "started_on")
    return _amended(staff_id, staff, employment, amended, command.why, context)


def decide_retracting_employment(home: Home, command: RetractEmployment, context: Context) -> list[Event]:
    """Spells of sickness in it count no longer, and come back with it if it is recorded anew."""
    staff_id, staff, employment = _employment_given(home, context)
    return [
        EmploymentRetracted(
            staff_id=staff_id,
            replaces=_days(employment),
            left_in=employment.left_in,
            latest=_latest([other for other in staff.employments if other is not employment]),
            reason=Sealed.of(command.reason, staff_id, RecordClass.EMPLOYMENT, "reason"),
            **context.said(context.at, about=employment.version),
        )
    ]


def decide_amending_hours(home: Home, command: AmendHours, context: Context) -> list[Event]:
    """Within the same employment; another change of the same day is refused, not replaced."""
    staff_id, staff, employment, change = _change_given(home, context)
    foreseeable(command.changed_on, context, "changed_on")
    others = [agreed for agreed in employment.hours if agreed is not change]
    amended = _with_hours(
        employment, [*others, Hours(command.changed_on, command.weekly_hours, change.said_in)]
    )
    _check_changes(amended, "changed_on")
    if not employment.covers(command.changed_on):
        raise Refused(
            "not_in_the_team_that_day",
            "changed_on",
            "The team member was not employed on that day in this time in the team.",
            "Correct the day, or correct the time in the team first.",
        )
    return _amended(staff_id, staff, employment, amended, command.why, context)


def decide_retracting_hours(home: Home, command: RetractHours, context: Context) -> list[Event]:
    """The hours from before go on."""
    staff_id, staff, employment, change = _change_given(home, context)
    amended = _with_hours(employment, [agreed for agreed in employment.hours if agreed is not change])
    return _amended(staff_id, staff, employment, amended, command.reason, context)


def _amended(
    staff_id: UUID, staff: Staff, employment: Employment, amended: Employment, why: str, context: Context
) -> list[Event]:
    others = [other for other in staff.employments if other is not employment]
    latest = _latest([*others, amended])
    return [
        EmploymentAmended(
            staff_id=staff_id,
            role=amended.role,
            hours=tuple(
                AgreedHours(said_in=agreed.said_in, weekly_hours=agreed.weekly_hours, since=agreed.since)
                for agreed in amended.hours
                if amended.covers(agreed.since)
            ),
            left_on=amended.left_on,
            replaces=_days(employment),
            left_in=employment.left_in,
            latest=latest or _time(amended),
            why=Sealed.of(why, staff_id, RecordClass.EMPLOYMENT, "why"),
            **context.said_on(amended.started_on, about=employment.version),
        )
    ]


def _with_hours(employment: Employment, hours: list[Hours]) -> Employment:
    return Employment(
        employment.version,
        employment.role,
        employment.started_on,
        sorted(hours, key=lambda agreed: agreed.since),
        employment.left_on,
        employment.left_in,
    )


def _changes(employment: Employment) -> list[Hours]:
    """The hours after the first."""
    return [agreed for agreed in employment.hours if agreed.said_in != employment.version]


def _days(employment: Employment) -> tuple[date, ...]:
    return tuple(agreed.since for agreed in employment.hours)


def _latest(employments: Sequence[Employment]) -> TimeInTeam | None:
    latest = max(employments, key=lambda time: time.started_on, default=None)
    return None if latest is None else _time(latest)


def _time(employment: Employment) -> TimeInTeam:
    return TimeInTeam(role=employment.role, started_on=employment.started_on, left_on=employment.left_on)


def _employment_given(home: Home, context: Context) -> tuple[UUID, Staff, Employment]:
    for staff_id, staff in home.staff.items():
        employment = staff.employment(context.about)
        if employment is not None:
            return staff_id, staff, employment
    raise _unknown("employment")


def _change_given(home: Home, context: Context) -> tuple[UUID, Staff, Employment, Hours]:
    """Whose change of hours it was; the first hours belong to the joining itself."""
    for staff_id, staff in home.staff.items():
        for employment in staff.employments:
            for agreed in _changes(employment):
                if agreed.said_in == context.about:
                    return staff_id, staff, employment, agreed
    raise _unknown("change")


def _unknown(field: str) -> Refused:
    return Refused(
        "record_unknown",
        field,
        "The home has no such record, or it was taken back or replaced.",
        "Use the id that was answered when it was made.",
    )


def _need_no_other(staff: Staff, employment: Employment, amended: Employment) -> None:
    ends = amended.left_on or date.max
    others = [other for other in staff.employments if other is not employment]
    begins = amended.started_on
    if any(other.started_on <= ends and begins <= (other.left_on or date.max) for other in others):
        raise Refused(
            "in_the_team_already",
            "started_on",
            "The team member has another time in the team on some of these days.",
            "Correct the days, or take the other one back first.",
        )


def _check_changes(amended: Employment, field: str) -> None:
    """One number of hours a day, and none before the first."""
    changes = [agreed.since for agreed in _changes(amended)]
    if len(set(changes)) < len(changes) or any(since <= amended.started_on for since in changes):
        raise Refused(
            "hours_changed_that_day",
            field,
            "The weekly hours are known to have changed on that day, or before the first.",
            "Correct the day, or correct or take back the other change of hours.",
        )
