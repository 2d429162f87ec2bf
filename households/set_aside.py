"""Facts from an outbox that a rule refused: they wait in the home's stream until somebody sees to them."""

from typing import Annotated

import msgspec

from households.events import RecordSetAside, RecordSettled
from households.home import Home
from households.recording.command import Command, RecordReference, prose
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import record_given
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class SettleRecord(Command, frozen=True, kw_only=True):
    """Somebody saw to a record that was set aside."""

    record: RecordReference
    outcome: Annotated[str, prose("What was done about it.")]


FORM_NOT_READ = "form_not_read"
"""The rule of a form that no release reads any more as it was filled in."""


class Typed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form as it was filled in, where it comes to no command: an earlier release asked other things."""

    path: dict[str, str]
    """What its address said."""
    typed: list[tuple[str, str]]
    """What stood in its fields, in order."""


class SetAside(Command, frozen=True, kw_only=True):
    """Keep a fact from an outbox for a person to see to, because of who made it or how; no rule was asked."""

    command: str
    """The name of the fact's own command."""
    record_class: RecordClass
    content: str
    """The fact's own command as JSON, or `Typed`."""
    rule: str


def decide_setting_aside(_home: Home, command: SetAside, context: Context) -> list[Event]:
    """Always."""
    return [_kept(command.command, command.record_class, command.content, command.rule, context)]


def decide_settling(_home: Home, command: SettleRecord, context: Context) -> list[Event]:
    """Once."""
    record, _ = record_given(context, RecordSetAside, "record")
    if any(isinstance(later.event, RecordSettled) for later in context.record):
        raise Refused(
            "settled_already", "record", "The record has been settled.", "Nothing needs to be done."
        )
    outcome = Sealed.of(command.outcome, context.home_id, RecordClass.CARE, "outcome")
    return [RecordSettled(outcome=outcome, **context.said(context.at, about=record))]


def set_aside(
    kind_name: str, record_class: RecordClass, command: Command, refusal: Refused, context: Context
) -> list[Event]:
    """A fact that a rule refuses, kept as it was sent until somebody sees to it."""
    content = msgspec.json.encode(command).decode()
    return [_kept(kind_name, record_class, content, refusal.code, context)]


def _kept(kind_name: str, record_class: RecordClass, content: str, rule: str, context: Context) -> Event:
    return RecordSetAside(
        command=kind_name,
        content=Sealed.of(content, context.home_id, record_class, "content"),
        rule=rule,
        **context.said(context.at),
    )
