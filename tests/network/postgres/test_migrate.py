"""Migrations run once each, in order, whole or not at all."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from network.postgres.dsns import Dsns
from network.postgres.errors import MigrationError
from network.postgres.migrate import (
    MIGRATIONS,
    Migration,
    find_pending,
    load_migrations,
    migrate,
    read_applied,
)
from network.postgres.pool import DatabasePool, connection

CURRENT = load_migrations(MIGRATIONS)
NEXT = CURRENT[-1].number + 1
RULE = Migration(NEXT, "rule", "CREATE TABLE public.rule (id integer PRIMARY KEY)")
BROKEN = Migration(NEXT, "broken", "CREATE TABLE public.half (id integer); SELECT 1 / 0")


async def test_a_migrated_database_has_seen_every_migration(web_pool: DatabasePool) -> None:
    async with web_pool.acquire() as session:
        assert find_pending(CURRENT, await read_applied(session)) == []


async def test_only_what_is_new_is_run(owner_pool: DatabasePool) -> None:
    async with owner_pool.acquire() as session:
        assert await migrate(session, [*CURRENT, RULE]) == [RULE]
        assert await migrate(session, [*CURRENT, RULE]) == []


async def test_nothing_remains_of_a_migration_that_fails(owner_pool: DatabasePool) -> None:
    async with owner_pool.acquire() as session:
        with pytest.raises(MigrationError, match=r"_broken\.sql failed, and nothing of it remains"):
            await migrate(session, [*CURRENT, BROKEN])
        assert await session.fetchval("SELECT to_regclass('public.half')") is None
        assert NEXT not in await read_applied(session)


async def test_a_migration_that_was_changed_after_it_ran_is_refused(owner_pool: DatabasePool) -> None:
    changed = [replace(CURRENT[0], sql=CURRENT[0].sql + "-- and more"), *CURRENT[1:]]
    async with owner_pool.acquire() as session:
        with pytest.raises(MigrationError, match="is not the one that this database has run"):
            await migrate(session, changed)


async def test_a_database_of_a_newer_release_is_refused(owner_pool: DatabasePool) -> None:
    async with owner_pool.acquire() as session:
        await migrate(session, [*CURRENT, RULE])
        with pytest.raises(MigrationError, match="belongs to a newer one"):
            await migrate(session, CURRENT)


async def test_two_processes_that_migrate_at_once_run_each_migration_once(database: Dsns) -> None:
    async def one() -> list[Migration]:
        async with connection(database.owner, application_name="test") as session:
            return await migrate(session, [*CURRENT, RULE])

    assert sorted(map(len, await asyncio.gather(one(), one()))) == [0, 1]


async def test_a_database_without_any_migration_is_wholly_pending(database: Dsns) -> None:
    async with connection(database.owner, application_name="test") as session:
        await session.execute("DROP TABLE public.hearth_migrations")
        assert find_pending(CURRENT, await read_applied(session)) == CURRENT


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["0001_first.sql", "0001_again.sql"], "two migrations with the number 0001"),
        (["first.sql"], "first.sql in .* is not named like"),
    ],
)
def test_files_that_leave_the_order_open_are_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(MigrationError, match=reason):
        load_migrations(tmp_path)
