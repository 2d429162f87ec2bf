"""Records that were set aside, opened for the team of their home: what was sent, and why it was refused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from households.events import RecordSetAside, RecordSettled
from households.recording.command import Command
from households.recording.commands import COMMANDS, CommandKind
from households.recording.errors import Invalid
from households.set_aside import Typed
from households.sickness import AmendSickness, StartSickness
from network.access.viewer import Viewer
from network.days import LONDON
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass
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
    typed: Typed | None
    """What was typed, where it came to no command."""
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
        if self.command is not None:
            return form_values(self.command)
        return {name: values if len(values) > 1 else values[0] for name, values in self.fields.items()}

    @property
    def fields(self) -> dict[str, list[str]]:
        """What was typed where it came to no command, each field with all its values."""
        fields: dict[str, list[str]] = {}
        for name, value in self.typed.typed if self.typed else ():
            fields.setdefault(name, []).append(value)
        return fields

    def said(self, name: str) -> object:
        """A field as it was sent; None where it was not said."""
        if self.typed is not None:
            return next(iter(self.fields.get(name, ())), self.typed.path.get(name))
        return getattr(self.command, name, None)

    @property
    def path(self) -> dict[str, str]:
        """What stands in the address of its form."""
        if self.typed is not None:
            return self.typed.path
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
        return next(iter(await self.find_all(viewer, home_id, [record_id])), None)

    async def find_all(self, viewer: Viewer, home_id: UUID, record_ids: Sequence[str]) -> list[SetAsideFound]:
        """Those that there are of several, in their order; as many queries for one as for all."""
        viewer.check(viewer.may_record_for(home_id), home_id)
        versions = {record_id: RecordId.version_in(home_id, record_id) for record_id in record_ids}
        read = await self._store.read_records(home_id, {version for version in versions.values() if version})
        stories = [
            _Story(record_id, first, stored)
            for record_id, version in versions.items()
            if version and (stored := read[version])
            if isinstance(first := stored[0].event, RecordSetAside)
        ]
        opened = await self._open(viewer, home_id, stories)
        return [story.found(viewer, opened.get(story.record_id)) for story in stories]

    async def _open(
        self, viewer: Viewer, home_id: UUID, stories: Sequence["_Story"]
    ) -> dict[str, str | None]:
        """What was sent, as JSON, by record; without those that nobody may read."""
        by_class: defaultdict[RecordClass, dict[str, SealedField]] = defaultdict(dict)
        for story in stories:
            token, kind = story.first.content.token, story.kind
            if kind is not None and token is not None and viewer.may_open(kind.record_class, home_id):
                by_class[kind.record_class][story.record_id] = SealedField(token, home_id, "content")
        opened: dict[str, str | None] = {}
        for record_class, fields in by_class.items():
            scope = KeyScope(frozenset({home_id}), frozenset({record_class}))
            texts = await self._keyring.open_many(scope, list(fields.values()), str)
            opened |= zip(fields, texts, strict=True)
        return opened


class _Story(NamedTuple):
    """What the stream says of a record that was set aside."""

    record_id: str
    first: RecordSetAside
    stored: Sequence[StoredEvent]

    @property
    def kind(self) -> CommandKind | None:
        return COMMANDS.get(self.first.command)

    def found(self, viewer: Viewer, content: str | None) -> SetAsideFound:
        first = self.first
        return SetAsideFound(
            id=self.record_id,
            command_name=first.command,
            kind=self.kind,
            command=_for(viewer, first, _command(self.kind, content)),
            typed=_typed_for(viewer, first, self.kind, content),
            rule=first.rule,
            made_at=first.occurred_at,
            arrived_at=self.stored[0].recorded_at,
            recorded_by=first.recorded_by,
            sent_by=first.sent_by,
            is_settled=any(isinstance(said.event, RecordSettled) for said in self.stored),
        )


def _command(kind: CommandKind | None, content: str | None) -> Command | None:
    if kind is None or content is None:
        return None
    try:
        return msgspec.json.decode(content, type=kind.command)
    except (msgspec.ValidationError, Invalid):
        # An older release's command, of which a field is called or bounded differently now.
        return None


def _typed_for(
    viewer: Viewer, event: RecordSetAside, kind: CommandKind | None, content: str | None
) -> Typed | None:
    """What was typed, where it came to no command; why somebody is sick only for who said it."""
    if kind is None or content is None:
        return None
    try:
        typed = msgspec.json.decode(content, type=Typed)
    except msgspec.ValidationError:
        return None
    if kind.command not in (StartSickness, AmendSickness) or viewer.account_id == event.recorded_by:
        return typed
    open_to_all = set(kind.command.__struct_fields__) - {"reason_code"}
    said = [(name, value) for name, value in typed.typed if name in open_to_all]
    return msgspec.structs.replace(typed, typed=said)


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
