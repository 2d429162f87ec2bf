"""Turns a batch of the log into what it changes: decoded once, told to every projection that handles it."""

import asyncio
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

import asyncpg

from network.eventstore.codec import Codec
from network.eventstore.log import Batch
from network.postgres.pool import DatabaseConnection
from network.projections.changes import Changes, LatestMarks
from network.projections.projection import Entry, Handler, Projection
from network.projections.tables import Table, read_tables

SLICE = 100
"""Events folded, in a millisecond, before the event loop gets its turn: what is being written waits."""


@dataclass(frozen=True)
class ReadModel:
    """A projection together with its tables as the database has them."""

    projection: Projection
    tables: Mapping[str, Table]

    @cached_property
    def handlers(self) -> Mapping[str, Handler]:
        """The projection's, by the names of topics."""
        return {topic_name(kind.topic): handler for kind, handler in self.projection.handlers.items()}


async def read_model(connection: DatabaseConnection, projection: Projection) -> ReadModel:
    """A projection whose tables are there."""
    return ReadModel(projection, await read_tables(connection, projection.schema))


@dataclass(slots=True)
class Folded:
    """What a piece of the log comes to for one projection: changes to write, or why it must stop."""

    model: ReadModel
    since: int
    """The position after which that piece begins: where the projection stands."""
    latest_marks: Mapping[str, LatestMarks] | None = None
    """Of the pieces before, where they filled the tables from nothing."""
    changes: Changes = field(init=False)
    failure: str | None = None

    def __post_init__(self) -> None:
        self.changes = Changes(self.model.tables, self.latest_marks)

    @classmethod
    def of_empty_tables(cls, model: ReadModel) -> "Folded":
        """What the log's first piece comes to, with nothing in it yet."""
        return cls(model, 0, {table: {} for table in model.tables})

    def following(self, since: int) -> "Folded":
        """What the next piece comes to, with nothing in it yet."""
        return Folded(self.model, since, self.latest_marks)


Targets = list[tuple[Handler, Folded]]


class Routes(dict[str, Targets]):
    """Which handlers a stored topic leads to, in any of its versions; none, where nobody here wants it.

    A dict, because it is asked for every event: it works out a topic when it comes for the first time.
    """

    def __init__(self, folded: Sequence[Folded]) -> None:
        super().__init__()
        self._folded = folded

    def __missing__(self, topic: str) -> Targets:
        name = topic_name(topic)
        found = self[topic] = [
            (handler, one) for one in self._folded if (handler := one.model.handlers.get(name)) is not None
        ]
        return found


def topic_name(topic: str) -> str:
    """A topic without its version: `fall-recorded/2` is still a fall recorded."""
    return topic.partition("/")[0]


def up_to(end: int | None, batch: Batch) -> Batch:
    """The batch without what lies past `end`, where others are already."""
    if end is None or batch.through <= end:
        return batch
    return Batch([row for row in batch.rows if row["position"] <= end], end, batch.is_held_up)


async def fold(rows: Sequence[asyncpg.Record], folded: Sequence[Folded], codec: Codec) -> None:
    """Fold these rows, the log's next, into what came before them."""
    routes = Routes(folded)
    for start in range(0, len(rows), SLICE):
        _fold_slice(rows[start : start + SLICE], routes, codec)
        await asyncio.sleep(0)


def _fold_slice(rows: Sequence[asyncpg.Record], routes: Routes, codec: Codec) -> None:
    # Unpacked, as `Batch` has them in order: asked by name, the columns cost as much as a handler does.
    for position, stream_id, version, topic, state, recorded_at, _about in rows:
        targets = routes[topic]
        if not targets:
            continue
        try:
            event = codec.decode(topic, state)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who need the event stop here
            for _, one in targets:
                one.failure = one.failure or describe(error, position, topic)
            continue
        entry = Entry(position, stream_id, version, recorded_at, event)
        for handler, one in targets:
            if one.failure is not None:
                continue
            try:
                handler(entry, one.changes)
            except Exception as error:  # noqa: BLE001 - the projection stops here, and the others go on
                one.failure = describe(error, position, topic)


def describe(error: BaseException, position: int, topic: str) -> str:
    """What a handler did wrong and at which event."""
    return f"{describe_error(error)}, at position {position} of the log ({topic})"


def describe_error(error: BaseException) -> str:
    """What went wrong and where; never the error's own text, which may hold what was recorded."""
    name = type(error).__name__
    if isinstance(error, asyncpg.PostgresError):
        parts = (error.schema_name, error.table_name, error.column_name, error.constraint_name)
        where = ", ".join(part for part in parts if part)
        return f"{name} ({error.sqlstate}) {where}".rstrip()
    frames = traceback.extract_tb(error.__traceback__)
    return f"{name} in {PurePath(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else name
