"""The projection `retention`: since when people are gone, whose keys are destroyed, and what is held."""

from datetime import date
from pathlib import Path
from uuid import UUID

from households.events import (
    ContributionAgreed,
    ContributionChanged,
    ContributionEnded,
    PaymentReceived,
    PersonForgotten,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
)
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


def contribution_agreed(entry: Entry[ContributionAgreed], changes: Changes) -> None:
    """Money from a day on, and to a day where one is agreed."""
    event = entry.event
    _money(changes, entry.stream_id, event.resident_id, event.ends_on or event.begins_on)


def contribution_changed(entry: Entry[ContributionChanged], changes: Changes) -> None:
    """Another amount from a day on."""
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


def _money(changes: Changes, home_id: UUID, person_id: UUID, day: date) -> None:
    changes.put("money_month", (home_id, person_id, day.replace(day=1)))


PROJECTION = Projection(
    name="retention",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        ResidentMovedIn: resident_moved_in,
        ResidentMovedOut: resident_moved_out,
        StaffJoined: staff_joined,
        StaffLeft: staff_left,
        ContributionAgreed: contribution_agreed,
        ContributionChanged: contribution_changed,
        ContributionEnded: contribution_ended,
        PaymentReceived: payment_received,
        PersonForgotten: person_forgotten,
        ErasureHeld: erasure_held,
        ErasureReleased: erasure_released,
    },
)
