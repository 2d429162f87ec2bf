"""Records that were set aside, opened for the team of their home: what was sent, and why it was refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from households.events import RecordSetAside, RecordSettled
from households.recording.command import Command
from households.recording.commands import COMMANDS, CommandKind
from households.recording.errors import Invalid
from households.sickness import AmendSickness, StartSickness
from network.access.viewer import Viewer
from network.days import LONDON
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.eventstore.stored import StoredEvent

FormValues = Mapping[str, str | list[str]]


class SetAsideFound(NamedTuple):
    """A record that was set aside."""

    id: str
    command_name: str
    kind: CommandKind | None
    """None where this release knows no such command."""
    command: Command | None
    """None where it was erased, or is not written as this release reads it."""
    rule: str
    made_at: datetime
    """When it was recorded, by the device's clock put right."""
    arrived_at: datetime
    recorded_by: UUID
    sent_by: UUID | None
    is_settled: bool
    """Whether somebody has seen to it."""

    @property
    def record_field(self) -> str:
        """The field that names the record it is about; empty where it is about none."""
        return (self.kind.record if self.kind else None) or ""

    @property
    def form_values(self) -> FormValues:
        """What was sent, as the fields of its form."""
        return {} if self.command is None else form_values(self.command)

    @property
    def path(self) -> dict[str, str]:
        """What stands in the address of its form."""
        if self.command is None or self.kind is None:
            return {}
        return {name: str(getattr(self.command, name)) for name in self.kind.path_fields}


class SetAsideRecords:
    """Opens them."""

    def __init__(self, store: EventStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    async def find(self, viewer: Viewer, home_id: UUID, record_id: str) -> SetAsideFound | None:
        """The record of this home with this id, or None. Raises `NotYours` and `Forbidden`."""
        viewer.check(viewer.may_record_for(home_id), home_id)
        version = RecordId.version_in(home_id, record_id)
        stored = [] if version is None else await self._store.read_record(home_id, version)
        first = stored[0].event if stored else None
        if not isinstance(first, RecordSetAside):
            return None
        kind = COMMANDS.get(first.command)
        content = await self._open(viewer, stored[0], first, kind)
        return SetAsideFound(
            id=record_id,
            command_name=first.command,
            kind=kind,
            command=_for(viewer, first, _command(kind, content)),
            rule=first.rule,
            made_at=first.occurred_at,
            arrived_at=stored[0].recorded_at,
            recorded_by=first.recorded_by,
            sent_by=first.sent_by,
            is_settled=any(isinstance(said.event, RecordSettled) for said in stored),
        )

    async def _open(
        self, viewer: Viewer, stored: StoredEvent, event: RecordSetAside, kind: CommandKind | None
    ) -> str | None:
        """What was sent, as JSON; None where nobody may read it."""
        home_id = stored.stream_id
        if kind is None or event.content.token is None or not viewer.may_open(kind.record_class, home_id):
            return None
        scope = KeyScope(frozenset({home_id}), frozenset({kind.record_class}))
        return await self._keyring.open(scope, SealedField(event.content.token, home_id, "content"), str)


def _command(kind: CommandKind | None, content: str | None) -> Command | None:
    if kind is None or content is None:
        return None
    try:
        return msgspec.json.decode(content, type=kind.command)
    except (msgspec.ValidationError, Invalid):
        # An older release's command, of which a field is called or bounded differently now.
        return None


def _for(viewer: Viewer, event: RecordSetAside, command: Command | None) -> Command | None:
    """Why somebody is off sick is read by who said it and by nobody else, here too."""
    if not isinstance(command, StartSickness | AmendSickness) or viewer.account_id == event.recorded_by:
        return command
    return msgspec.structs.replace(command, reason_code=None)


def form_values(command: msgspec.Struct, prefix: str = "") -> FormValues:
    """A command as the fields of a form: a browser's way to write times, ticks and lists."""
    values: dict[str, str | list[str]] = {}
    for name in command.__struct_fields__:
        value = getattr(command, name)
        if isinstance(value, msgspec.Struct):
            values |= form_values(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            values[prefix + name] = [_text(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        elif value is not None:
            values[prefix + name] = _text(value)
    return values


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(LONDON):%Y-%m-%dT%H:%M}"
        case _:
            return str(value)
