import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, connection, create_pool
from tests.patience import SECONDS, until

ASLEEP = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'
"""


@pytest.fixture
async def one(database: Dsns) -> AsyncIterator[DatabasePool]:
    """A pool whose only connection everybody gets who comes after another."""
    pool = await create_pool(database.web, application_name="tests", max_size=1)
    yield pool
    await pool.close()


async def test_a_transaction_that_was_left_open_is_rolled_back(one: DatabasePool) -> None:
    async with one.acquire() as connection:
        await connection.execute("BEGIN")
        await connection.execute("SELECT pg_current_xact_id()")
    async with one.acquire() as connection:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("SELECT pg_current_xact_id_if_assigned()") is None


async def test_what_a_transaction_sets_ends_with_it(one: DatabasePool) -> None:
    async with one.acquire() as connection, connection.transaction():
        await connection.execute("SELECT set_config('statement_timeout', '60s', true)")
        assert await connection.fetchval("SHOW statement_timeout") == "1min"
    assert await one.fetchval("SHOW statement_timeout") == "5s"


async def test_who_gives_up_half_way_leaves_a_connection_that_works(
    database: Dsns, one: DatabasePool
) -> None:
    async def ask() -> None:
        async with one.acquire() as connection, connection.transaction():
            await connection.execute("SET LOCAL statement_timeout = 0")
            await connection.execute("SELECT pg_current_xact_id(), pg_sleep(3600)")

    asking = asyncio.create_task(ask())
    async with connection(database.web, application_name="tests") as other:
        await until(partial(other.fetchval, ASLEEP), "asking")
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(SECONDS):
        assert await one.fetchval("SELECT 42 WHERE pg_current_xact_id_if_assigned() IS NULL") == 42


async def test_nothing_holds_others_up_for_long(one: DatabasePool) -> None:
    assert await one.fetchval("SHOW statement_timeout") == "5s"
    assert await one.fetchval("SHOW idle_in_transaction_session_timeout") == "5s"
