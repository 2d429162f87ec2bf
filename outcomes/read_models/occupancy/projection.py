"""The projection `occupancy`: nights in the home, beds, and what is counted against bed days."""

from datetime import date
from pathlib import Path

from households.events import (
    AbsenceAmended,
    AbsenceRetracted,
    BaselineRecorded,
    HomeOpened,
    HouseholdBedsChanged,
    HouseholdOpened,
    MomentAmended,
    MomentRetracted,
    MomentShared,
    PracticeAmended,
    PracticeChanged,
    PracticeRetracted,
    ResidentCameBack,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
    StayAmended,
    StayRetracted,
    VolunteeringAmended,
    VolunteeringRecorded,
    VolunteeringRetracted,
)
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

OPEN = date.max
"""PostgreSQL's 'infinity'."""


def home_opened(entry: Entry[HomeOpened], changes: Changes) -> None:
    """The day from which a home counts."""
    changes.put("home", (entry.stream_id,), recorded_from=entry.event.recorded_from)


def household_opened(entry: Entry[HouseholdOpened], changes: Changes) -> None:
    """The first beds of a household."""
    event = entry.event
    changes.put("household_beds", (entry.stream_id, event.household_id, event.opened_on), beds=event.beds)


def household_beds_changed(entry: Entry[HouseholdBedsChanged], changes: Changes) -> None:
    """Other beds from a day on."""
    event = entry.event
    changes.put("household_beds", (entry.stream_id, event.household_id, event.changed_on), beds=event.beds)


def resident_moved_in(entry: Entry[ResidentMovedIn], changes: Changes) -> None:
    """An open stay."""
    event = entry.event
    changes.add(
        "stay",
        (entry.stream_id, entry.version),
        resident_id=event.resident_id,
        moved_in_on=event.moved_in_on,
        moved_out_on=OPEN,
    )
    changes.put(
        "stay_household", (entry.stream_id, entry.version, event.moved_in_on), household_id=event.household_id
    )


def resident_moved_room(entry: Entry[ResidentMovedRoom], changes: Changes) -> None:
    """The stay's household from a day on."""
    event = entry.event
    changes.put(
        "stay_household", (entry.stream_id, event.about, event.moved_on), household_id=event.household_id
    )


def resident_moved_out(entry: Entry[ResidentMovedOut], changes: Changes) -> None:
    """The end of the stay; the night of that day is not in it."""
    changes.set("stay", (entry.stream_id, entry.event.about), moved_out_on=entry.event.moved_out_on)


def stay_amended(entry: Entry[StayAmended], changes: Changes) -> None:
    """The stay as it should have been, with all its households."""
    event = entry.event
    changes.set(
        "stay",
        (entry.stream_id, event.about),
        moved_in_on=event.moved_in_on,
        moved_out_on=event.moved_out_on or OPEN,
    )
    for day in event.replaces:
        changes.delete("stay_household", (entry.stream_id, event.about, day))
    for placed in event.placements:
        key = (entry.stream_id, event.about, placed.since)
        changes.put("stay_household", key, household_id=placed.household_id)


def stay_retracted(entry: Entry[StayRetracted], changes: Changes) -> None:
    """Nobody lived there."""
    event = entry.event
    changes.delete("stay", (entry.stream_id, event.about))
    for day in event.replaces:
        changes.delete("stay_household", (entry.stream_id, event.about, day))


def resident_went_away(entry: Entry[ResidentWentAway], changes: Changes) -> None:
    """An open absence."""
    event = entry.event
    changes.add(
        "absence",
        (entry.stream_id, entry.version),
        stay=event.stay,
        resident_id=event.resident_id,
        reason=event.reason,
        away_from=event.away_from,
        back_on=OPEN,
    )


def resident_came_back(entry: Entry[ResidentCameBack], changes: Changes) -> None:
    """The end of the absence."""
    changes.set("absence", (entry.stream_id, entry.event.about), back_on=entry.event.back_on)


def absence_amended(entry: Entry[AbsenceAmended], changes: Changes) -> None:
    """The absence as it should have been."""
    event = entry.event
    changes.set(
        "absence",
        (entry.stream_id, event.about),
        reason=event.reason,
        away_from=event.away_from,
        back_on=event.back_on or OPEN,
    )


def absence_retracted(entry: Entry[AbsenceRetracted], changes: Changes) -> None:
    """The nights were spent in the home."""
    changes.delete("absence", (entry.stream_id, entry.event.about))


def baseline_recorded(entry: Entry[BaselineRecorded], changes: Changes) -> None:
    """A month from before, as last told."""
    event = entry.event
    changes.put(
        "baseline_month",
        (entry.stream_id, event.month),
        occupied_bed_days=event.occupied_bed_days,
        falls=event.falls,
        injurious_falls=event.injurious_falls,
        fte_days_lost=event.fte_days_lost,
        fte_days_available=event.fte_days_available,
    )


def moment_shared(entry: Entry[MomentShared], changes: Changes) -> None:
    """A resident's day; what it was stays sealed in the event."""
    event = entry.event
    changes.append("moment", (entry.stream_id, entry.version, event.resident_id, event.enjoyed_on))


def moment_amended(entry: Entry[MomentAmended], changes: Changes) -> None:
    """The day it was."""
    changes.set("moment", (entry.stream_id, entry.event.about), enjoyed_on=entry.event.enjoyed_on)


def moment_retracted(entry: Entry[MomentRetracted], changes: Changes) -> None:
    """There was no such moment."""
    changes.delete("moment", (entry.stream_id, entry.event.about))


def volunteering_recorded(entry: Entry[VolunteeringRecorded], changes: Changes) -> None:
    """Hours given on a day."""
    event = entry.event
    changes.append("volunteering", (entry.stream_id, entry.version, event.given_on, event.hours))


def volunteering_amended(entry: Entry[VolunteeringAmended], changes: Changes) -> None:
    """The hours as they were."""
    event = entry.event
    changes.set("volunteering", (entry.stream_id, event.about), given_on=event.given_on, hours=event.hours)


def volunteering_retracted(entry: Entry[VolunteeringRetracted], changes: Changes) -> None:
    """Nobody gave them."""
    changes.delete("volunteering", (entry.stream_id, entry.event.about))


def practice_changed(entry: Entry[PracticeChanged], changes: Changes) -> None:
    """A mark on the home's charts."""
    event = entry.event
    changes.add(
        "practice_change", (entry.stream_id, entry.version), changed_on=event.changed_on, text=event.text
    )


def practice_amended(entry: Entry[PracticeAmended], changes: Changes) -> None:
    """The mark where and as it belongs."""
    event = entry.event
    changes.set(
        "practice_change", (entry.stream_id, event.about), changed_on=event.changed_on, text=event.text
    )


def practice_retracted(entry: Entry[PracticeRetracted], changes: Changes) -> None:
    """No mark."""
    changes.delete("practice_change", (entry.stream_id, entry.event.about))


PROJECTION = Projection(
    name="occupancy",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        HomeOpened: home_opened,
        HouseholdOpened: household_opened,
        HouseholdBedsChanged: household_beds_changed,
        ResidentMovedIn: resident_moved_in,
        ResidentMovedRoom: resident_moved_room,
        ResidentMovedOut: resident_moved_out,
        StayAmended: stay_amended,
        StayRetracted: stay_retracted,
        ResidentWentAway: resident_went_away,
        ResidentCameBack: resident_came_back,
        AbsenceAmended: absence_amended,
        AbsenceRetracted: absence_retracted,
        BaselineRecorded: baseline_recorded,
        MomentShared: moment_shared,
        MomentAmended: moment_amended,
        MomentRetracted: moment_retracted,
        VolunteeringRecorded: volunteering_recorded,
        VolunteeringAmended: volunteering_amended,
        VolunteeringRetracted: volunteering_retracted,
        PracticeChanged: practice_changed,
        PracticeAmended: practice_amended,
        PracticeRetracted: practice_retracted,
    },
)
