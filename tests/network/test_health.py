"""Readiness says every reason why a process should not be sent requests."""

from datetime import timedelta
from typing import Never
from uuid import UUID

import asyncpg
import pytest

from network import health
from network.health import Health, Limits
from network.metrics import Metrics
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, Migration, load_migrations
from network.postgres.pool import DatabasePool, create_pool
from network.read_models import PROJECTIONS, open_projector

CURRENT = load_migrations(MIGRATIONS)
NAMES = [projection.name for projection in PROJECTIONS]
LIMITS = Limits(projection_lag=timedelta(seconds=30), oldest_transaction=timedelta(seconds=60))
IMPATIENT = Limits(projection_lag=timedelta(seconds=30), oldest_transaction=timedelta(0))


def health_of(pool: DatabasePool, limits: Limits = LIMITS, migrations: list[Migration] = CURRENT) -> Health:
    return Health(pool, projections=PROJECTIONS, migrations=migrations, metrics=Metrics(), limits=limits)


@pytest.fixture
async def built(database: Dsns) -> Dsns:
    """A database whose projections have been built."""
    async with open_projector(database.projector, lambda _position: None) as projector:
        await projector.rebuild.anew(PROJECTIONS)
    return database


async def test_it_is_ready_when_all_is_well(built: Dsns, web_pool: DatabasePool) -> None:
    readiness = await health_of(web_pool).find_readiness()
    assert readiness.reasons == []
    assert readiness.is_ready
    assert readiness.projections == dict.fromkeys(NAMES, "live")


async def test_projections_that_were_never_built_are_missed(web_pool: DatabasePool) -> None:
    readiness = await health_of(web_pool).find_readiness()
    assert readiness.projections == dict.fromkeys(NAMES, "missing")
    assert len(readiness.reasons) == len(NAMES)


async def test_a_stopped_projection_is_named(
    built: Dsns, web_pool: DatabasePool, owner_pool: DatabasePool
) -> None:
    await owner_pool.execute(
        "UPDATE projections.checkpoints SET status = 'failed', error = 'x', failed_at = now() "
        "WHERE name = 'falls'"
    )
    readiness = await health_of(web_pool).find_readiness()
    assert readiness.projections["falls"] == "failed"
    assert readiness.reasons == ["The projection falls has stopped: see hearth projections status."]


async def test_an_older_schema_is_said(built: Dsns, web_pool: DatabasePool) -> None:
    newer = [*CURRENT, Migration(CURRENT[-1].number + 1, "newer", "SELECT 1")]
    readiness = await health_of(web_pool, migrations=newer).find_readiness()
    assert readiness.reasons == ["The schema is older than this release: run hearth migrate."]


async def test_an_older_release_goes_on_beside_a_newer_schema(built: Dsns, web_pool: DatabasePool) -> None:
    assert (await health_of(web_pool, migrations=CURRENT[:-1]).find_readiness()).is_ready


async def test_a_session_that_the_server_has_ended_is_a_database_that_is_away(
    built: Dsns, web_pool: DatabasePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read_status(*_: object) -> Never:
        raise asyncpg.InternalClientError("got result for unknown protocol state 3")

    monkeypatch.setattr(health, "read_status", read_status)
    looking = health_of(web_pool)
    assert (await looking.find_readiness()).reasons == ["The database does not answer."]
    assert b"hearth_database_up 0.0" in await looking.render_metrics()


async def test_a_transaction_left_open_is_said_with_its_process(
    built: Dsns, web_pool: DatabasePool, owner_pool: DatabasePool
) -> None:
    watching = health_of(web_pool, IMPATIENT)
    async with owner_pool.acquire() as writer:
        open_one = writer.transaction()
        await open_one.start()
        await writer.execute("SELECT pg_current_xact_id()")
        pid = writer.get_server_pid()
        await watching.find_readiness()
        readiness = await watching.find_readiness()
        assert [reason for reason in readiness.reasons if f"process {pid} " in reason] == readiness.reasons
        assert readiness.reasons
        metrics = (await watching.render_metrics()).decode()
        assert f'hearth_oldest_transaction_seconds{{pid="{pid}"}}' in metrics
        await open_one.rollback()
    assert (await watching.find_readiness()).is_ready


async def test_a_database_that_is_away_is_said_and_metrics_still_come(database: Dsns) -> None:
    pool = await create_pool(database.web, application_name="test", max_size=1)
    looking = health_of(pool)
    await pool.close()
    assert (await looking.find_readiness()).reasons == ["The database does not answer."]
    assert b"hearth_database_up 0.0" in await looking.render_metrics()


async def test_a_home_whose_books_are_stuck_is_said_by_number_and_counted(
    built: Dsns, web_pool: DatabasePool, owner_pool: DatabasePool
) -> None:
    await owner_pool.execute(
        "INSERT INTO books.stuck (home_id, position, error) VALUES ($1, 7, 'KeyError')", UUID(int=9)
    )
    looking = health_of(web_pool)
    assert (await looking.find_readiness()).reasons == [
        "The books of one home can't be worked out: see hearth projections status."
    ]
    assert b"hearth_books_stuck_homes 1.0" in await looking.render_metrics()
