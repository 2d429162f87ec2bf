"""Life in the home: what residents chose and enjoyed, volunteers' hours, changes of practice."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.events import MomentShared, PracticeChanged, VolunteeringRecorded
from households.home import Home
from households.recording.command import Command, decimal, prose
from households.recording.context import Context
from households.references import resident_given, stay_given
from households.residents import ResidentGiven
from households.rules import happened, opened
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class ShareMoment(Command, frozen=True, kw_only=True):
    """Something that a resident chose and enjoyed."""

    resident: ResidentGiven
    enjoyed_on: Annotated[date, Meta(description="The day.")]
    moment: Annotated[str, prose("What it was.")]


class RecordVolunteering(Command, frozen=True, kw_only=True):
    """Hours that volunteers gave on a day."""

    given_on: Annotated[date, Meta(description="The day.")]
    hours: Annotated[Decimal, decimal("Hours, of all volunteers together.", "0.01", "1000")]


class ChangePractice(Command, frozen=True, kw_only=True):
    """The team does something differently from a day on; coaches read this."""

    changed_on: Annotated[date, Meta(description="The first day.")]
    text: Annotated[str, prose("What the team does differently. Name no resident or colleague.", 500)]


def decide_moment(home: Home, command: ShareMoment, context: Context) -> list[Event]:
    """Of somebody who lived here that day."""
    resident_id, resident = resident_given(home, command.resident)
    happened(command.enjoyed_on, context, "enjoyed_on")
    stay_given(resident, command.enjoyed_on, "enjoyed_on")
    return [
        MomentShared(
            resident_id=resident_id,
            enjoyed_on=command.enjoyed_on,
            moment=Sealed.of(command.moment, resident_id, RecordClass.CARE, "moment"),
            **context.said_on(command.enjoyed_on),
        )
    ]


def decide_volunteering(home: Home, command: RecordVolunteering, context: Context) -> list[Event]:
    """On a day that has come."""
    opened(home)
    happened(command.given_on, context, "given_on")
    return [
        VolunteeringRecorded(
            given_on=command.given_on, hours=command.hours, **context.said_on(command.given_on)
        )
    ]


def decide_practice(home: Home, command: ChangePractice, context: Context) -> list[Event]:
    """From a day that has come."""
    opened(home)
    happened(command.changed_on, context, "changed_on")
    return [
        PracticeChanged(
            changed_on=command.changed_on, text=command.text, **context.said_on(command.changed_on)
        )
    ]
