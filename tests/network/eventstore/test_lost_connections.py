"""The connection breaks in the middle of an append: it is recorded once, and the caller learns so."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import asyncpg
import pytest

from network.eventstore.codec import Codec
from network.eventstore.driver import Borrowed
from network.eventstore.errors import AlreadyRecorded, StoreBusy, StoreUnavailable
from network.eventstore.keyring import Keyring
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, create_pool
from tests.conftest import Cluster
from tests.network.eventstore.conftest import LADING
from tests.network.eventstore.vocabulary import append, note, receipt

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

END_APPENDING = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE usename = 'hearth_web' AND datname = $1 AND wait_event_type = 'Lock'
"""


class HeldUp:
    """Nobody can append for as long as the block lasts; those who try can be cut off."""

    def __init__(self, owner_pool: DatabasePool, superuser: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._owner_pool = owner_pool
        self._superuser = superuser

    async def __aenter__(self) -> Self:
        self._connection = await self._owner_pool.acquire()
        self._transaction = self._connection.transaction()
        await self._transaction.start()
        await self._connection.execute("LOCK TABLE eventstore.events IN SHARE MODE")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transaction.commit()
        await self._owner_pool.release(self._connection)

    async def cut_off(self) -> int:
        """End the sessions that wait; how many there were."""
        database = await self._connection.fetchval("SELECT current_database()")
        for _ in range(500):
            if ended := await self._superuser.fetchval(END_APPENDING, database):
                return ended
            await asyncio.sleep(0.01)
        return 0


@pytest.fixture
async def held_up(cluster: Cluster, owner_pool: DatabasePool) -> AsyncIterator[HeldUp]:
    superuser = await asyncpg.connect(cluster.server.superuser_dsn())
    yield HeldUp(owner_pool, superuser)
    await superuser.close()


async def test_an_append_that_was_cut_off_before_its_commit_is_run_again(
    store: EventStore, held_up: HeldUp
) -> None:
    home = uuid4()
    async with held_up:
        appending = asyncio.create_task(store.append([append(home, 0, note())], [receipt(home)]))
        assert await held_up.cut_off() >= 1
    assert (await appending).log_position > 0
    assert len(await store.read(home)) == 1


async def test_all_that_travelled_together_are_run_again(store: EventStore, held_up: HeldUp) -> None:
    homes = [uuid4() for _ in range(12)]
    async with held_up:
        appending = [
            asyncio.create_task(store.append([append(home, 0, note())], [receipt(home)])) for home in homes
        ]
        assert await held_up.cut_off() >= 1
    await asyncio.gather(*appending)
    assert [len(await store.read(home)) for home in homes] == [1] * 12


class Breaking:
    """A connection of such a pool."""

    def __init__(self, pool: "BreaksAfterwards", real: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self.real = real
        self._pool = pool

    async def fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        rows = await self.real.fetch(query, *arguments)
        if self._pool.times and "INSERT" in query:
            self._pool.times -= 1
            raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
        return rows


class BreaksAfterwards:
    """A pool whose connections carry a statement out and then are gone, so many times."""

    def __init__(self, pool: DatabasePool, times: int) -> None:
        self._pool = pool
        self.times = times

    async def acquire(self, *, timeout: float) -> Breaking:  # noqa: ASYNC109 (asyncpg's word)
        return Breaking(self, await self._pool.acquire(timeout=timeout))

    async def release(self, connection: Breaking) -> None:
        await self._pool.release(connection.real)


@pytest.mark.parametrize("events", [1, 3])
async def test_an_append_whose_answer_was_lost_is_found_again(
    web_pool: DatabasePool, store: EventStore, codec: Codec, keyring: Keyring, wake_up: WakeUp, events: int
) -> None:
    pool: DatabasePool = BreaksAfterwards(web_pool, times=1)  # pyright: ignore[reportAssignmentType]
    losing = EventStore(pool, codec, keyring, wake_up, LADING, 5.0)
    home = uuid4()
    appended = await losing.append([append(home, 0, *(note() for _ in range(events)))], [receipt(home)])
    stored = await store.read(home)
    assert [one.position for one in stored] == list(appended.positions)


async def test_somebody_else_s_append_of_the_same_command_is_not_taken_for_ours(
    web_pool: DatabasePool, store: EventStore, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    home = uuid4()
    sent = receipt(home)
    await store.append([append(home, 0, note("theirs"))], [sent])
    pool: DatabasePool = BreaksAfterwards(web_pool, times=1)  # pyright: ignore[reportAssignmentType]
    losing = EventStore(pool, codec, keyring, wake_up, LADING, 5.0)
    with pytest.raises(AlreadyRecorded):
        await losing.append([append(home, 0, note("ours"))], [sent])


async def test_when_the_database_stays_away_the_caller_is_told(
    web_pool: DatabasePool, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool: DatabasePool = BreaksAfterwards(web_pool, times=9)  # pyright: ignore[reportAssignmentType]
    losing = EventStore(pool, codec, keyring, wake_up, LADING, 5.0)
    home = uuid4()
    with pytest.raises(StoreUnavailable):
        await losing.append([append(home, 0, note())], [receipt(home)])


class BreaksThenIsFull(BreaksAfterwards):
    """A pool that loses one answer, and has no connection to give afterwards."""

    async def acquire(self, *, timeout: float) -> Breaking:  # noqa: ASYNC109 (asyncpg's word)
        if not self.times:
            raise TimeoutError
        return await super().acquire(timeout=timeout)


async def test_whoever_can_t_learn_what_became_of_an_append_is_not_told_that_nothing_was_recorded(
    web_pool: DatabasePool, store: EventStore, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool: DatabasePool = BreaksThenIsFull(web_pool, times=1)  # pyright: ignore[reportAssignmentType]
    losing = EventStore(pool, codec, keyring, wake_up, LADING, 5.0)
    home = uuid4()
    with pytest.raises(StoreUnavailable):
        await losing.append([append(home, 0, note())], [receipt(home)])
    assert len(await store.read(home)) == 1


class NotGivenBack(BreaksAfterwards):
    """A pool whose connections break as they are given back."""

    async def release(self, connection: Breaking) -> None:
        await super().release(connection)
        raise asyncpg.InterfaceError("connection is closed")


async def test_what_was_recorded_is_said_although_the_connection_breaks_afterwards(
    web_pool: DatabasePool, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool: DatabasePool = NotGivenBack(web_pool, times=0)  # pyright: ignore[reportAssignmentType]
    home = uuid4()
    appended = await EventStore(pool, codec, keyring, wake_up, LADING, 5.0).append(
        [append(home, 0, note())], [receipt(home)]
    )
    assert appended.log_position > 0


async def test_no_connection_in_time_is_busy_and_nothing_is_recorded(
    database: Dsns, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool = await create_pool(database.web, application_name="tests", max_size=1)
    store = EventStore(pool, codec, keyring, wake_up, LADING, 0.05)
    home = uuid4()
    async with pool.acquire():
        with pytest.raises(StoreBusy, match="in time"):
            await store.append([append(home, 0, note())], [receipt(home)])
    assert await store.read(home) == []
    await pool.close()


async def test_a_statement_out_of_time_is_busy_and_nothing_is_recorded(
    database: Dsns, held_up: HeldUp, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool = await create_pool(database.web, application_name="tests", max_size=2)
    await pool.execute("SET statement_timeout = '50ms'")
    store = EventStore(pool, codec, keyring, wake_up, LADING, 5.0)
    home = uuid4()
    async with held_up:
        with pytest.raises(StoreBusy, match="timeout"):
            await store.append([append(home, 0, note())], [receipt(home)])
    assert await store.read(home) == []
    await pool.close()


async def test_a_broken_constraint_is_not_reworded(web_pool: DatabasePool) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with Borrowed(web_pool, 5.0) as connection:
            await connection.execute(
                "INSERT INTO eventstore.events (originator_id, originator_version, topic, state)"
                " VALUES (gen_random_uuid(), 0, 'x/1', '{}')"
            )
