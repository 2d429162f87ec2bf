"""The projection `activity`: what homes recorded, what corrected it, on which days, and who is off sick."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from households.events import (
    HOME_EVENTS,
    AbsenceAmended,
    BaselineRecorded,
    ContributionAmended,
    EmploymentAmended,
    FallAmended,
    FallNotificationRetracted,
    FallObservationRetracted,
    MomentAmended,
    PersonForgotten,
    PracticeAmended,
    RecordSettled,
    SicknessAmended,
    SicknessEnded,
    SicknessStarted,
    StayAmended,
    VolunteeringAmended,
)
from households.events.taking_back import RETRACTIONS
from network.days import local_date
from network.eventstore.event import Event
from network.projections.changes import Changes
from network.projections.projection import Entry, Handler, Projection

PERSONS = ("resident_id", "staff_id")

DETAILS: Mapping[str, tuple[str, ...]] = {
    "home-opened": ("recorded_from",),
    "household-opened": ("name", "beds", "opened_on"),
    "household-beds-changed": ("beds", "changed_on"),
    "resident-moved-in": ("moved_in_on", "room"),
    "resident-moved-room": ("moved_on", "room"),
    "resident-moved-out": ("moved_out_on", "reason"),
    "stay-amended": ("moved_out_on", "placements"),
    "resident-went-away": ("away_from", "reason"),
    "resident-came-back": ("back_on",),
    "absence-amended": ("away_from", "back_on", "reason"),
    "fall-recorded": ("facts.place", "facts.harm", "facts.actions"),
    "fall-amended": ("facts.place", "facts.harm", "facts.actions"),
    "fall-observed": ("concern",),
    "fall-notification-decided": ("body", "notify"),
    "fall-notification-retracted": ("body",),
    "staff-joined": ("role", "started_on"),
    "staff-hours-changed": ("weekly_hours", "changed_on"),
    "staff-left": ("left_on",),
    "employment-amended": ("role", "left_on", "hours"),
    "full-time-hours-changed": ("hours", "changed_on"),
    "sickness-started": ("first_day", "last_day"),
    "sickness-ended": ("last_day",),
    "sickness-amended": ("first_day", "last_day", "retracted"),
    "sickness-reason-shared": ("shared",),
    "contribution-agreed": ("payer_kind", "weekly_amount", "begins_on", "ends_on"),
    "contribution-changed": ("weekly_amount", "begins_on"),
    "contribution-ended": ("ends_on",),
    "contribution-amended": ("weekly_amount", "begins_on", "ends_on"),
    "payment-received": ("received_on", "amount", "possible_duplicate_of"),
    "payment-reversed": ("reversed_on", "amount"),
    "possible-duplicate-settled": ("is_same",),
    "opening-balance-recorded": ("due_on", "amount"),
    "cost-recorded": ("month", "category", "amount"),
    "cost-retracted": ("month", "category"),
    "moment-shared": ("enjoyed_on",),
    "moment-amended": ("enjoyed_on",),
    "volunteering-recorded": ("given_on", "hours"),
    "volunteering-amended": ("given_on", "hours"),
    "practice-changed": ("changed_on", "text"),
    "practice-amended": ("changed_on", "text"),
    "baseline-recorded": ("month",),
    "record-set-aside": ("command", "rule"),
    "person-forgotten": ("record_class",),
}
"""The plain facts that a summary sentence may need. Nothing sealed; of what is typed freely only a change of
practice, which is written for coaches, and what a household is called."""

CORRECTED_BY: Mapping[type[Event], str] = {
    **dict.fromkeys(
        (
            AbsenceAmended,
            ContributionAmended,
            EmploymentAmended,
            FallAmended,
            MomentAmended,
            PracticeAmended,
            RecordSettled,
            SicknessAmended,
            StayAmended,
            VolunteeringAmended,
            *RETRACTIONS,
        ),
        "about",
    ),
    FallObservationRetracted: "observation",
    FallNotificationRetracted: "decision",
}
"""What says a record anew, settles it or takes it back, and the field that names which one."""


WEEKDAYS = tuple(timedelta(days=day) for day in range(7))
"""How long ago Monday was."""


def make_handler(event_type: type[Event]) -> Handler:
    """The handler for one type of event; what can be known before an event comes is worked out here."""
    kind = event_type.topic.partition("/")[0]
    of_resident, of_staff = (person in event_type.__struct_fields__ for person in PERSONS)
    read_detail = _detail_reader(DETAILS.get(kind, ()))
    is_of_team = event_type is not PersonForgotten
    is_of_day = is_of_team and event_type is not BaselineRecorded

    def record(entry: Entry[Any], changes: Changes) -> None:
        event, home_id, recorded_at = entry.event, entry.stream_id, entry.recorded_at
        occurred_at = event.occurred_at
        made_at = entry.made_at
        row = (
            home_id,
            entry.version,
            entry.position,
            kind,
            occurred_at,
            recorded_at,
            None if made_at is recorded_at else made_at,
            event.recorded_by,
            event.sent_by,
            event.about,
            event.resident_id if of_resident else None,
            event.staff_id if of_staff else None,
            read_detail(event),
        )
        changes.append("event", row)
        if is_of_day:
            # What is agreed for a day to come tells of the day on which it was written down.
            day = local_date(min(occurred_at, made_at))
            if changes.mark("recorded_day", (home_id,), day):
                changes.mark("recorded_week", (home_id,), day - WEEKDAYS[day.weekday()])
        if is_of_team:
            changes.put("home", (home_id,), last_recorded_at=made_at)

    return record


def _with_spells(record: Handler) -> Handler:
    """The same, and what an event of somebody's sickness says of who is off."""

    def both(entry: Entry[Any], changes: Changes) -> None:
        record(entry, changes)
        _note_spell(entry, changes)

    return both


def _with_correction(record: Handler, corrected: str) -> Handler:
    """The same, and that what a record said first no longer stands. Nothing corrects what was taken back."""

    def both(entry: Entry[Any], changes: Changes) -> None:
        record(entry, changes)
        key = (entry.stream_id, getattr(entry.event, corrected))
        changes.put("correction", key, latest=entry.version)

    return both


def _note_spell(entry: Entry[SicknessStarted | SicknessEnded | SicknessAmended], changes: Changes) -> None:
    event = entry.event
    key = (entry.stream_id, event.about or entry.version)
    is_over = event.last_day is not None or (isinstance(event, SicknessAmended) and event.retracted)
    if is_over or isinstance(event, SicknessEnded):
        changes.delete("spell", key)
    else:
        changes.put("spell", key, staff_id=event.staff_id, first_day=event.first_day)


def _detail_reader(fields: tuple[str, ...]) -> Callable[[Event], str]:
    """Reads these fields of an event into JSON text; a struct is made and written twice as fast as a dict."""
    if not fields:
        return lambda _: "{}"
    encode = msgspec.json.Encoder().encode
    detail = msgspec.defstruct("Detail", [field.rpartition(".")[2] for field in fields], gc=False)
    read = attrgetter(*fields)
    if len(fields) == 1:
        return lambda event: encode(detail(read(event))).decode()
    return lambda event: encode(detail(*read(event))).decode()


_SPELLS = (SicknessStarted, SicknessEnded, SicknessAmended)


def _handler(event_type: type[Event]) -> Handler:
    """All that an event of a type says."""
    handler = make_handler(event_type)
    if event_type in CORRECTED_BY:
        handler = _with_correction(handler, CORRECTED_BY[event_type])
    return _with_spells(handler) if event_type in _SPELLS else handler


PROJECTION = Projection(
    name="activity",
    version=5,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={event_type: _handler(event_type) for event_type in HOME_EVENTS},
)
