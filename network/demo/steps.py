"""A step of the demo's history: one command, when it was recorded, and which earlier step it builds on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from households.command import Command


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

    def command(self, ids: dict[str, str]) -> Command:
        """The command, with the record that it builds on filled in."""
        if self.needs is None or self.into is None:
            return self.kind(**self.values)
        return self.kind(**{self.into: ids[self.needs]}, **self.values)


@dataclass(slots=True)
class Steps:
    """Collects a home's steps."""

    taken: list[Step] = field(default_factory=list[Step])

    def add(self, at: datetime, key: str, kind: type[Command], **values: Any) -> None:
        """A step that stands for itself."""
        self.taken.append(Step(at, key, kind, values))

    def add_to(self, needs: str, into: str, at: datetime, key: str, kind: type[Command], **values: Any) -> None:
        """A step about the record that another step began."""
        self.taken.append(Step(at, key, kind, values, needs, into))


def in_waves(steps: Iterable[Step], known: Iterable[str]) -> list[list[Step]]:
    """Splits steps so that each one's record id is known before its wave begins, in order within a wave."""
    depth = dict.fromkeys(known, -1)
    waves: list[list[Step]] = []
    for step in steps:
        level = 0 if step.needs is None else depth[step.needs] + 1
        depth[step.key] = level
        if level == len(waves):
            waves.append([])
        waves[level].append(step)
    return waves
