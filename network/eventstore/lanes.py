"""Appends on their way to the database: those that wait at the same time travel in one statement.

A round trip and a commit cost much more than the two rows of a command, so under load
many commands share them; where nobody waits, an append goes at once and alone.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from network.eventstore.driver import Borrowed
from network.eventstore.encoded import EncodedAppend, Outcome, many_as_arguments, one_as_arguments, outcomes
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")

RACES = ("events_stream_version", "commands_once")
"""The constraints that two appends at the same moment may break."""


@dataclass(frozen=True, slots=True)
class Lading:
    """How much goes at once: `lanes` statements, each of `most` appends."""

    lanes: int
    most: int


@dataclass(eq=False, frozen=True, slots=True)
class _Waiting:
    append: EncodedAppend
    outcome: asyncio.Future[Outcome]


class Lanes:
    """Sends appends, each recorded whole or not at all, whatever becomes of those it travels with."""

    def __init__(self, pool: DatabasePool, patience: float, lading: Lading) -> None:
        self._pool = pool
        self._patience = patience
        self._lading = lading
        self._waiting: deque[_Waiting] = deque()
        self._under_way: set[UUID] = set()
        self._lanes: set[asyncio.Task[None]] = set()
        self._running = 0

    async def send(self, append: EncodedAppend) -> Outcome:
        """What came of it. Raises `StoreBusy` and `StoreUnavailable`, and what breaks another constraint."""
        waiting = _Waiting(append, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._running < self._lading.lanes:
            self._running += 1
            lane = asyncio.create_task(self._run_lane())
            # The loop itself keeps no task alive.
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        return await waiting.outcome

    async def _run_lane(self) -> None:
        try:
            while load := self._take_load():
                streams = {stream_id for waiting in load for stream_id in waiting.append.stream_ids}
                self._under_way |= streams
                try:
                    await self._deliver(load)
                except BaseException as error:
                    # Also where the lane itself is ended half-way through a load: nobody waits for ever.
                    _fail(load, error)
                    raise
                finally:
                    self._under_way -= streams
        finally:
            # At once, not when the task is seen to be done: until then no lane would start for who comes now.
            self._running -= 1

    def _take_load(self) -> list[_Waiting]:
        """The next that can go together: no stream twice, and none that is under way in another lane."""
        load: list[_Waiting] = []
        left: list[_Waiting] = []
        taken = set(self._under_way)
        while self._waiting and len(load) < self._lading.most:
            waiting = self._waiting.popleft()
            streams = waiting.append.stream_ids
            (load if taken.isdisjoint(streams) else left).append(waiting)
            # Also of those left: a later append must not overtake an earlier one to the same stream.
            taken.update(streams)
        self._waiting.extendleft(reversed(left))
        return load

    async def _deliver(self, load: Sequence[_Waiting]) -> None:
        try:
            results = await self._run([waiting.append for waiting in load])
        except asyncpg.PostgresError as error:
            if len(load) == 1:
                _fail(load, error)
                return
            # One of them broke a constraint and took the others along: each for itself now.
            for waiting in load:
                await self._deliver([waiting])
        except Exception as error:  # noqa: BLE001 - not swallowed: told to everybody who sent one
            _fail(load, error)
        else:
            for waiting, result in zip(load, results, strict=True):
                if not waiting.outcome.done():
                    waiting.outcome.set_result(result)

    async def _run(self, appends: Sequence[EncodedAppend]) -> list[Outcome]:
        async with Borrowed(self._pool, self._patience) as connection:
            if len(appends) > 1:
                return await _run_many(connection, appends)
            try:
                return await _run_one(connection, appends[0])
            except asyncpg.UniqueViolationError as error:
                if error.constraint_name not in RACES:
                    raise
                missed = await read_missed(connection, appends[0])
                return [Outcome(recorded=False, rows=missed, may_be_known=True)]


async def read_missed(connection: DatabaseConnection, append: EncodedAppend) -> list[asyncpg.Record]:
    """What its streams have beyond the versions that it expects."""
    return await connection.fetch(QUERIES["read_missed"], append.stream_ids, append.expected_versions)


async def _run_one(connection: DatabaseConnection, append: EncodedAppend) -> list[Outcome]:
    if not append.is_one:
        return await _run_many(connection, [append])
    return outcomes([append], await connection.fetch(QUERIES["append_one"], *one_as_arguments(append)))


async def _run_many(connection: DatabaseConnection, appends: Sequence[EncodedAppend]) -> list[Outcome]:
    return outcomes(appends, await connection.fetch(QUERIES["append_many"], *many_as_arguments(appends)))


def _fail(load: Sequence[_Waiting], error: BaseException) -> None:
    for waiting in load:
        if not waiting.outcome.done():
            waiting.outcome.set_exception(error)
