"""What is in a sealed record once it is opened, and the command that comes of it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from households.outbox.sealing import CannotOpen, OutboxKeys, SealedRecord
from households.recording.command import Command
from households.recording.commands import COMMANDS, CommandKind
from households.recording.form_commands import Fields, read
from households.set_aside import Typed
from network.days import LONDON, local_date
from network.web.problem import Problem, ProblemKind

MADE_BY = re.compile(r"command:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
"""A record that is still on its way, named in a path by the command that makes it."""
MOST_FIELDS = 200
_YEARS = range(1900, 2200)


class OutboxRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form as it was sent on the device, with who sent it and when."""

    kind: str
    """The name of the command."""
    home: str
    """The home's id or reference."""
    path: dict[str, str]
    """Fields that the form's address says; `command:<id>` for a record that was not sent yet."""
    fields: Annotated[list[tuple[str, str]], msgspec.Meta(max_length=MOST_FIELDS)]
    """What was typed, in order."""
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    """The device's clock as it was made."""
    grant: str
    """Who made it, signed by the network."""


_read_record = msgspec.json.Decoder(OutboxRecord).decode


def read_sealed(sent: object) -> SealedRecord:
    """One record of a delivery, or a `Problem`."""
    if isinstance(sent, dict) and isinstance(version := _version(sent), int) and version > 1:  # pyright: ignore[reportUnknownArgumentType]
        raise Problem(
            ProblemKind.BUSY,
            "The record is in a form that a newer release reads.",
            remedy="Keep it, and send it again when the service has been brought up to date.",
        )
    try:
        return msgspec.convert(sent, SealedRecord)
    except msgspec.ValidationError:
        raise _unreadable("The record is not sealed as records are.") from None


def open_record(sealed: SealedRecord, keys: OutboxKeys) -> OutboxRecord:
    """What is in it, or a `Problem`."""
    try:
        record = _read_record(keys.open(sealed))
    except CannotOpen:
        raise _unreadable("The record is damaged, or was made for another network.") from None
    except msgspec.MsgspecError:
        raise _unreadable("What is in the record is not a form of this service.") from None
    if record.made_at.year not in _YEARS:
        raise _unreadable("The record was made in no year that can be meant.")
    return record


def kind_of(record: OutboxRecord) -> CommandKind:
    """The kind of command that the form is for, or a `Problem`."""
    kind = COMMANDS.get(record.kind)
    if kind is None:
        raise _unreadable("The record is of a kind that this service does not know.")
    return kind


def commands_named(record: OutboxRecord) -> set[UUID]:
    """The commands whose records its path names."""
    return {UUID(match[1]) for value in record.path.values() if (match := MADE_BY.fullmatch(value))}


def command_of(
    kind: CommandKind, record: OutboxRecord, made: Mapping[UUID, str], made_at: datetime | None = None
) -> Command:
    """The command that the form says, or a `Problem`.

    `made` are the records that were still on their way, `made_at` when it was made by the right time.
    """
    path = _path_of(record, made)
    fields = _fields_of(kind, record, made_at or record.made_at)
    return read(kind, {name: path.get(name, "") for name in kind.path_fields}, fields)


def typed_of(kind: CommandKind, record: OutboxRecord, made: Mapping[UUID, str], made_at: datetime) -> Typed:
    """The form as it was filled in, for a person to record anew; a time left empty is that of its making."""
    then = {record.made_at.isoformat(): f"{made_at.astimezone(LONDON):%Y-%m-%dT%H:%M}"}
    fields = _fields_of(kind, record, made_at)
    typed = [(name, then.get(value, value)) for name, values in fields.items() for value in values if value]
    return Typed(path=_path_of(record, made), typed=typed)


def _path_of(record: OutboxRecord, made: Mapping[UUID, str]) -> dict[str, str]:
    return {name: _resolved(value, made) for name, value in record.path.items()}


def _resolved(value: str, made: Mapping[UUID, str]) -> str:
    match = MADE_BY.fullmatch(value)
    return made[UUID(match[1])] if match else value


def _fields_of(kind: CommandKind, record: OutboxRecord, made_at: datetime) -> Fields:
    """The form's fields; an instant or a day that has to be said and was not is the one of its making."""
    fields: Fields = {}
    for name, value in record.fields:
        fields.setdefault(name, []).append(value)
    # What is said anew is said whole: there, nothing is not now.
    if kind.name.startswith(("amend-", "retract-")):
        return fields
    for field in msgspec.structs.fields(kind.command):
        must_be_said = field.required and field.name in kind.body_fields
        if not must_be_said or any(fields.get(field.name, ())):
            continue
        if _is(datetime, field.type):
            # The device's own clock: where that is wrong, every instant is put right together.
            fields[field.name] = [record.made_at.isoformat()]
        elif _is(date, field.type):
            fields[field.name] = [local_date(made_at).isoformat()]
    return fields


def _is(wanted: type, kind: Any) -> bool:  # noqa: ANN401 - a type hint is anything
    return kind is wanted or getattr(kind, "__origin__", None) is wanted


def _version(sent: dict[str, Any]) -> object:
    return sent.get("v")


def _unreadable(detail: str) -> Problem:
    return Problem(
        ProblemKind.MALFORMED,
        detail,
        field="record",
        remedy="Record it again; if it happens again, tell network IT which page it was on.",
    )
