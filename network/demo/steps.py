"""A step of the demo's history: one command, when it was recorded, and which earlier step it builds on.

Every step comes to exactly one event, so its record's id is known before it is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from households.recording.command import Command


@dataclass(frozen=True, slots=True)
class Step:
    """One command to record; `needs` names the step whose record id goes into the field `into`."""

    at: datetime
    """When the team recorded it."""
    key: str
    """Names the step within its home; its command's id is made from it."""
    kind: type[Command]
    values: dict[str, Any]
    needs: str | None = None
    into: str | None = None

    def command(self, ids: Mapping[str, str]) -> Command:
        """The command, with the id of the record that it builds on filled in."""
        if self.needs is None or self.into is None:
            return self.kind(**self.values)
        return self.kind(**{self.into: ids[self.needs]}, **self.values)


@dataclass(slots=True)
class Steps:
    """Collects a home's steps."""

    taken: list[Step] = field(default_factory=list[Step])

    def add(self, at: datetime, key: str, kind: type[Command], **values: object) -> None:
        """A step that stands for itself."""
        self.taken.append(Step(at, key, kind, values))

    def add_to(
        self, needs: str, into: str, at: datetime, key: str, kind: type[Command], **values: object
    ) -> None:
        """A step about the record that another step began."""
        self.taken.append(Step(at, key, kind, values, needs, into))
