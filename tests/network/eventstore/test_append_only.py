"""What is recorded stays as it is: for every role, by grant and by trigger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest

from network.eventstore.store import EventStore
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import append, note, receipt

CHANGES = [
    statement.format(table=table, column=column)
    for table, column in (("events", "state"), ("commands", "answer"))
    for statement in (
        "UPDATE eventstore.{table} SET {column} = 'x'",
        "DELETE FROM eventstore.{table}",
        "TRUNCATE eventstore.{table}",
    )
]
EACH_CHANGE = pytest.mark.parametrize("statement", CHANGES)


@pytest.fixture(autouse=True)
async def something(store: EventStore) -> None:
    home = uuid4()
    await store.append([append(home, 0, note())], [receipt(home)])


@asynccontextmanager
async def session(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@EACH_CHANGE
async def test_the_service_may_not(database: Dsns, statement: str) -> None:
    for dsn in (database.web, database.projector):
        async with session(dsn) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)


@EACH_CHANGE
async def test_a_trigger_refuses_even_the_owner(database: Dsns, statement: str) -> None:
    async with session(database.owner) as connection:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="stays as it is"):
            await connection.execute(statement)


async def test_the_projector_records_nothing(projector_pool: DatabasePool) -> None:
    for statement in (
        "INSERT INTO eventstore.events (topic) VALUES ('note-taken/1')",
        "SELECT nextval('eventstore.position')",
        "SELECT * FROM eventstore.commands",
        "SELECT * FROM eventstore.sealing_keys",
        "SELECT eventstore.forget_keys('{}', '{}', '{}')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await projector_pool.execute(statement)


async def test_nobody_but_the_database_gives_a_position(web_pool: DatabasePool) -> None:
    """Into a gap that readers have passed, a fact could be put that nobody would ever see."""
    insert = (
        "INSERT INTO eventstore.events ({}originator_id, originator_version, topic, state)"
        " VALUES ({}gen_random_uuid(), 1, 'note-taken/1', '{{}}')"
    )
    await web_pool.execute(insert.format("", ""))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await web_pool.execute(insert.format("position, ", "7, "))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await web_pool.execute("SELECT setval('eventstore.position', 1)")


async def test_the_service_can_neither_write_nor_destroy_a_key_by_hand(web_pool: DatabasePool) -> None:
    for statement in (
        "INSERT INTO eventstore.sealing_keys VALUES (gen_random_uuid(), gen_random_uuid(), 'care', '{}', '')",
        "UPDATE eventstore.sealing_keys SET homes = '{}'",
        "DELETE FROM eventstore.sealing_keys",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web_pool.execute(statement)


@pytest.mark.parametrize(
    ("version", "about", "constraint"),
    [
        (0, None, "events_version_from_one"),
        (3, 3, "events_about_an_earlier_one"),
        (1, None, "events_stream_version"),
    ],
)
async def test_the_database_knows_what_a_stream_is(
    web_pool: DatabasePool, store: EventStore, version: int, about: int | None, constraint: str
) -> None:
    home = uuid4()
    await store.append([append(home, 0, note(), note())])
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await web_pool.execute(
            "INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)"
            " VALUES ($1, $2, $3, 'note-taken/1', '{}')",
            home,
            version,
            about,
        )
    assert refused.value.constraint_name == constraint
