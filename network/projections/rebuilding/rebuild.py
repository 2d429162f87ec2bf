"""Fills projections from the beginning of the log, all of them in one pass over it."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from time import monotonic

from network.eventstore.codec import Codec
from network.eventstore.log import Batch, LogReader
from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.checkpoints import QUERIES, Checkpoint, State, read_checkpoints
from network.projections.errors import ProjectionError, RebuildRunning
from network.projections.folding import Folded, ReadModel, fold, up_to
from network.projections.projection import Projection
from network.projections.rebuilding.early_indexes import EarlyIndexes, early_indexes
from network.projections.rebuilding.writers import Writers
from network.projections.schemas import create_schema, drop_replaced, finish_schema
from network.projections.sessions import borrowed_session, borrowed_sessions, end_all, together
from network.projections.tables import read_tables
from network.projections.writing import pack_new_rows

BATCH = 1_000
"""Events read and folded at once, few enough that what they become is packed before it leaves the processor's
cache: of 5,000, every row was fetched from memory twice more, which cost a quarter of the whole."""

ENOUGH = 10_000
"""Changed rows with which a projection is written: packed, they take some fifty milliseconds. One that seldom
changes waits through many batches: a few rows for each of its tables, every time, took three times as many
statements."""

LONG = 50_000
"""Events after which it is written all the same, so that a crash takes little away."""

WRITERS = 2
"""Sessions that write at once, each projection still in a transaction of its own. A single one stands still
whenever its answers wait for the event loop's turn; a third takes the processor from folding."""

TOO_MUCH = 100_000
"""Changed rows, or events, after which folding waits for a session; until then the piece becomes larger. No
projection holds more in memory, or loses more by a crash, than that and what is being written of it."""

Connections = Sequence[DatabaseConnection]

PATIENCE = 20.0
"""Seconds to wait at a gap, longer than any transaction of ours lasts; then the runner has to go on."""
PAUSE = 0.005
"""Seconds between two looks at it."""

LOCK_ATTEMPTS = 10
LOCK_PAUSE = 0.1
"""Seconds between two attempts."""

Progress = Callable[[int], None]
"""Told the position that has been reached."""


class Rebuild:
    """Reads ahead while it folds, and writes what has become enough while it folds the next batch."""

    def __init__(self, pool: DatabasePool, log: LogReader, codec: Codec, progress: Progress) -> None:
        self._pool = pool
        self._log = log
        self._codec = codec
        self._progress = progress

    async def anew(self, projections: Sequence[Projection]) -> None:
        """Empty these projections and fill them up to the end of the log. Raises `RebuildRunning`.

        What they showed before is gone at once; until it returns they show what has been read so far.
        """
        async with self._alone(projections) as connections:
            await _share(connections, create_schema, projections)
            await self._fill(connections, projections)

    async def go_on(self, projections: Sequence[Projection]) -> None:
        """Make those that have no tables yet, and finish what was interrupted. Raises `RebuildRunning`."""
        async with self._alone(projections) as connections:
            known = await read_checkpoints(connections[0], projections)
            await _share(connections, create_schema, [one for one in projections if one.name not in known])
            unfinished = [one for one in projections if _is_unfinished(one, known)]
            if unfinished:
                await self._fill(connections, unfinished)

    @asynccontextmanager
    async def _alone(self, projections: Sequence[Projection]) -> AsyncIterator[Connections]:
        """Sessions to write with. The first holds the right to rebuild these, be the process killed."""
        async with borrowed_session(self._pool) as first:
            # Before the others are taken: who comes in vain must not take them from whom it waits for.
            for projection in projections:
                await _lock(first, projection)
            async with borrowed_sessions(self._pool, WRITERS - 1) as others:
                connections = [first, *others]
                for connection in connections:
                    # A batch that a crash takes away takes its checkpoint along, and is simply done again.
                    await connection.execute("SET synchronous_commit = off; SET statement_timeout = 0")
                yield connections

    async def _fill(self, connections: Connections, projections: Sequence[Projection]) -> None:
        """Those that are furthest behind go first, and take the others along as they come to them."""
        models = [
            ReadModel(projection, await read_tables(connections[0], projection.schema))
            for projection in projections
        ]
        known = await read_checkpoints(connections[0], projections)
        starts = sorted({checkpoint.position for checkpoint in known.values()})
        self._log.trust(starts[-1])
        arrived: list[ReadModel] = []
        last = await self._log.last_position()
        async with (
            self._dropping(projections) as dropped,
            early_indexes(self._pool, projections, last) as early,
        ):
            with _no_garbage_collection():
                for start, end in zip(starts, [*starts[1:], None], strict=True):
                    arrived += [model for model in models if known[model.projection.name].position == start]
                    arrived = await self._feed(connections, arrived, start, end, early)
            await dropped
            await _finish(connections, {model.projection for model in arrived}, early)
        if len(arrived) < len(models):
            raise ProjectionError("A projection has stopped: `hearth projections status` says why.")

    @asynccontextmanager
    async def _dropping(self, projections: Sequence[Projection]) -> AsyncIterator["asyncio.Task[None]"]:
        """Drop what these replace, also what a killed process left, beside the block."""
        dropping = asyncio.create_task(self._drop_replaced(projections))
        try:
            yield dropping
        finally:
            await end_all(dropping)

    async def _drop_replaced(self, projections: Sequence[Projection]) -> None:
        async with borrowed_session(self._pool) as connection:
            await connection.execute("SET synchronous_commit = off; SET statement_timeout = 0")
            for projection in projections:
                await drop_replaced(connection, projection.schema)

    async def _feed(
        self,
        connections: Connections,
        models: list[ReadModel],
        start: int,
        end: int | None,
        early: EarlyIndexes,
    ) -> list[ReadModel]:
        """Bring those that stand at one position to another, or to the log's end; answers who arrived."""
        at = start
        reading = self._read(at)
        writers = Writers(connections)
        folded = [Folded(model, at) if at else Folded.of_empty_tables(model) for model in models]
        try:
            while (batch := up_to(end, await reading)).through > at:
                reading = self._read(batch.through)
                await fold(batch.rows, folded, self._codec)
                self._progress(at)
                early.reached(at)
                at = batch.through
                folded = [await self._write_ready(writers, one, at) for one in folded if writers.goes_on(one)]
            for one in folded:
                await writers.begin(one, at)
            await writers.finish()
            return [one.model for one in folded if writers.goes_on(one)]
        finally:
            await end_all(reading)
            await writers.end()

    async def _write_ready(self, writers: Writers, one: Folded, at: int) -> Folded:
        """What the next batch is folded into: this, or something new where it is time to write this."""
        pack_new_rows(one)
        is_too_much = max(one.changes.rows, at - one.since) >= TOO_MUCH
        if is_ready(one, at) and (is_too_much or writers.is_free_for(one)):
            await writers.begin(one, at)
            return one.following(at)
        return one

    def _read(self, after: int) -> "asyncio.Task[Batch]":
        return asyncio.create_task(self._read_on(after))

    async def _read_on(self, after: int) -> Batch:
        """What comes next. At a gap it waits for the transactions under way; our own may be among them."""
        give_up = monotonic() + PATIENCE
        while True:
            batch = await self._log.read(after, BATCH)
            if batch.through > after or not batch.is_held_up or monotonic() > give_up:
                return batch
            await asyncio.sleep(PAUSE)


async def _lock(connection: DatabaseConnection, projection: Projection) -> None:
    """Take the right to rebuild a projection, from a process that is just giving it back if need be.

    Asked again and again: waiting inside the database would hold up the other's making of indexes.
    """
    for attempt in range(LOCK_ATTEMPTS):
        if attempt:
            await asyncio.sleep(LOCK_PAUSE)
        if await connection.fetchval(QUERIES["lock_rebuild"], projection.schema):
            return
    raise RebuildRunning(f"Another process is rebuilding {projection.schema}.")


def _is_unfinished(projection: Projection, known: dict[str, Checkpoint]) -> bool:
    """Whether there is something to do; another process may have finished it before we got the right to."""
    return projection.name not in known or known[projection.name].state is State.REBUILDING


def is_ready(one: Folded, at: int) -> bool:
    """Whether it is time to write: there is enough, or the last was long ago, or there is no going on."""
    return one.failure is not None or one.changes.rows >= ENOUGH or at - one.since >= LONG


async def _share(
    connections: Connections,
    do: Callable[[DatabaseConnection, Projection], Awaitable[None]],
    projections: Sequence[Projection],
) -> None:
    """Do it for each of them, as many at a time as there are sessions."""
    waiting = iter(projections)

    async def work(connection: DatabaseConnection) -> None:
        for projection in waiting:
            await do(connection, projection)

    await together(*map(work, connections))


async def _finish(connections: Connections, arrived: set[Projection], early: EarlyIndexes) -> None:
    """Make the indexes that are left beside each other, and beside statistics of what has its own."""

    async def finish(connection: DatabaseConnection, projection: Projection) -> None:
        await early.wait_for(projection)
        if projection in arrived:
            await finish_schema(connection, projection)

    await _share(connections, finish, early.hand_over())


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A batch makes a hundred thousand objects and no cycle; looking for one took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
