"""The log in its one order; races and foreign transactions are in tests/faults."""

import asyncio
from uuid import UUID, uuid4

import pytest

from network.eventstore.codec import Codec
from network.eventstore.log import Batch, LogReader
from network.eventstore.store import EventStore
from network.postgres.pool import DatabaseConnection, DatabasePool
from tests.network.eventstore.vocabulary import append, note, receipt

INSERT = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state) VALUES ($1, $2, 'x/1', '{}')
"""


async def roll_back(connection: DatabaseConnection, stream_id: UUID, version: int = 1) -> None:
    """Take a number and give it up."""
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(INSERT, stream_id, version)
    await transaction.rollback()


async def read_when_settled(log: LogReader, after: int, limit: int) -> Batch:
    """Other tests' transactions on the same server may hold a reader up at a gap, for a moment."""
    batch = await log.read(after, limit)
    for _ in range(1_000):
        if batch.rows or not batch.is_held_up:
            break
        await asyncio.sleep(0.01)
        batch = await log.read(after, limit)
    return batch


async def test_an_empty_log_has_nothing(log: LogReader) -> None:
    batch = await log.read(0, 10)
    assert (list(batch.rows), batch.through, batch.is_held_up) == ([], 0, False)
    assert await log.last_position() == 0


async def test_all_streams_are_read_in_one_order(store: EventStore, log: LogReader, codec: Codec) -> None:
    homes = [uuid4() for _ in range(3)]
    for version in range(4):
        for home in homes:
            await store.append([append(home, version, note(f"{version}"))], [receipt(home)])
    batch = await log.read(0, 100)
    events = [codec.read(row) for row in batch.rows]
    assert [stored.position for stored in events] == list(range(1, 13))
    assert [stored.stream_id for stored in events] == homes * 4
    assert batch.through == 12 == await log.last_position()


async def test_it_is_read_in_pieces(store: EventStore, log: LogReader) -> None:
    await store.append([append(uuid4(), 0, *(note() for _ in range(10)))])
    after = 0
    pieces: list[int] = []
    while (batch := await log.read(after, 4)).rows:
        pieces.append(len(batch.rows))
        after = batch.through
    assert (pieces, after) == ([4, 4, 2], 10)


async def test_a_row_says_what_it_is_about(store: EventStore, log: LogReader) -> None:
    await store.append([append(uuid4(), 0, note(), note(about=1))])
    assert [row["about"] for row in (await log.read(0, 10)).rows] == [None, 1]


async def test_positions_of_a_stream_follow_its_versions(store: EventStore, log: LogReader) -> None:
    """Also where one append has many events of several streams, given in any order."""
    streams = sorted((uuid4() for _ in range(5)), reverse=True)
    for round_ in range(3):
        await store.append([append(stream, round_ * 40, *(note() for _ in range(40))) for stream in streams])
    rows = (await log.read(0, 1_000)).rows
    assert len(rows) == 600
    for stream in streams:
        versions = [row["version"] for row in rows if row["originator_id"] == stream]
        assert versions == list(range(1, 121))


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_holes_of_long_ago_hold_nobody_up(web_pool: DatabasePool, log: LogReader, limit: int) -> None:
    async with web_pool.acquire() as connection:
        for version in range(1, 6):
            await roll_back(connection, uuid4())
            await connection.execute(INSERT, uuid4(), version)
    after, seen = 0, 0
    while (batch := await read_when_settled(log, after, limit)).rows:
        seen += len(batch.rows)
        after = batch.through
    assert (seen, after) == (5, 10)


async def test_what_is_under_way_is_waited_for_and_nothing_after_it_is_shown(
    web_pool: DatabasePool, log: LogReader
) -> None:
    async with web_pool.acquire() as slow, web_pool.acquire() as quick:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(INSERT, uuid4(), 1)
        await quick.execute(INSERT, uuid4(), 1)
        for _ in range(3):
            batch = await log.read(0, 10)
            assert (list(batch.rows), batch.through, batch.is_held_up) == ([], 0, True)
        await transaction.commit()
        batch = await read_when_settled(log, 0, 10)
        assert ([row["position"] for row in batch.rows], batch.is_held_up) == ([1, 2], False)


async def test_a_second_gap_is_judged_by_itself(web_pool: DatabasePool, log: LogReader) -> None:
    async with web_pool.acquire() as slow, web_pool.acquire() as quick:
        await roll_back(quick, uuid4())
        await quick.execute(INSERT, uuid4(), 1)
        assert (await read_when_settled(log, 0, 10)).through == 2
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(INSERT, uuid4(), 1)
        await quick.execute(INSERT, uuid4(), 1)
        assert (await log.read(0, 10)).through == 2
        await transaction.rollback()
        assert (await read_when_settled(log, 2, 10)).through == 4
