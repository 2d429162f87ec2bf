"""Whoever listens is told soon after a commit, once for many appends."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import asyncpg

from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp, listening
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import append, note
from tests.patience import PATIENCE, SECONDS

NOW = timedelta(milliseconds=1)
QUIET = 0.1
"""Seconds in which a second notification would follow the first."""


async def test_an_append_wakes_who_listens(database: Dsns, store: EventStore) -> None:
    connection = await asyncpg.connect(database.projector)
    async with listening(connection) as awakening:
        assert not await awakening.wait(NOW)
        await store.append([append(uuid4(), 0, note())])
        assert await awakening.wait(PATIENCE)
        assert not await awakening.wait(NOW)
    await connection.close()


async def test_many_calls_are_one_notification(database: Dsns, web_pool: DatabasePool) -> None:
    calls, called = Counter[str](), asyncio.Event()

    def count(_connection: object, _pid: int, channel: str, _payload: object) -> None:
        calls[channel] += 1
        called.set()

    connection = await asyncpg.connect(database.projector)
    await connection.add_listener("hearth_events", count)
    wake_up = WakeUp(web_pool, timedelta(milliseconds=50))
    for _ in range(100):
        wake_up.soon()
    await wake_up.close()
    await asyncio.wait_for(called.wait(), SECONDS)
    await asyncio.sleep(QUIET)
    assert calls == {"hearth_events": 1}
    await connection.close()


async def test_a_hint_that_can_t_be_sent_harms_nobody(database: Dsns) -> None:
    pool = await asyncpg.create_pool(database.web, min_size=1, max_size=1)
    await pool.close()
    wake_up = WakeUp(pool, timedelta(0))
    wake_up.soon()
    await wake_up.close()
