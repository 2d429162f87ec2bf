"""The projection `roster`: stays and placements, the team, and sealed who-they-are beside them."""

from pathlib import Path
from uuid import UUID

from households.events import (
    AbsenceAmended,
    AbsenceRetracted,
    EmploymentAmended,
    EmploymentRetracted,
    PersonForgotten,
    ResidentCameBack,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
    StaffJoined,
    StaffLeft,
    StayAmended,
    StayRetracted,
)
from households.terms import MovedOutReason
from network.eventstore.sealed import RecordClass, Sealed
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

LABELS = {
    RecordClass.CARE: "identity",
    RecordClass.FINANCE: "initials",
    RecordClass.EMPLOYMENT: "name",
}
"""The one value of each record class that this projection keeps of a person."""


def resident_moved_in(entry: Entry[ResidentMovedIn], changes: Changes) -> None:
    """A stay with its first placement."""
    event = entry.event
    changes.add(
        "stay",
        (entry.stream_id, entry.version),
        resident_id=event.resident_id,
        resident_ref=event.resident_ref,
        moved_in_on=event.moved_in_on,
        moved_out_on=None,
        moved_out_reason=None,
        from_home=event.from_home,
        to_home=None,
    )
    changes.put(
        "placement",
        (entry.stream_id, entry.version, event.moved_in_on),
        resident_id=event.resident_id,
        household_id=event.household_id,
        room=event.room,
    )
    _put_personal(changes, entry.stream_id, event.resident_id, RecordClass.CARE, event.identity)
    _put_personal(changes, entry.stream_id, event.resident_id, RecordClass.FINANCE, event.initials)


def resident_identity_amended(entry: Entry[ResidentIdentityAmended], changes: Changes) -> None:
    """Who a resident is, anew."""
    event = entry.event
    _put_personal(changes, entry.stream_id, event.resident_id, RecordClass.CARE, event.identity)
    _put_personal(changes, entry.stream_id, event.resident_id, RecordClass.FINANCE, event.initials)


def resident_moved_room(entry: Entry[ResidentMovedRoom], changes: Changes) -> None:
    """The stay's next placement."""
    event = entry.event
    changes.put(
        "placement",
        (entry.stream_id, event.about, event.moved_on),
        resident_id=event.resident_id,
        household_id=event.household_id,
        room=event.room,
    )


def resident_moved_out(entry: Entry[ResidentMovedOut], changes: Changes) -> None:
    """The stay's end."""
    event = entry.event
    changes.set(
        "stay",
        (entry.stream_id, event.about),
        moved_out_on=event.moved_out_on,
        moved_out_reason=event.reason,
        to_home=event.to_home,
    )


def stay_amended(entry: Entry[StayAmended], changes: Changes) -> None:
    """The stay as it should have been, with all its placements."""
    event = entry.event
    changes.set(
        "stay",
        (entry.stream_id, event.about),
        moved_in_on=event.moved_in_on,
        moved_out_on=event.moved_out_on,
        moved_out_reason=event.moved_out_reason,
    )
    if event.moved_out_reason is not MovedOutReason.OTHER_HOME:
        changes.set("stay", (entry.stream_id, event.about), to_home=None)
    for day in event.replaces:
        changes.delete("placement", (entry.stream_id, event.about, day))
    for placed in event.placements:
        changes.put(
            "placement",
            (entry.stream_id, event.about, placed.since),
            resident_id=event.resident_id,
            household_id=placed.household_id,
            room=placed.room,
        )


def stay_retracted(entry: Entry[StayRetracted], changes: Changes) -> None:
    """There was no such stay; what the person is called stays, for the history to name them."""
    event = entry.event
    changes.delete("stay", (entry.stream_id, event.about))
    for day in event.replaces:
        changes.delete("placement", (entry.stream_id, event.about, day))


def resident_went_away(entry: Entry[ResidentWentAway], changes: Changes) -> None:
    """An open absence."""
    event = entry.event
    changes.add(
        "absence",
        (entry.stream_id, event.stay, entry.version),
        away_from=event.away_from,
        reason=event.reason,
    )


def resident_came_back(entry: Entry[ResidentCameBack], changes: Changes) -> None:
    """One absence is over; an earlier one that is told late leaves the one of today as it is."""
    changes.delete("absence", (entry.stream_id, entry.event.stay, entry.event.about))


def absence_amended(entry: Entry[AbsenceAmended], changes: Changes) -> None:
    """Open, or over, as it should have been recorded."""
    event = entry.event
    key = (entry.stream_id, event.stay, event.about)
    if event.back_on is None:
        changes.put("absence", key, away_from=event.away_from, reason=event.reason)
    else:
        changes.delete("absence", key)


def absence_retracted(entry: Entry[AbsenceRetracted], changes: Changes) -> None:
    """The resident was not away."""
    changes.delete("absence", (entry.stream_id, entry.event.stay, entry.event.about))


def staff_joined(entry: Entry[StaffJoined], changes: Changes) -> None:
    """A member of the team; who comes back is the same person with a new start."""
    event = entry.event
    changes.put(
        "staff",
        (entry.stream_id, event.staff_id),
        staff_ref=event.staff_ref,
        role=event.role,
        started_on=event.started_on,
        left_on=None,
    )
    _put_personal(changes, entry.stream_id, event.staff_id, RecordClass.EMPLOYMENT, event.name)


def staff_left(entry: Entry[StaffLeft], changes: Changes) -> None:
    """The last day."""
    changes.set("staff", (entry.stream_id, entry.event.staff_id), left_on=entry.event.left_on)


def employment_amended(entry: Entry[EmploymentAmended], changes: Changes) -> None:
    """The person's latest time in the team, which need not be the one that was amended."""
    event, latest = entry.event, entry.event.latest
    changes.set(
        "staff",
        (entry.stream_id, event.staff_id),
        role=latest.role,
        started_on=latest.started_on,
        left_on=latest.left_on,
    )


def employment_retracted(entry: Entry[EmploymentRetracted], changes: Changes) -> None:
    """The time in the team before it, if there was one."""
    key, latest = (entry.stream_id, entry.event.staff_id), entry.event.latest
    if latest is None:
        changes.delete("staff", key)
    else:
        changes.set("staff", key, role=latest.role, started_on=latest.started_on, left_on=latest.left_on)


def person_forgotten(entry: Entry[PersonForgotten], changes: Changes) -> None:
    """The value can't be opened any more, so it goes."""
    event = entry.event
    changes.delete("personal", (entry.stream_id, event.person_id, LABELS[event.record_class]))


def _put_personal(
    changes: Changes, home_id: UUID, person_id: UUID, record_class: RecordClass, value: Sealed
) -> None:
    key = (home_id, person_id, LABELS[record_class])
    changes.put("personal", key, record_class=record_class, token=value.token)


PROJECTION = Projection(
    name="roster",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        ResidentMovedIn: resident_moved_in,
        ResidentIdentityAmended: resident_identity_amended,
        ResidentMovedRoom: resident_moved_room,
        ResidentMovedOut: resident_moved_out,
        StayAmended: stay_amended,
        StayRetracted: stay_retracted,
        ResidentWentAway: resident_went_away,
        ResidentCameBack: resident_came_back,
        AbsenceAmended: absence_amended,
        AbsenceRetracted: absence_retracted,
        StaffJoined: staff_joined,
        StaffLeft: staff_left,
        EmploymentAmended: employment_amended,
        EmploymentRetracted: employment_retracted,
        PersonForgotten: person_forgotten,
    },
)
