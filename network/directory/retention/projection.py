"""The projection `retention`: since when people are gone, whose keys are destroyed, and what is held."""

from datetime import date
from pathlib import Path
from uuid import UUID

from households.events import (
    ContributionAgreed,
    ContributionAmended,
    ContributionChanged,
    ContributionEnded,
    EmploymentAmended,
    EmploymentRetracted,
    PaymentReceived,
    PersonForgotten,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
    StayAmended,
    StayRetracted,
)
from network.days import local_date
from network.directory.events import ErasureHeld, ErasureReleased
from network.eventstore.sealed import RecordClass
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

STILL_THERE = date.max
"""PostgreSQL's 'infinity'."""
ONLY = 0
"""The `stay` of a colleague: who comes back is employed anew, in the same row."""


def resident_moved_in(entry: Entry[ResidentMovedIn], changes: Changes) -> None:
    """Somebody is there."""
    event = entry.event
    key = (entry.stream_id, RecordClass.CARE, event.resident_id, entry.version)
    changes.add("presence", key, person_ref=event.resident_ref, last_day=STILL_THERE)


def resident_moved_out(entry: Entry[ResidentMovedOut], changes: Changes) -> None:
    """Care ends with the day of leaving."""
    event = entry.event
    key = (entry.stream_id, RecordClass.CARE, event.resident_id, event.about)
    changes.set("presence", key, last_day=event.moved_out_on)


def stay_amended(entry: Entry[StayAmended], changes: Changes) -> None:
    """The stay ended on another day, or has not ended."""
    event = entry.event
    key = (entry.stream_id, RecordClass.CARE, event.resident_id, event.about)
    changes.set("presence", key, last_day=event.moved_out_on or STILL_THERE)


def stay_retracted(entry: Entry[StayRetracted], changes: Changes) -> None:
    """Nobody came; what was sealed about whoever was meant is kept from now on as if they had left."""
    key = (entry.stream_id, RecordClass.CARE, entry.event.resident_id, entry.event.about)
    changes.set("presence", key, last_day=local_date(entry.recorded_at))


def staff_joined(entry: Entry[StaffJoined], changes: Changes) -> None:
    """Somebody works there, for the first time or again."""
    event = entry.event
    key = (entry.stream_id, RecordClass.EMPLOYMENT, event.staff_id, ONLY)
    changes.put("presence", key, person_ref=event.staff_ref, last_day=STILL_THERE)


def staff_left(entry: Entry[StaffLeft], changes: Changes) -> None:
    """Employment ends."""
    event = entry.event
    key = (entry.stream_id, RecordClass.EMPLOYMENT, event.staff_id, ONLY)
    changes.set("presence", key, last_day=event.left_on)


def employment_amended(entry: Entry[EmploymentAmended], changes: Changes) -> None:
    """The person's latest time in the team ended on another day, or has not ended."""
    _set_employment(entry, changes, entry.event.latest.left_on or STILL_THERE)


def employment_retracted(entry: Entry[EmploymentRetracted], changes: Changes) -> None:
    """What is left is an earlier time in the team; without one, it is kept as if they had left today."""
    latest = entry.event.latest
    last_day = (latest.left_on or STILL_THERE) if latest else local_date(entry.recorded_at)
    _set_employment(entry, changes, last_day)


def contribution_agreed(entry: Entry[ContributionAgreed], changes: Changes) -> None:
    """Money from a day on, and to a day where one is agreed."""
    event = entry.event
    _money(changes, entry.stream_id, event.resident_id, event.ends_on or event.begins_on)


def contribution_changed(entry: Entry[ContributionChanged], changes: Changes) -> None:
    """Another amount from a day on."""
    event = entry.event
    _money(changes, entry.stream_id, event.resident_id, event.ends_on or event.begins_on)


def contribution_amended(entry: Entry[ContributionAmended], changes: Changes) -> None:
    """Other days than were recorded."""
    event = entry.event
    _money(changes, entry.stream_id, event.resident_id, event.ends_on or event.begins_on)


def contribution_ended(entry: Entry[ContributionEnded], changes: Changes) -> None:
    """The last night that somebody pays for."""
    event = entry.event
    _money(changes, entry.stream_id, event.resident_id, event.ends_on)


def payment_received(entry: Entry[PaymentReceived], changes: Changes) -> None:
    """Money for a resident; a public body's for many at once names none."""
    event = entry.event
    if event.resident_id is not None:
        _money(changes, entry.stream_id, event.resident_id, event.received_on)


def person_forgotten(entry: Entry[PersonForgotten], changes: Changes) -> None:
    """The key is destroyed."""
    event = entry.event
    changes.put(
        "forgotten",
        (event.person_id, event.record_class),
        home_id=entry.stream_id,
        forgotten_at=entry.recorded_at,
        forgotten_by=event.recorded_by,
    )


def erasure_held(entry: Entry[ErasureHeld], changes: Changes) -> None:
    """Not to be forgotten for now."""
    event = entry.event
    changes.put(
        "hold",
        (event.person_id, event.record_class),
        reason=event.reason,
        held_at=entry.recorded_at,
        held_by=event.recorded_by,
    )


def erasure_released(entry: Entry[ErasureReleased], changes: Changes) -> None:
    """Nothing holds it any more."""
    changes.delete("hold", (entry.event.person_id, entry.event.record_class))


def _set_employment(
    entry: Entry[EmploymentAmended] | Entry[EmploymentRetracted], changes: Changes, last_day: date
) -> None:
    key = (entry.stream_id, RecordClass.EMPLOYMENT, entry.event.staff_id, ONLY)
    changes.set("presence", key, last_day=last_day)


def _money(changes: Changes, home_id: UUID, person_id: UUID, day: date) -> None:
    changes.mark("money_month", (home_id, person_id), day.replace(day=1))


PROJECTION = Projection(
    name="retention",
    version=2,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        ResidentMovedIn: resident_moved_in,
        ResidentMovedOut: resident_moved_out,
        StayAmended: stay_amended,
        StayRetracted: stay_retracted,
        StaffJoined: staff_joined,
        StaffLeft: staff_left,
        EmploymentAmended: employment_amended,
        EmploymentRetracted: employment_retracted,
        ContributionAgreed: contribution_agreed,
        ContributionChanged: contribution_changed,
        ContributionAmended: contribution_amended,
        ContributionEnded: contribution_ended,
        PaymentReceived: payment_received,
        PersonForgotten: person_forgotten,
        ErasureHeld: erasure_held,
        ErasureReleased: erasure_released,
    },
)
