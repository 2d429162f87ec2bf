"""Fills projections from the beginning of the log, all of them in one pass over it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Any

from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.checkpoints import QUERIES, read_checkpoints
from network.projections.errors import ProjectionError, RebuildRunning
from network.projections.folding import Fed, Folded, fold
from network.projections.log import Decoder, Log, LogBatch
from network.projections.projection import Projection
from network.projections.schemas import create_schema, finish_schema
from network.projections.tables import read_tables
from network.projections.writing import write_all

BATCH = 8_000
"""Events between two checkpoints: some hundred milliseconds of writing for the largest projection."""

Progress = Callable[[int], None]
"""Told the position that has been reached."""


class Rebuild:
    """Reads ahead while it folds, and writes one batch while it folds the next."""

    def __init__(self, pool: DatabasePool, log: Log, decoder: Decoder, progress: Progress) -> None:
        self._pool = pool
        self._log = log
        self._decoder = decoder
        self._progress = progress

    async def anew(self, projections: Sequence[Projection]) -> None:
        """Empty these projections and fill them up to the end of the log. Raises `RebuildRunning`.

        What they showed before is gone at once; until it returns they show what has been read so far.
        """
        async with self._alone(projections) as connection:
            for projection in projections:
                await create_schema(connection, projection)
            await self._fill(connection, projections)

    async def resume(self, projections: Sequence[Projection]) -> None:
        """Go on with a rebuild that was interrupted. Raises `RebuildRunning`."""
        async with self._alone(projections) as connection:
            await self._fill(connection, projections)

    @asynccontextmanager
    async def _alone(self, projections: Sequence[Projection]) -> AsyncIterator[DatabaseConnection]:
        """A connection that holds the right to rebuild these; PostgreSQL gives it back if this process dies."""
        schemas = [projection.schema for projection in projections]
        async with self._pool.acquire() as connection:
            held: list[str] = []
            try:
                for schema in schemas:
                    if not await connection.fetchval(QUERIES["lock_rebuild"], schema):
                        raise RebuildRunning(f"Another process is rebuilding {schema}.")
                    held.append(schema)
                # A batch that a crash takes away takes its checkpoint along, and is simply done again.
                await connection.execute("SET synchronous_commit = off; SET statement_timeout = 0")
                yield connection
            finally:
                await connection.execute("RESET synchronous_commit; RESET statement_timeout")
                for schema in held:
                    await connection.fetchval(QUERIES["unlock_rebuild"], schema)

    async def _fill(self, connection: DatabaseConnection, projections: Sequence[Projection]) -> None:
        feds = [Fed(projection, await read_tables(connection, projection.schema)) for projection in projections]
        reached = {name: found.position for name, found in (await read_checkpoints(connection, projections)).items()}
        feds.sort(key=lambda fed: reached[fed.projection.name])
        together: list[Fed] = []
        ends = sorted(set(reached.values()))
        for start, group in groupby(feds, key=lambda fed: reached[fed.projection.name]):
            together += group
            following = [end for end in ends if end > start]
            together = await self._feed(connection, together, start, following[0] if following else None)
        for fed in together:
            await finish_schema(connection, fed.projection)
        if len(together) < len(feds):
            raise ProjectionError("A projection has stopped: hearth projections status says why.")

    async def _feed(self, connection: DatabaseConnection, feds: list[Fed], start: int, end: int | None) -> list[Fed]:
        """Bring projections that stand at one position to another, or to the end of the log; answers who arrived."""
        at, arrived = start, feds
        reading = asyncio.create_task(self._log.read(at, BATCH))
        writing: asyncio.Task[list[Fed]] | None = None
        try:
            while (batch := _up_to(end, await reading)).through > at:
                reading = asyncio.create_task(self._log.read(batch.through, BATCH))
                folded = await fold(batch.entries, arrived, self._decoder)
                if writing is not None:
                    arrived = await writing
                    self._progress(at)
                writing = asyncio.create_task(write_all(connection, _still(folded, arrived), at, batch.through))
                at = batch.through
            return arrived if writing is None else await writing
        finally:
            await _cancel(reading, writing)


async def _cancel(*tasks: asyncio.Task[Any] | None) -> None:
    """End what is still under way; a half-written batch is rolled back."""
    under_way = [task for task in tasks if task is not None]
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


def _still(folded: list[Folded], arrived: list[Fed]) -> list[Folded]:
    """Without those whose batch before could not be written."""
    return [one for one in folded if one.fed in arrived]


def _up_to(end: int | None, batch: LogBatch) -> LogBatch:
    if end is None or batch.through <= end:
        return batch
    return LogBatch([row for row in batch.entries if row["position"] <= end], end)
