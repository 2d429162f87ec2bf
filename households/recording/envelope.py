"""What surrounds a command on its way into the stream: its envelope, its digest, its clock, its answer."""

import hmac
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from households.home import Home
from households.premises import OpenHome
from households.recording.command import Command
from households.recording.commands import KINDS, CommandKind
from households.recording.context import Context
from households.recording.errors import KeyReused, Refused
from households.rules import CLOCKS_DIFFER, opened
from households.set_aside import set_aside
from network.access.viewer import Viewer
from network.days import local_date
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId
from network.eventstore.stored import CommandReceipt, StoredEvent


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a command beside its content."""

    command_id: UUID
    """The client's idempotency key."""
    now: datetime
    """The server's clock as it came in."""
    sent_by: UUID | None = None
    """The account that sent it, where that is not the one that made it."""
    made_at: datetime | None = None
    """The device's clock as the record was made."""
    sent_at: datetime | None = None
    """The device's clock as it was sent."""
    from_outbox: bool = False
    """Whether a refusal sets the fact aside instead of losing it."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a command."""

    id: str | None
    """The public id of its (first) event; None where nothing had changed."""
    log_position: int
    """The position of its last event; 0 where there is none."""
    version: int
    """The home's version after it."""
    set_aside: bool = False
    repeated: bool = False
    """Whether this is the answer that was given before."""

    @property
    def outcome(self) -> str:
        """What became of it in a word."""
        return "repeated" if self.repeated else "set_aside" if self.set_aside else "recorded"


class _Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str | None
    version: int
    set_aside: bool = False


_read_answer = msgspec.json.Decoder(_Answer).decode


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A command that may be recorded, ready to be decided as often as it takes."""

    viewer: Viewer
    """Who made it."""
    kind: CommandKind
    command: Command
    context: Context
    digest: bytes
    from_outbox: bool

    def decide(self, home: Home, record: list[StoredEvent] | None) -> list[Event]:
        """The events that it comes to in a home; `record` where the kind reads one."""
        if not home.is_open and type(self.command) is not OpenHome:
            opened(home)
        context = self.context if record is None else msgspec.structs.replace(self.context, record=record)
        return self.kind.decide(home, self.command, context)

    def decide_from_memory(self, home: Home) -> list[Event]:
        """The same without asking anybody; none where that would not do, which is no answer yet."""
        if self.kind.reads_record or self.kind.told_outside:
            return []
        try:
            return self.decide(home, None)
        except Refused:
            return []

    def set_aside(self, refusal: Refused) -> list[Event]:
        """The same fact, kept for a person to settle."""
        return set_aside(self.kind.name, self.kind.record_class, self.command, refusal, self.context)

    def receipt(self, version: int, events: list[Event], set_aside: bool) -> CommandReceipt:
        """What is answered when events follow on a version of the home, to be kept with them."""
        home_id = self.context.home_id
        answer = _Answer(f"{home_id.hex}-{version + 1}" if events else None, version + len(events), set_aside)
        return CommandReceipt(home_id, self.context.command_id, self.digest, msgspec.json.encode(answer))


class Counts(Protocol):
    """Who counts what becomes of commands."""

    @property
    def conflicts(self) -> int:
        """How many appends found that others had been first."""
        ...

    def count_command(self, command: str, outcome: str) -> None:
        """A command was recorded, repeated, set_aside or refused, or the home was busy."""

    def count_conflict(self) -> None:
        """An append found that others had been first."""

    def note_outbox_age(self, home_id: UUID, seconds: float) -> None:
        """A record arrived from a home's outbox, so long after it was made."""


def count(request: Request, answer: Recorded, counts: Counts) -> None:
    """Count what became of a command and, the first time that it came from an outbox, how late that was."""
    counts.count_command(request.kind.name, answer.outcome)
    context = request.context
    if context.made_at is not None and not answer.repeated:
        counts.note_outbox_age(context.home_id, (context.now - context.at).total_seconds())


def recorded(receipt: CommandReceipt, position: int, repeated: bool = False) -> Recorded:
    """A receipt as it is answered."""
    answer = _read_answer(receipt.answer)
    return Recorded(
        id=answer.id,
        log_position=position,
        version=answer.version,
        set_aside=answer.set_aside,
        repeated=repeated,
    )


def again(receipt: CommandReceipt, request: Request) -> Recorded:
    """The answer that the command was given before; raises `KeyReused` where it was another command."""
    if not hmac.compare_digest(receipt.digest, request.digest):
        raise KeyReused
    return recorded(receipt, receipt.position, repeated=True)


def request_for(
    viewer: Viewer, home_id: UUID, command: Command, envelope: Envelope, keyed: hmac.HMAC
) -> Request:
    """Check that the viewer may record this, and make it ready. Raises `NotYours` and `Forbidden`."""
    kind = KINDS[type(command)]
    viewer.check(kind.may(viewer, home_id), home_id)
    shift = _clock_shift(envelope)
    flagged = shift if abs(shift) > CLOCKS_DIFFER else None
    context = Context(
        now=envelope.now,
        at=envelope.now if envelope.made_at is None else min(envelope.made_at + shift, envelope.now),
        today=local_date(envelope.now),
        command_id=envelope.command_id,
        recorded_by=viewer.account_id,
        sent_by=envelope.sent_by,
        made_at=envelope.made_at,
        clock_shift=None if flagged is None else flagged.total_seconds(),
        home_id=home_id,
        about=_record_version(kind, command, home_id),
    )
    return Request(
        viewer=viewer,
        kind=kind,
        command=command if flagged is None else _corrected(command, flagged, envelope.made_at),
        context=context,
        digest=digest_of(kind, command, keyed),
        from_outbox=envelope.from_outbox,
    )


def digest_of(kind: CommandKind, command: Command, keyed: hmac.HMAC) -> bytes:
    """Tells a repetition from other content under the same key; says nothing to who has no digest key."""
    content = kind.name.encode() + b"\0" + msgspec.json.encode(command)
    # A copy, because keying one anew takes as long as the rest.
    digest = keyed.copy()
    digest.update(content)
    return digest.digest()


def _clock_shift(envelope: Envelope) -> timedelta:
    """What the device's clock lacks."""
    return timedelta() if envelope.sent_at is None else envelope.now - envelope.sent_at


def _corrected(command: Command, shift: timedelta, made_at: datetime | None) -> Command:
    """The command with its instants moved as far as the device's clock was off; days stay as said.

    An instant that lay ahead of that clock was not read off it: the device asked, and its person knew better.
    """
    instants = {
        name: value + shift
        for name in command.__struct_fields__
        if isinstance(value := getattr(command, name), datetime) and not _is_ahead(value, made_at)
    }
    return msgspec.structs.replace(command, **instants) if instants else command


def _is_ahead(at: datetime, made_at: datetime | None) -> bool:
    return made_at is not None and at - made_at > CLOCKS_DIFFER


def _record_version(kind: CommandKind, command: Command, home_id: UUID) -> int | None:
    """The version of the record that the command is about; None for a record of another home."""
    if kind.record is None:
        return None
    record_id = RecordId.parse(getattr(command, kind.record))
    return record_id.version if record_id.stream_id == home_id else None
