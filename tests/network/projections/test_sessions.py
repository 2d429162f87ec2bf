import asyncio
from functools import partial

import pytest

from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, connection, create_pool
from network.projections import sessions
from network.projections.sessions import borrowed_session
from tests.patience import until

HELD = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
"""
CLEANING = HELD + "AND objid = 43 AND NOT granted"
FREE = f"SELECT ({HELD} AND objid = 42) = 0"


@pytest.fixture
async def one_session(database: Dsns) -> DatabasePool:
    return await create_pool(database.projector, application_name="tests", max_size=1)


async def test_locks_and_settings_are_taken_back(one_session: DatabasePool) -> None:
    async with borrowed_session(one_session) as connection:
        await connection.execute("SELECT pg_advisory_lock(42); SET statement_timeout = 0")
    assert await one_session.fetchval("SHOW statement_timeout") == "5s"
    assert await one_session.fetchval(HELD) == 0
    await one_session.close()


async def test_a_session_that_could_not_be_cleaned_is_ended(
    database: Dsns, one_session: DatabasePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled once more while it cleans up: nobody else may find the lock taken."""
    monkeypatch.setattr(sessions, "TAKE_BACK", "SELECT pg_advisory_lock(43)")

    async def borrow() -> None:
        async with borrowed_session(one_session) as connection:
            await connection.execute("SELECT pg_advisory_lock(42); SET statement_timeout = 0")

    async with connection(database.projector, application_name="tests") as other:
        await other.execute("SELECT pg_advisory_lock(43)")
        borrowing = asyncio.create_task(borrow())
        await until(partial(other.fetchval, CLEANING), "cleaning up")
        borrowing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await borrowing
        await other.execute("SELECT pg_advisory_unlock(43)")
        await until(partial(other.fetchval, FREE), "the lock taken back")
    await one_session.close()
