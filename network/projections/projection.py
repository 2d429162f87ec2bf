"""What a projection is: data that names its tables and says which function answers which event."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from network.eventstore.event import Event
from network.projections.changes import Changes
from network.projections.errors import ProjectionMisdeclared

Told = TypeVar("Told", bound=Event)

_TABLE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)
INDEXES = "-- indexes, made after the rows of a rebuild\n"
"""The line of a schema.sql after which its indexes stand: filling a table before it has any is faster."""


class Entry(msgspec.Struct, Generic[Told], frozen=True, gc=False):
    """An event as it stands in the log. A struct, because a rebuild makes one of every event."""

    position: int
    """Its place in the log."""
    stream_id: UUID
    """The home's id, for an event of a home."""
    version: int
    """Its place in the stream; with the home, the id of the record that the event starts."""
    recorded_at: datetime
    event: Told

    @property
    def made_at(self) -> datetime:
        """When the record was made, by a clock put right: a queue sent late tells of the hours before."""
        event = self.event
        if event.made_at is None:
            return self.recorded_at
        shift = timedelta(seconds=event.clock_shift or 0)
        return min(event.made_at + shift, self.recorded_at)


Handler = Callable[[Entry[Any], Changes], None]
"""Says what an event changes. Pure: it has no clock and no database, so that rebuilt equals live."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A read model. Declared once, as PROJECTION in the `projection.py` of its folder."""

    name: str
    """Never changes, and no other projection has it."""
    version: int
    """Raised with every change of the tables or of what handlers say; the new one is built beside the old."""
    schema_file: Path
    """Its schema.sql: tables first, indexes after the line `INDEXES`."""
    handlers: Mapping[type[Event], Handler]
    reference: Mapping[str, Sequence[tuple[object, ...]]] = field(
        default_factory=dict[str, Sequence[tuple[object, ...]]]
    )
    """Rows by table that no event makes, as codes that others publish; written when the schema is made."""

    @property
    def schema(self) -> str:
        """The database schema of this version's tables."""
        return f"{self.name}_{self.version}"

    def read_schema(self) -> tuple[str, str]:
        """The statements that make the tables, and those that make the indexes."""
        tables, line, indexes = self.schema_file.read_text(encoding="utf-8").partition(INDEXES)
        if not line:
            raise ProjectionMisdeclared(f"{self.name}: schema.sql lacks the line “{INDEXES.strip()}”.")
        return tables, indexes

    def table_names(self) -> list[str]:
        """The tables that its schema.sql makes."""
        return _TABLE.findall(self.read_schema()[0])

    def digest(self) -> str:
        """Tells whether the tables in the database are those of this schema.sql and these reference rows."""
        digest = hashlib.sha256(self.read_schema()[0].encode())
        digest.update(repr(sorted(self.reference.items())).encode())
        return digest.hexdigest()
