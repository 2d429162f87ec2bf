"""Readers of the log against writers that cross: nothing is missed, seen twice or out of order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID, uuid4

import asyncpg
import pytest

from network.eventstore.log import LogReader
from network.postgres.pool import DatabasePool, create_pool
from tests.faults.conftest import Ground, Length

INSERT = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
VALUES ($1, $2, 'race/1', '{}')
"""
APPEND = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
SELECT $1, 1 + coalesce(max(originator_version), 0), 'race/1', '{}'
FROM eventstore.events WHERE originator_id = $1
"""
LOG = "SELECT position, originator_id, originator_version FROM eventstore.events ORDER BY position"
READERS = 3
WRITERS = 10
SHARED_STREAMS = [UUID(int=number) for number in range(1, 4)]

Seen = tuple[int, UUID, int]


async def test_a_number_taken_by_a_younger_transaction_is_waited_for(pool: DatabasePool) -> None:
    """The older transaction's later number is visible while the younger one's earlier number is not."""
    reader = LogReader(pool, patience=1.0)
    async with pool.acquire() as older, pool.acquire() as younger:
        first, second = older.transaction(), younger.transaction()
        await first.start()
        await older.execute(INSERT, UUID(int=1), 1)
        await second.start()
        await younger.execute(INSERT, UUID(int=2), 1)
        await older.execute(INSERT, UUID(int=1), 2)
        await first.commit()

        assert (await reader.read(0, 100)).through == 1
        assert (await reader.read(1, 100)).through == 1

        await second.commit()
        assert (await reader.read(1, 100)).through == 3


async def test_a_number_that_was_rolled_back_holds_nobody_up(pool: DatabasePool) -> None:
    reader = LogReader(pool, patience=1.0)
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(INSERT, UUID(int=1), 1)
        await transaction.rollback()
        await connection.execute(INSERT, UUID(int=1), 1)

    assert (await reader.read(0, 100)).through == 2


async def test_a_foreign_transaction_holds_readers_up_only_at_a_gap(pool: DatabasePool) -> None:
    reader = LogReader(pool, patience=1.0)
    async with pool.acquire() as foreign, pool.acquire() as connection:
        transaction = foreign.transaction()
        await transaction.start()
        await foreign.fetchval("SELECT pg_current_xact_id()")
        await connection.execute(INSERT, UUID(int=1), 1)
        assert (await reader.read(0, 100)).through == 1

        rolled_back = connection.transaction()
        await rolled_back.start()
        await connection.execute(INSERT, UUID(int=1), 2)
        await rolled_back.rollback()
        await connection.execute(INSERT, UUID(int=1), 2)
        assert (await reader.read(1, 100)).through == 1

        await transaction.commit()
        assert (await reader.read(1, 100)).through == 3


async def test_every_reader_sees_every_event_once_and_in_order(pool: DatabasePool, length: Length) -> None:
    transactions = length.of(250, 3_000)
    done = asyncio.Event()
    readers = [asyncio.create_task(_follow(pool, done, Random(seed))) for seed in range(READERS)]
    async with _foreign_transactions(pool):
        await asyncio.gather(*(_write(pool, transactions, Random(100 + seed)) for seed in range(WRITERS)))
    done.set()
    seen = await asyncio.gather(*readers)

    log: Sequence[Seen] = [tuple(row) for row in await pool.fetch(LOG)]
    assert len(log) > transactions
    assert len(log) < log[-1][0], "some numbers must have been rolled back"
    for one in seen:
        assert one == log
    for stream in SHARED_STREAMS:
        versions = [version for _, stream_id, version in log if stream_id == stream]
        assert versions == list(range(1, len(versions) + 1))


@pytest.fixture
async def pool(ground: Ground) -> AsyncIterator[DatabasePool]:
    """Connections for all of them."""
    pool = await create_pool(ground.dsns.web, application_name="race", max_size=WRITERS + READERS + 2)
    yield pool
    await pool.close()


async def _follow(pool: DatabasePool, done: asyncio.Event, random: Random) -> list[Seen]:
    reader = LogReader(pool, patience=5.0)
    seen: list[Seen] = []
    through = 0
    while True:
        finishing = done.is_set()
        batch = await reader.read(through, random.randint(1, 60))
        seen += [(row["position"], row["originator_id"], row["version"]) for row in batch.rows]
        if finishing and batch.through == through:
            return seen
        through = batch.through
        await asyncio.sleep(random.choice((0, 0, 0.002)))


async def _write(pool: DatabasePool, transactions: int, random: Random) -> None:
    own, version = uuid4(), 0
    for _ in range(transactions):
        async with pool.acquire() as connection:
            if random.random() < 0.4:
                await _append_to_a_shared_stream(connection, random)
            else:
                version += await _append_slowly(connection, own, version, random)


async def _append_to_a_shared_stream(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", random: Random
) -> None:
    try:
        await connection.execute(APPEND, random.choice(SHARED_STREAMS))
    except asyncpg.UniqueViolationError:
        return


async def _append_slowly(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", stream: UUID, version: int, random: Random
) -> int:
    """Several events with pauses between them, then commit or roll back; how many are there to stay."""
    count = random.randint(1, 3)
    transaction = connection.transaction()
    await transaction.start()
    for offset in range(count):
        await connection.execute(INSERT, stream, version + 1 + offset)
        await asyncio.sleep(random.choice((0, 0, 0, 0.001, 0.004)))
    if random.random() < 0.3:
        await transaction.rollback()
        return 0
    await transaction.commit()
    return count


@asynccontextmanager
async def _foreign_transactions(pool: DatabasePool) -> AsyncIterator[None]:
    """Somebody else's transactions, open for a while, one after another."""

    async def hold() -> None:
        while True:
            async with pool.acquire() as connection, connection.transaction():
                await connection.fetchval("SELECT pg_current_xact_id()")
                await asyncio.sleep(0.2)
            await asyncio.sleep(0.1)

    task = asyncio.create_task(hold())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
