"""Putting right what was recorded of life in the home: moments, volunteers' hours and changes of practice."""

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from msgspec import Meta

from households.events import (
    MomentAmended,
    MomentRetracted,
    MomentShared,
    PracticeAmended,
    PracticeChanged,
    PracticeRetracted,
    VolunteeringAmended,
    VolunteeringRecorded,
    VolunteeringRetracted,
)
from households.home import Home
from households.recording.command import Command, Reason, RecordReference, Why, decimal, prose
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import record_given, resident_given, stay_given
from households.rules import happened
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

E = TypeVar("E", bound=Event)


class AmendMoment(Command, frozen=True, kw_only=True):
    """Say anew what a resident chose and enjoyed, whole."""

    record: RecordReference
    enjoyed_on: Annotated[date, Meta(description="The day.")]
    moment: Annotated[str, prose("What it was.")]
    why: Why


class RetractMoment(Command, frozen=True, kw_only=True):
    """Take back a moment that was none, or somebody else's."""

    record: RecordReference
    reason: Reason


class AmendVolunteering(Command, frozen=True, kw_only=True):
    """Say anew how many hours volunteers gave, and when."""

    record: RecordReference
    given_on: Annotated[date, Meta(description="The day.")]
    hours: Annotated[Decimal, decimal("Hours, of all volunteers together.", "0.01", "1000")]
    why: Why


class RetractVolunteering(Command, frozen=True, kw_only=True):
    """Take back volunteers' hours that were not given, or recorded twice."""

    record: RecordReference
    reason: Reason


class AmendPractice(Command, frozen=True, kw_only=True):
    """Say anew what the team does differently, and from when; coaches read this."""

    record: RecordReference
    changed_on: Annotated[date, Meta(description="The first day.")]
    text: Annotated[str, prose("What the team does differently. Name no resident or colleague.", 500)]
    why: Why


class RetractPractice(Command, frozen=True, kw_only=True):
    """Take back a change of practice that did not happen."""

    record: RecordReference
    reason: Reason


def decide_amending_moment(home: Home, command: AmendMoment, context: Context) -> list[Event]:
    """Of somebody who lived here that day."""
    record, shared = _standing(context, MomentShared, MomentRetracted)
    resident_id = shared.resident_id
    happened(command.enjoyed_on, context, "enjoyed_on")
    stay_given(resident_given(home, str(resident_id))[1], command.enjoyed_on, "enjoyed_on")
    return [
        MomentAmended(
            resident_id=resident_id,
            enjoyed_on=command.enjoyed_on,
            moment=Sealed.of(command.moment, resident_id, RecordClass.CARE, "moment"),
            why=Sealed.of(command.why, resident_id, RecordClass.CARE, "why"),
            **context.said_on(command.enjoyed_on, about=record),
        )
    ]


def decide_retracting_moment(_home: Home, command: RetractMoment, context: Context) -> list[Event]:
    """Of a moment that stands."""
    record, shared = _standing(context, MomentShared, MomentRetracted)
    reason = Sealed.of(command.reason, shared.resident_id, RecordClass.CARE, "reason")
    return [
        MomentRetracted(
            resident_id=shared.resident_id, reason=reason, **context.said(context.at, about=record)
        )
    ]


def decide_amending_volunteering(_home: Home, command: AmendVolunteering, context: Context) -> list[Event]:
    """On a day that has come."""
    record, _ = _standing(context, VolunteeringRecorded, VolunteeringRetracted)
    happened(command.given_on, context, "given_on")
    return [
        VolunteeringAmended(
            given_on=command.given_on,
            hours=command.hours,
            why=_of_home(command.why, "why", context),
            **context.said_on(command.given_on, about=record),
        )
    ]


def decide_retracting_volunteering(
    _home: Home, command: RetractVolunteering, context: Context
) -> list[Event]:
    """Of hours that stand."""
    record, _ = _standing(context, VolunteeringRecorded, VolunteeringRetracted)
    reason = _of_home(command.reason, "reason", context)
    return [VolunteeringRetracted(reason=reason, **context.said(context.at, about=record))]


def decide_amending_practice(_home: Home, command: AmendPractice, context: Context) -> list[Event]:
    """From a day that has come."""
    record, _ = _standing(context, PracticeChanged, PracticeRetracted)
    happened(command.changed_on, context, "changed_on")
    return [
        PracticeAmended(
            changed_on=command.changed_on,
            text=command.text,
            why=_of_home(command.why, "why", context),
            **context.said_on(command.changed_on, about=record),
        )
    ]


def decide_retracting_practice(_home: Home, command: RetractPractice, context: Context) -> list[Event]:
    """Of a change that stands."""
    record, _ = _standing(context, PracticeChanged, PracticeRetracted)
    reason = _of_home(command.reason, "reason", context)
    return [PracticeRetracted(reason=reason, **context.said(context.at, about=record))]


def _of_home(text: str, label: str, context: Context) -> Sealed:
    """No one resident is concerned, so it is sealed under the home's own key."""
    return Sealed.of(text, context.home_id, RecordClass.CARE, label)


def _standing(context: Context, kind: type[E], retraction: type[Event]) -> tuple[int, E]:
    """The record that a command is about, which must not be taken back; its id and its first event."""
    version, recorded = record_given(context, kind, "record")
    if any(isinstance(later.event, retraction) for later in context.record):
        raise Refused(
            "retracted_already",
            "record",
            "The record has been taken back.",
            "Record it anew if it did happen.",
        )
    return version, recorded
