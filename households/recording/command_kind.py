"""One kind of command and everything that its users need to know of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from households.home import Home
from households.recording.command import Command
from households.recording.context import Context
from network.access.viewer import Viewer
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass

Permission = Callable[[Viewer, UUID], bool]
Decide = Callable[[Home, Any, Context], list[Event]]


def team(viewer: Viewer, home_id: UUID) -> bool:
    """The home's own team."""
    return viewer.may_record_for(home_id)


def team_or_network(viewer: Viewer, home_id: UUID) -> bool:
    """The home's team, or who keeps the network's homes."""
    return viewer.may_record_for(home_id) or viewer.may_keep_homes()


def network(viewer: Viewer, _home_id: UUID) -> bool:
    """Who keeps the network's homes."""
    return viewer.may_keep_homes()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandKind:
    """One kind of command and everything that its users need to know of it."""

    name: str
    """As in the outbox, the logs and records set aside; never changes."""
    command: type[Command]
    decide: Decide
    path: str
    """HTTP path template; `{home}` is the home's id or reference."""
    subject: str
    """What it belongs under in the documentation."""
    sentence: str
    """What it does, for a person."""
    record_class: RecordClass
    """Under which class it is sealed where it is set aside."""
    record: str | None = None
    """The field that names the record it is about."""
    reads_record: bool = False
    """Whether its decision needs the record's own events, which the home's state does not hold."""
    may: Permission = team
    told_outside: tuple[str, ...] = ()
    """The fields of free text that people outside the home read: they name nobody of it."""

    @property
    def path_fields(self) -> tuple[str, ...]:
        """The fields that the path fills, in order."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "home")

    @property
    def body_fields(self) -> tuple[str, ...]:
        """The fields that the body fills."""
        return tuple(name for name in self.command.__struct_fields__ if name not in self.path_fields)


def make_kind(
    command: type[Command],
    decide: Decide,
    path: str,
    subject: str,
    record_class: RecordClass,
    *,
    record: str | None = None,
    reads_record: bool = False,
    may: Permission = team,
) -> CommandKind:
    """A kind whose name and description are the command's own."""
    return CommandKind(
        name=re.sub(r"(?<!^)(?=[A-Z])", "-", command.__name__).lower(),
        command=command,
        decide=decide,
        path="/homes/{home}" + path,
        subject=subject,
        sentence=(command.__doc__ or "").strip(),
        record_class=record_class,
        record=record,
        reads_record=reads_record,
        may=may,
    )


def told_outside(kind: CommandKind, *fields: str) -> CommandKind:
    """The kind, whose fields of free text people outside the home read."""
    return replace(kind, told_outside=fields)
