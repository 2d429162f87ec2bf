from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from network.postgres.pool import DatabaseConnection
from network.projections import runner, schemas, writing
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.projection import Entry, Projection
from network.projections.rebuilding import early_indexes, rebuild
from network.projections.schemas import renew_schemas
from network.projections.sessions import borrowed_session
from network.read_models import PROJECTIONS
from tests.network.projections.toys import SCHEMA, gift, toy
from tests.projected import Projected
from tests.random_facts import RandomFacts


async def tell(projected: Projected, source: RandomFacts, facts: int) -> None:
    """Record some facts, a few of a stream in each append."""
    for _ in range(facts):
        stream, event = source.any()
        await projected.record(stream, event)


@pytest.mark.parametrize("seed", [1, 4, 7])
async def test_rebuilt_equals_live_row_by_row(
    projected: Projected, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    monkeypatch.setattr(runner, "BATCH", random.randrange(1, 20))
    monkeypatch.setattr(rebuild, "BATCH", random.randrange(20, 200))
    monkeypatch.setattr(rebuild, "ENOUGH", random.randrange(1, 200))
    monkeypatch.setattr(writing, "COPY_FROM", random.randrange(1, 6))
    source = RandomFacts(random)
    async with projected.following(*PROJECTIONS):
        for stream, event in source.opening():
            await projected.record(stream, event)
        for projection in PROJECTIONS:
            assert await projected.comes_to_be(projection, State.LIVE)
        await tell(projected, source, 300)
        for stream, event in source.closing():
            await projected.record(stream, event)
        for projection in PROJECTIONS:
            assert await projected.shows(projection)
    live = await projected.everything(PROJECTIONS)
    assert [table for table in live if not live[table]] == []

    await projected.rebuild().anew(PROJECTIONS)

    rebuilt = await projected.everything(PROJECTIONS)
    for table, rows in live.items():
        assert rebuilt[table] == rows, table


async def test_a_rebuild_makes_rows_reference_rows_and_indexes_and_is_live(
    projected: Projected, tmp_path: Path
) -> None:
    home, toys = uuid4(), toy(tmp_path)
    await projected.record(home, gift("1.5"), gift("2"))
    await projected.project(toys)
    assert [row["hours"] for row in await projected.rows(toys, "gift")] == [1.5, 2]
    assert await projected.rows(toys, "home") == [{"home_id": home, "gifts": 2, "note": None}]
    assert [row["name"] for row in await projected.rows(toys, "unit")] == ["day", "hour"]
    assert await projected.pool.fetchval("SELECT to_regclass('gifts_1.gift_hours') IS NOT NULL")
    (status,) = await read_status(projected.web, [toys])
    assert (status.state, status.position, status.events_behind) == (State.LIVE, projected.position, 0)


async def test_the_web_service_may_read_what_was_made(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), gift("1"))
    await projected.project(toys)
    assert await projected.web.fetchval("SELECT count(*) FROM gifts_1.gift") == 1


async def test_tables_of_another_schema_sql_are_made_anew_and_filled(
    projected: Projected, tmp_path: Path
) -> None:
    before, same = toy(tmp_path), toy(tmp_path, "same")
    await projected.record(uuid4(), gift("1"))
    await projected.rebuild().anew([before, same])
    now = toy(tmp_path, schema=SCHEMA.replace("note text", "note text, colour text"), handler=only_gifts)
    async with borrowed_session(projected.pool) as session:
        await renew_schemas(session, [now, same])
    renewed, kept = await read_status(projected.web, [now, same])
    assert (renewed.state, renewed.position, kept.state) == (State.REBUILDING, 0, State.LIVE)
    async with projected.following(now, same):
        assert await projected.comes_to_be(now, State.LIVE)
    assert len(await projected.rows(now, "gift")) == 1


def only_gifts(entry: Entry[Any], changes: Changes) -> None:
    changes.add("gift", (entry.stream_id, entry.version), hours=entry.event.hours, words=[])


async def test_readers_with_prepared_statements_go_on_after_a_rebuild_in_place(
    projected: Projected, tmp_path: Path
) -> None:
    toys, home = toy(tmp_path), uuid4()
    await projected.record(home, gift("1"))
    await projected.project(toys)
    async with projected.web.acquire() as reader:
        for _ in range(3):
            query = "SELECT gift, words, hours FROM gifts_1.gift WHERE home_id = $1"
            assert len(await reader.fetch(query, home)) == 1
            await projected.project(toys)


async def test_a_new_version_is_built_beside_the_old(projected: Projected, tmp_path: Path) -> None:
    old, new = toy(tmp_path, version=1), toy(tmp_path, version=2)
    await projected.record(uuid4(), gift("1"))
    await projected.project(old)
    await projected.project(new)
    assert await projected.rows(old, "gift") == await projected.rows(new, "gift")


async def test_rows_that_come_while_indexes_are_being_made_are_in_them(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    monkeypatch.setattr(early_indexes, "BEGIN_AT", 0)
    toys = toy(tmp_path)
    await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, 21)))
    made: list[str] = []

    async def make(connection: DatabaseConnection, projection: Projection) -> None:
        await schemas.make_indexes(connection, projection)
        made.append(projection.name)

    monkeypatch.setattr(early_indexes, "make_indexes", make)
    await projected.project(toys)
    assert made == ["gifts"]
    async with projected.pool.acquire() as session, session.transaction():
        await session.execute("SET LOCAL enable_seqscan = off")
        found = "SELECT hours FROM gifts_1.gift WHERE hours > 0 ORDER BY hours"
        assert "gift_hours" in await session.fetchval(f"EXPLAIN (FORMAT JSON) {found}")
        assert [row["hours"] for row in await session.fetch(found)] == list(range(1, 21))
