import asyncio

import pytest

from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, create_pool
from network.projections import sessions
from network.projections.sessions import borrowed_session

HELD = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
"""


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
    one_session: DatabasePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled once more while it cleans up: nobody else may find the lock taken."""
    monkeypatch.setattr(sessions, "TAKE_BACK", "SELECT pg_sleep(0.5)")

    async def borrow() -> None:
        async with borrowed_session(one_session) as connection:
            await connection.execute("SELECT pg_advisory_lock(42)")

    borrowing = asyncio.create_task(borrow())
    await asyncio.sleep(0.2)
    borrowing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await borrowing
    for _ in range(100):
        if not await one_session.fetchval(HELD):
            break
        await asyncio.sleep(0.02)
    else:
        pytest.fail("The lock is still held.")
    await one_session.close()
