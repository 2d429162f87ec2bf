"""From what was sent to a command: its path's fields and its body, read alike for pages, API and outbox."""

from collections.abc import Mapping
from functools import cache

import msgspec

from households.recording.command import Command
from households.recording.commands import CommandKind
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

Fields = dict[str, list[str]]
"""What a form brings: each field with all its values, in order."""


class CommandReader:
    """Reads one kind of command; the fields that the address says are not looked for in the body."""

    def __init__(self, kind: CommandKind) -> None:
        self.body = body_of(kind)
        self._command = kind.command
        self._parser = Parser(self.body)
        self._path_types = {
            f.name: f.type for f in msgspec.structs.fields(kind.command) if f.name in kind.path_fields
        }

    def from_json(self, path: Mapping[str, str], body: bytes) -> Command:
        """The command in a path and a JSON body, or a `Problem`."""
        return self._whole(path, self._parser.from_json(body))

    def from_form(self, path: Mapping[str, str], fields: Fields) -> Command:
        """The command in a path and a form's fields, or a `Problem`."""
        return self._whole(path, self._parser.from_form(fields))

    def _whole(self, path: Mapping[str, str], body: msgspec.Struct) -> Command:
        if isinstance(body, Command):
            return body
        fields = msgspec.structs.asdict(body)
        for name, kind in self._path_types.items():
            try:
                fields[name] = msgspec.convert(path[name], kind, strict=False)
            except msgspec.ValidationError:
                raise _unfit(name) from None
        return self._command(**fields)


@cache
def reader_of(kind: CommandKind) -> CommandReader:
    """The reader of a kind of command, made once."""
    return CommandReader(kind)


def read(kind: CommandKind, path: Mapping[str, str], fields: Fields) -> Command:
    """The command in a path and a form's fields, or a `Problem` that names field and remedy."""
    return reader_of(kind).from_form(path, fields)


def body_of(kind: CommandKind) -> type[msgspec.Struct]:
    """The command without what the path says already; the command itself where the path says nothing."""
    if not kind.path_fields:
        return kind.command
    fields = [
        (f.name, f.type) if f.required else (f.name, f.type, f.default)
        for f in msgspec.structs.fields(kind.command)
        if f.name not in kind.path_fields
    ]
    return msgspec.defstruct(
        kind.command.__name__,
        fields,
        namespace={"__doc__": kind.command.__doc__},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
    )


def _unfit(name: str) -> Problem:
    return Problem(
        ProblemKind.INVALID,
        f"{name} in the address is not written as it should be.",
        field=name,
        remedy="Use the id as it was answered when the record was made.",
    )
