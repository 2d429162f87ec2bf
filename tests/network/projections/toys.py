"""Small projections for tests of the engine: one that counts falls, one that a test can break."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from households.events import MomentShared, VolunteeringRecorded
from network.eventstore.sealed import RecordClass, Sealed
from network.projections.changes import Changes
from network.projections.projection import INDEXES, Entry, Projection
from tests.projected import said

DAY = date(2026, 3, 1)
SCHEMA = """
CREATE TABLE gift (
    home_id uuid, version bigint, hours numeric NOT NULL, words text[] NOT NULL,
    PRIMARY KEY (home_id, version)
);
CREATE TABLE home (home_id uuid PRIMARY KEY, gifts bigint NOT NULL, note text);
CREATE TABLE unit (name text PRIMARY KEY, factor integer NOT NULL);
"""


def gift(hours: str) -> VolunteeringRecorded:
    """A fact that the toys handle."""
    return VolunteeringRecorded(given_on=DAY, hours=Decimal(hours), **said(DAY))


def moment(resident_id: UUID) -> MomentShared:
    """A fact that they don't."""
    text = Sealed.of("Sang", resident_id, RecordClass.CARE, "moment")
    return MomentShared(resident_id=resident_id, enjoyed_on=DAY, moment=text, **said(DAY))


def record_gift(entry: Entry[VolunteeringRecorded], changes: Changes) -> None:
    """A row for the gift, and the home's last one."""
    key = (entry.stream_id, entry.version)
    changes.add("gift", key, hours=entry.event.hours, words=["given", 'with "care", \\ and', "{all}"])
    changes.put("home", (entry.stream_id,), gifts=entry.version, note=None)


def toy(
    folder: Path,
    name: str = "gifts",
    version: int = 1,
    handler: Callable[[Entry[Any], Changes], None] = record_gift,
    schema: str = SCHEMA,
) -> Projection:
    """A projection of volunteers' gifts."""
    file = folder / f"{name}_{version}_{uuid4().hex}.sql"
    file.write_text(f"{schema}{INDEXES}CREATE INDEX CONCURRENTLY IF NOT EXISTS gift_hours ON gift (hours);")
    return Projection(
        name=name,
        version=version,
        schema_file=file,
        handlers={VolunteeringRecorded: handler},
        reference={"unit": [("hour", 1), ("day", 24)]},
    )
