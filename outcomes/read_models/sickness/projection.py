"""The projection `sickness`: who was employed for how many hours, and spells as they now stand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from households.events import (
    EmploymentAmended,
    EmploymentRetracted,
    FullTimeHoursChanged,
    HomeOpened,
    SicknessAmended,
    SicknessEnded,
    SicknessStarted,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
)
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

ALWAYS = date.min
"""PostgreSQL's '-infinity'."""
OPEN = date.max
"""PostgreSQL's 'infinity'."""
FULL_TIME_HOURS = Decimal("37.5")
"""A week's, unless the home says otherwise."""


def home_opened(entry: Entry[HomeOpened], changes: Changes) -> None:
    """A home's first full-time hours."""
    changes.put("full_time_hours", (entry.stream_id, ALWAYS), hours=FULL_TIME_HOURS)


def full_time_hours_changed(entry: Entry[FullTimeHoursChanged], changes: Changes) -> None:
    """Others from a day on."""
    event = entry.event
    changes.put("full_time_hours", (entry.stream_id, event.changed_on), hours=event.hours)


def staff_joined(entry: Entry[StaffJoined], changes: Changes) -> None:
    """An employment with its first hours."""
    event = entry.event
    changes.add(
        "joining",
        (entry.stream_id, entry.version),
        staff_id=event.staff_id,
        role=event.role,
        started_on=event.started_on,
    )
    key = (entry.stream_id, event.staff_id, event.started_on)
    changes.put("weekly_hours", key, hours=event.weekly_hours, version=entry.version)


def staff_hours_changed(entry: Entry[StaffHoursChanged], changes: Changes) -> None:
    """Other hours from a day on."""
    event = entry.event
    key = (entry.stream_id, event.staff_id, event.changed_on)
    changes.put("weekly_hours", key, hours=event.weekly_hours, version=entry.version)


def staff_left(entry: Entry[StaffLeft], changes: Changes) -> None:
    """The last day of an employment."""
    event = entry.event
    changes.add("leaving", (entry.stream_id, entry.version), staff_id=event.staff_id, left_on=event.left_on)


def employment_amended(entry: Entry[EmploymentAmended], changes: Changes) -> None:
    """The employment as it should have been, with all its hours."""
    event = entry.event
    changes.set("joining", (entry.stream_id, event.about), role=event.role, started_on=event.started_on)
    _take_back(entry, changes)
    for agreed in event.hours:
        key = (entry.stream_id, event.staff_id, agreed.since)
        changes.put("weekly_hours", key, hours=agreed.weekly_hours, version=entry.version)
    if event.left_on is not None:
        key = (entry.stream_id, entry.version)
        changes.add("leaving", key, staff_id=event.staff_id, left_on=event.left_on)


def employment_retracted(entry: Entry[EmploymentRetracted], changes: Changes) -> None:
    """Nobody was employed; spells of sickness without an employment count for nothing."""
    changes.delete("joining", (entry.stream_id, entry.event.about))
    _take_back(entry, changes)


def _take_back(entry: Entry[EmploymentAmended] | Entry[EmploymentRetracted], changes: Changes) -> None:
    """The hours and the last day of an employment as they were told before."""
    event = entry.event
    for day in event.replaces:
        changes.delete("weekly_hours", (entry.stream_id, event.staff_id, day))
    if event.left_in is not None:
        changes.delete("leaving", (entry.stream_id, event.left_in))


def sickness_started(entry: Entry[SicknessStarted], changes: Changes) -> None:
    """A spell, open where its last day is not known."""
    event = entry.event
    changes.add(
        "spell",
        (entry.stream_id, entry.version),
        staff_id=event.staff_id,
        first_day=event.first_day,
        last_day=event.last_day or OPEN,
    )


def sickness_ended(entry: Entry[SicknessEnded], changes: Changes) -> None:
    """The spell's last day."""
    changes.set("spell", (entry.stream_id, entry.event.about), last_day=entry.event.last_day)


def sickness_amended(entry: Entry[SicknessAmended], changes: Changes) -> None:
    """The spell as it should have been recorded, or none."""
    event = entry.event
    key = (entry.stream_id, event.about)
    if event.retracted:
        changes.delete("spell", key)
    else:
        changes.set(
            "spell",
            key,
            staff_id=event.staff_id,
            first_day=event.first_day,
            last_day=event.last_day or OPEN,
        )


PROJECTION = Projection(
    name="sickness",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        HomeOpened: home_opened,
        FullTimeHoursChanged: full_time_hours_changed,
        StaffJoined: staff_joined,
        StaffHoursChanged: staff_hours_changed,
        StaffLeft: staff_left,
        EmploymentAmended: employment_amended,
        EmploymentRetracted: employment_retracted,
        SicknessStarted: sickness_started,
        SicknessEnded: sickness_ended,
        SicknessAmended: sickness_amended,
    },
)
