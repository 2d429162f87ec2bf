"""Follows the log as it grows: a notification is a hint that there is more, a poll the guarantee."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

import asyncpg
import structlog

from network.eventstore.codec import Codec
from network.eventstore.errors import EventStoreError
from network.eventstore.log import Batch, LogReader
from network.eventstore.wake_up import Awakening, listening
from network.postgres.errors import PostgresError
from network.postgres.pool import DRIVER_ERRORS, DatabaseConnection, DatabasePool
from network.projections.checkpoints import QUERIES, Checkpoint, State, read_checkpoints
from network.projections.errors import ProjectionError, RebuildRunning
from network.projections.folding import Folded, ReadModel, fold, read_model, up_to
from network.projections.projection import Projection
from network.projections.rebuilding.rebuild import Rebuild
from network.projections.sessions import borrowed_session
from network.projections.writing import stop, write_all

if TYPE_CHECKING:
    Connect = Callable[[], AbstractAsyncContextManager["asyncpg.Connection[asyncpg.Record]"]]

BATCH = 1_000
"""Events in one turn: well under the 200 ms that a projection's transaction may take."""
POLL = timedelta(milliseconds=500)
"""How late an event is seen at most, where no notification comes."""
HELD_UP = timedelta(milliseconds=5)
"""When to look again for an append that has its number but has not committed."""
LOOK_AROUND = 1.0
"""Seconds between looks at what other processes have done with the checkpoints."""
NEVER = float("-inf")
BACK_OFF = 2.0
"""Seconds before another try, where the database does not answer."""

PASSING = (
    OSError,
    *DRIVER_ERRORS,
    PostgresError,
    EventStoreError,
)
"""Errors that have nothing to do with a projection: the database is away, restarting or full."""

LOG = structlog.stdlib.get_logger(__name__)


class Runner:
    """Keeps projections up to date. Several may run at once: each batch is written by one of them."""

    def __init__(
        self,
        pool: DatabasePool,
        log: LogReader,
        codec: Codec,
        rebuild: Rebuild,
        projections: Sequence[Projection],
        connect: "Connect",
    ) -> None:
        self._pool = pool
        self._log = log
        self._codec = codec
        self._rebuild = rebuild
        self._projections = {projection.name: projection for projection in projections}
        self._digests = {projection.name: projection.digest() for projection in projections}
        self._connect = connect
        self._models: dict[str, ReadModel] = {}
        self._places: dict[str, int] = {}
        self._rebuilding: asyncio.Task[None] | None = None
        self._awakening = Awakening()
        self._looked_around = NEVER

    async def run(self, stopping: asyncio.Event) -> None:
        """Follow the log until told to stop; the batch under way is finished first.

        Cancelling it instead rolls that batch back, which loses nothing.
        """
        try:
            while not stopping.is_set():
                try:
                    await self._follow(stopping)
                except PASSING as error:
                    LOG.warning("projections wait for the database", reason=type(error).__name__)
                    await _wait(stopping, BACK_OFF)
        finally:
            await self._end_rebuild()

    async def _follow(self, stopping: asyncio.Event) -> None:
        async with (
            self._listening(stopping) as (listener, awakening),
            borrowed_session(self._pool) as connection,
        ):
            # A batch that a crash takes away takes its checkpoint along, and is simply done again.
            await connection.execute("SET synchronous_commit = off")
            await self._retry_failed(connection)
            self._awakening, self._looked_around = awakening, NEVER
            while not stopping.is_set():
                if monotonic() - self._looked_around >= LOOK_AROUND:
                    await self._look_around(connection)
                if listener.is_closed():
                    raise ConnectionResetError("The connection that listens is gone.")
                pause = await self._take_turn(connection)
                if pause is not None:
                    await awakening.wait(pause)

    @asynccontextmanager
    async def _listening(
        self, stopping: asyncio.Event
    ) -> AsyncIterator[tuple["asyncpg.Connection[asyncpg.Record]", Awakening]]:
        async with self._connect() as listener, listening(listener) as awakening:
            waking = asyncio.create_task(_call_when(stopping, awakening))
            try:
                yield listener, awakening
            finally:
                waking.cancel()

    # --- The log ------------------------------------------------------------------------------

    async def _take_turn(self, connection: DatabaseConnection) -> timedelta | None:
        """Move every projection by a batch; answers how long to wait, None where there is more to do now.

        Those at the same place share one reading. Those behind read up to the next ones, and join them.
        """
        pause: timedelta | None = POLL
        places = sorted(set(self._places.values()))
        for place, following in zip(places, [*places[1:], None], strict=False):
            batch = up_to(following, await self._log.read(place, BATCH))
            if batch.through > place:
                await self._advance(connection, place, batch)
                pause = None
            elif batch.is_held_up and pause is not None:
                pause = HELD_UP
        return pause

    async def _advance(self, connection: DatabaseConnection, place: int, batch: Batch) -> None:
        here = [self._models[name] for name, position in self._places.items() if position == place]
        folded = [Folded(model, place) for model in here]
        await fold(batch.rows, folded, self._codec)
        moved = await write_all([connection], folded, batch.through, State.LIVE)
        for model in moved:
            self._places[model.projection.name] = batch.through
        if len(moved) < len(here):
            await self._look_around(connection)

    # --- The checkpoints ------------------------------------------------------------------------

    async def _retry_failed(self, connection: DatabaseConnection) -> None:
        """A new process may be a mended release, so what failed is tried again once."""
        for projection in self._projections.values():
            await connection.execute(QUERIES["resume_projection"], projection.name, projection.version)

    async def _look_around(self, connection: DatabaseConnection) -> None:
        """Take over what the checkpoints say: other processes move, rebuild and stop projections too."""
        self._looked_around = monotonic()
        known = await read_checkpoints(connection, list(self._projections.values()))
        self._places = {}
        for name, checkpoint in known.items():
            if checkpoint.state is not State.FAILED and await self._fits(connection, name, checkpoint):
                await self._take_place(connection, name, checkpoint)
        waiting = [
            projection
            for name, projection in self._projections.items()
            if name not in known or (known[name].state is State.REBUILDING)
        ]
        self._start_rebuild(waiting)

    async def _fits(self, connection: DatabaseConnection, name: str, checkpoint: Checkpoint) -> bool:
        projection = self._projections[name]
        if checkpoint.schema_digest == self._digests[name]:
            return True
        reason = f"The tables were made by another schema.sql: run `hearth projections rebuild {name}`"
        await stop(connection, projection, checkpoint.position, reason)
        return False

    async def _take_place(self, connection: DatabaseConnection, name: str, checkpoint: Checkpoint) -> None:
        if checkpoint.state is State.LIVE:
            if name not in self._models:
                self._models[name] = await read_model(connection, self._projections[name])
            self._places[name] = checkpoint.position

    # --- Rebuilding beside it ---------------------------------------------------------------------

    def _start_rebuild(self, projections: list[Projection]) -> None:
        """New versions, and what a killed process left half-built; the others are fed meanwhile."""
        if projections and (self._rebuilding is None or self._rebuilding.done()):
            self._rebuilding = asyncio.create_task(self._go_on(projections))
            self._rebuilding.add_done_callback(self._look_now)

    def _look_now(self, _ended: "asyncio.Task[None]") -> None:
        self._looked_around = NEVER
        self._awakening.call()

    async def _go_on(self, projections: list[Projection]) -> None:
        try:
            await self._rebuild.go_on(projections)
        except RebuildRunning:
            # Another process is at it; the next look around tells when it has finished or died.
            pass
        except (*PASSING, ProjectionError) as error:
            LOG.warning("rebuild ended early", reason=type(error).__name__)

    async def _end_rebuild(self) -> None:
        if self._rebuilding is not None:
            self._rebuilding.cancel()
            await asyncio.gather(self._rebuilding, return_exceptions=True)


async def _call_when(stopping: asyncio.Event, awakening: Awakening) -> None:
    await stopping.wait()
    awakening.call()


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
