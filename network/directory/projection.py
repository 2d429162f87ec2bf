"""The projection `directory`: homes, households with their beds, caseloads and commissioning areas."""

from pathlib import Path

from households.events import HouseholdBedsChanged, HouseholdOpened
from network.directory.areas import read_areas
from network.directory.events import CoachAssigned, CoachUnassigned, HomeAmended, HomeJoined
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection


def home_joined(entry: Entry[HomeJoined], changes: Changes) -> None:
    """A home is there."""
    event = entry.event
    changes.put(
        "home",
        (event.home_id,),
        ref=event.ref,
        name=event.name,
        cqc_location_id=event.cqc_location_id,
        icb_ods_code=event.icb_ods_code,
        joined_on=event.joined_on,
        recorded_from=event.recorded_from,
        charged_from=event.charged_from,
        programme_started_on=event.programme_started_on,
    )


def home_amended(entry: Entry[HomeAmended], changes: Changes) -> None:
    """What can be amended of a home; the days it counts from stay."""
    event = entry.event
    changes.set(
        "home",
        (event.home_id,),
        name=event.name,
        cqc_location_id=event.cqc_location_id,
        icb_ods_code=event.icb_ods_code,
        programme_started_on=event.programme_started_on,
    )


def household_opened(entry: Entry[HouseholdOpened], changes: Changes) -> None:
    """A household with its first beds."""
    event = entry.event
    changes.put(
        "household",
        (entry.stream_id, event.household_id),
        name=event.name,
        opened_on=event.opened_on,
        version=entry.version,
    )
    changes.put("household_beds", (entry.stream_id, event.household_id, event.opened_on), beds=event.beds)


def household_beds_changed(entry: Entry[HouseholdBedsChanged], changes: Changes) -> None:
    """Other beds from a day on."""
    event = entry.event
    changes.put("household_beds", (entry.stream_id, event.household_id, event.changed_on), beds=event.beds)


def coach_assigned(entry: Entry[CoachAssigned], changes: Changes) -> None:
    """A home on a coach's caseload."""
    event = entry.event
    changes.put("caseload", (event.account_id, event.home_id), assigned_at=event.occurred_at)


def coach_unassigned(entry: Entry[CoachUnassigned], changes: Changes) -> None:
    """No longer on it."""
    changes.delete("caseload", (entry.event.account_id, entry.event.home_id))


PROJECTION = Projection(
    name="directory",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        HomeJoined: home_joined,
        HomeAmended: home_amended,
        HouseholdOpened: household_opened,
        HouseholdBedsChanged: household_beds_changed,
        CoachAssigned: coach_assigned,
        CoachUnassigned: coach_unassigned,
    },
    reference={"area": read_areas()},
)
