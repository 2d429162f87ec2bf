"""Appends on their way to the database: those that wait at the same time travel together.

A round trip and a commit cost much more than the two rows of a command, so under load
many commands share them; where nobody waits, an append goes at once and alone.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from network.eventstore.driver import BUSY, LOST, Borrowed
from network.eventstore.encoded import EncodedAppend, Statement, one_as_arguments, whole_as_arguments
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")

RACES = ("events_stream_version", "commands_once")
"""The constraints that two appends at the same moment may break."""

Places = list[asyncpg.Record]
"""Where the events of an append are in the log."""


@dataclass(frozen=True, slots=True)
class Lading:
    """How much goes at once: `lanes` connections, each with `most` appends under way.

    While one is under way, the next lane starts only for `worth` appends: few that wait for
    each other and travel together take less of everybody's time than each for itself.
    """

    lanes: int
    most: int
    worth: int = 1


class Overtaken(Exception):
    """Others were first in the stream; `rows` are their events, in no order."""

    def __init__(self, rows: list[asyncpg.Record]) -> None:
        super().__init__()
        self.rows = rows


class _Waiting:
    """An append, and whoever waits for what becomes of it."""

    __slots__ = ("append", "places")

    def __init__(self, append: EncodedAppend, places: "asyncio.Future[Places | None]") -> None:
        self.append = append
        self.places = places

    def answer(self, rows: list[asyncpg.Record] | None) -> None:
        """Say where it is, or that it was not recorded; to nobody where nobody waits any more."""
        if self.places.done():
            return
        if rows and self.append.statement == "append_or_read" and rows[0]["version"] is not None:
            self.places.set_exception(Overtaken(rows))
        else:
            self.places.set_result(rows)

    def fail(self, error: BaseException) -> None:
        """Say what went wrong."""
        if not self.places.done():
            self.places.set_exception(error)


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

    async def send(self, append: EncodedAppend) -> Places | None:
        """Where its events are; None where a stream was not at its version, or a command is known.

        Raises `Overtaken` where what was missed has come along, `StoreBusy` and `StoreUnavailable`,
        and what breaks another constraint.
        """
        places: asyncio.Future[Places | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(append, places))
        if not self._running or (
            self._running < self._lading.lanes and len(self._waiting) >= self._lading.worth
        ):
            self._running += 1
            lane = asyncio.create_task(self._run_lane())
            # The loop itself keeps no task alive.
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        return await places

    async def _run_lane(self) -> None:
        try:
            while load := self._take_load():
                await self._carry(load)
        finally:
            # At once, not when the task is seen to be done: until then no lane would start for who comes now.
            self._running -= 1

    async def _carry(self, load: list[_Waiting]) -> None:
        """Carry a load, and on the same connection whatever has come meanwhile, until nothing waits."""
        try:
            async with Borrowed(self._pool, self._patience) as connection:
                while load:
                    await _deliver(connection, load)
                    self._arrive(load)
                    load = []
                    # Whoever was just answered may have more to send: that goes along.
                    await asyncio.sleep(0)
                    load = self._take_load()
        except Exception as error:  # noqa: BLE001 - not swallowed: told to everybody who sent one
            _fail(load, error)
        except BaseException as error:
            # Where the lane itself is ended half-way through a load: nobody waits for ever.
            _fail(load, error)
            raise
        finally:
            self._arrive(load)

    def _take_load(self) -> list[_Waiting]:
        """The next that can go together: no stream twice, and none that is under way in another lane."""
        load: list[_Waiting] = []
        left: list[_Waiting] = []
        held_up: set[UUID] = set()
        while self._waiting and len(load) < self._lading.most:
            waiting = self._waiting.popleft()
            streams = waiting.append.streams
            if self._under_way.isdisjoint(streams) and held_up.isdisjoint(streams):
                self._under_way |= streams
                load.append(waiting)
            else:
                # A later append must not overtake an earlier one to the same stream.
                held_up |= streams
                left.append(waiting)
        self._waiting.extendleft(reversed(left))
        return load

    def _arrive(self, load: list[_Waiting]) -> None:
        for waiting in load:
            self._under_way -= waiting.append.streams


async def _deliver(connection: DatabaseConnection, load: Sequence[_Waiting]) -> None:
    """Record a load and answer each of it; raises what says nothing of one append alone."""
    by_statement: dict[Statement, list[_Waiting]] = {}
    for waiting in load:
        by_statement.setdefault(waiting.append.statement, []).append(waiting)
    for statement, group in by_statement.items():
        if statement == "append_whole" or len(group) == 1:
            for waiting in group:
                await _deliver_alone(connection, waiting)
        else:
            await _deliver_together(connection, statement, group)


async def _deliver_together(
    connection: DatabaseConnection, statement: Statement, ones: list[_Waiting]
) -> None:
    """In one round trip and one commit."""
    # Always in the same order, so that two of these over the same streams can't lock each other out.
    ones.sort(key=_stream)
    arguments = [one_as_arguments(number, waiting.append) for number, waiting in enumerate(ones)]
    try:
        rows = await _fetch_together(connection, statement, arguments)
    except asyncpg.PostgresError as error:
        if isinstance(error, (*LOST, *BUSY)):
            raise
        # One of them broke a constraint and took the others along: each for itself now.
        for waiting in ones:
            await _deliver_alone(connection, waiting)
    else:
        answers: list[Places] = [[] for _ in ones]
        for row in rows:
            number: int = row["append"]
            answers[number].append(row)
        for waiting, answer in zip(ones, answers, strict=True):
            waiting.answer(answer or None)


async def _fetch_together(
    connection: DatabaseConnection, statement: Statement, arguments: Sequence[Sequence[object]]
) -> list[asyncpg.Record]:
    if statement == "append_one":
        # Hardly ever does a command come twice, or somebody else at the same moment.
        with suppress(asyncpg.UniqueViolationError):
            return await connection.fetchmany(QUERIES["append_unlooked"], arguments)
    return await connection.fetchmany(QUERIES[statement], arguments)


async def _deliver_alone(connection: DatabaseConnection, waiting: _Waiting) -> None:
    try:
        places = await _run(connection, waiting.append)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name in RACES:
            waiting.answer(None)
        else:
            waiting.fail(error)
    except asyncpg.PostgresError as error:
        if isinstance(error, (*LOST, *BUSY)):
            raise
        waiting.fail(error)
    else:
        waiting.answer(places)


async def _run(connection: DatabaseConnection, append: EncodedAppend) -> Places | None:
    if append.is_one:
        return await connection.fetch(QUERIES[append.statement], *one_as_arguments(0, append)) or None
    rows = await connection.fetch(QUERIES["append_whole"], *whole_as_arguments(append))
    if not rows[0]["fits"]:
        return None
    # Without events there is one row all the same, with nothing beside the word that it fits.
    return [row for row in rows if row["position"] is not None]


def _stream(waiting: _Waiting) -> int:
    return waiting.append.rows[0][0].int


def _fail(load: Sequence[_Waiting], error: BaseException) -> None:
    for waiting in load:
        waiting.fail(error)
