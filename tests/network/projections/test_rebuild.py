import asyncio
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from households.events import VolunteeringRecorded
from network.postgres.pool import DatabaseConnection
from network.projections import early_indexes, rebuild, runner, schemas, writing
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.errors import ProjectionError, RebuildRunning
from network.projections.projection import Entry, Handler, Projection
from network.projections.schemas import renew_schemas
from network.projections.sessions import borrowed_session
from network.projections.writing import COPY_FROM
from network.read_models import PROJECTIONS
from tests.network.projections.toys import DAY, SCHEMA, gift, record_gift, toy
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


async def test_a_rebuild_that_was_killed_between_batches_is_finished_from_where_it_was(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 3)
    seldom, often = toy(tmp_path, "seldom", handler=every_fourth), toy(tmp_path, "often", handler=dies_at(10))
    home = uuid4()
    await projected.record(home, *(gift(str(hours)) for hours in range(1, 11)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([often, seldom])
    assert 0 < len(await projected.rows(often, "gift")) < 10
    ahead, behind = await read_status(projected.web, [often, seldom])
    assert ahead.position > behind.position

    mended = Projection("often", 1, often.schema_file, {VolunteeringRecorded: record_gift}, often.reference)
    await projected.rebuild().go_on([mended, seldom])
    assert [row["version"] for row in await projected.rows(mended, "gift")] == list(range(1, 11))
    assert [row["version"] for row in await projected.rows(seldom, "gift")] == [4, 8]


async def test_what_seldom_changes_is_written_before_long(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    monkeypatch.setattr(rebuild, "LONG", 4)
    seldom, dying = toy(tmp_path, "seldom", handler=every_fourth), toy(tmp_path, "dying", handler=dies_at(16))
    first = await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, 21)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([dying, seldom])
    _, status = await read_status(projected.web, [dying, seldom])
    assert status.position >= projected.position - len(first) + 8
    assert [row["version"] for row in await projected.rows(seldom, "gift")][:2] == [4, 8]


@pytest.mark.parametrize("words", [["plain"], ["two\nlines"]], ids=["packed", "by the driver"])
async def test_rows_are_written_alike_however_many_come_at_once(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def note(entry: Entry[Any], changes: Changes) -> None:
        key = (entry.stream_id,)
        changes.append("note", (entry.stream_id, entry.version, words[0], entry.event.given_on))
        changes.put("home", key, gifts=entry.version, note=words[0])

    monkeypatch.setattr(rebuild, "BATCH", 30)
    schema = SCHEMA + "CREATE TABLE note (home_id uuid, version bigint, text text, day date,"
    schema += " PRIMARY KEY (home_id, version));"
    few, many = COPY_FROM - 1, 3 * COPY_FROM
    for name, count in (("few", few), ("many", many)):
        notes, home = toy(tmp_path, name, handler=note, schema=schema), uuid4()
        await projected.record(home, *(gift("1") for _ in range(count)))
        await projected.project(notes)
        rows = [row for row in await projected.rows(notes, "note") if row["home_id"] == home]
        assert [(row["version"], row["text"], row["day"]) for row in rows] == [
            (version, words[0], DAY) for version in range(1, count + 1)
        ]


async def test_nothing_is_done_where_another_process_has_finished_meanwhile(
    projected: Projected, tmp_path: Path
) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), gift("2"))
    await projected.project(toys)
    await projected.rebuild().go_on([toys])
    assert len(await projected.rows(toys, "gift")) == 1


async def test_a_rebuild_waits_at_a_gap_until_it_is_settled(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    toys, home = toy(tmp_path), uuid4()
    await projected.record(home, gift("1"), gift("2"))
    async with projected.web.acquire() as other:
        rolled_back = other.transaction()
        await rolled_back.start()
        await other.execute("SELECT nextval('eventstore.position'), pg_current_xact_id()")
        await projected.record(home, gift("3"), gift("4"), gift("5"))
        rebuilding = asyncio.create_task(projected.project(toys))
        await asyncio.wait([rebuilding], timeout=0.3)
        assert not rebuilding.done()
        await rolled_back.rollback()
    await rebuilding
    assert [row["hours"] for row in await projected.rows(toys, "gift")] == [1, 2, 3, 4, 5]
    (status,) = await read_status(projected.web, [toys])
    assert (status.state, status.events_behind) == (State.LIVE, 0)


async def test_what_others_have_passed_is_not_waited_for_again(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's transaction, open since, says nothing about a gap that a checkpoint lies behind."""
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 3)
    monkeypatch.setattr(rebuild, "PATIENCE", 0.1)
    behind, ahead = (
        toy(tmp_path, "behind", handler=only_the_first),
        toy(tmp_path, "ahead", handler=dies_at(10)),
    )
    home = uuid4()
    await projected.record(home, gift("1"))
    await projected.web.execute("SELECT nextval('eventstore.position'), pg_current_xact_id()")
    await projected.record(home, *(gift(str(hours)) for hours in range(2, 11)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([ahead, behind])
    far, near = await read_status(projected.web, [ahead, behind])
    assert near.position == 0 < far.position

    mended = Projection("ahead", 1, ahead.schema_file, {VolunteeringRecorded: record_gift}, ahead.reference)
    async with projected.web.acquire() as other, other.transaction():
        await other.execute("SELECT pg_current_xact_id()")
        await projected.rebuild().go_on([mended, behind])
    assert [row["version"] for row in await projected.rows(mended, "gift")] == list(range(1, 11))
    for status in await read_status(projected.web, [mended, behind]):
        assert (status.state, status.events_behind) == (State.LIVE, 0)


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


def only_the_first(entry: Entry[VolunteeringRecorded], changes: Changes) -> None:
    if entry.version == 1:
        record_gift(entry, changes)


def every_fourth(entry: Entry[VolunteeringRecorded], changes: Changes) -> None:
    if entry.version % 4 == 0:
        record_gift(entry, changes)


def dies_at(version: int) -> Handler:
    """A handler in whose midst the process is killed."""

    def handle(entry: Entry[Any], changes: Changes) -> None:
        if entry.version == version:
            raise asyncio.CancelledError
        record_gift(entry, changes)

    return handle


async def test_one_process_rebuilds_at_a_time(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path)
    async with borrowed_session(projected.pool) as other:
        await other.execute("SELECT pg_advisory_lock(1214605928, hashtext('gifts_1'))")
        with pytest.raises(RebuildRunning):
            await projected.project(toys)
    await projected.project(toys)


async def test_a_projection_that_fails_stops_alone(projected: Projected, tmp_path: Path) -> None:
    def fail(_entry: Entry[Any], _changes: Changes) -> None:
        raise ValueError("Edith Brown")

    sound, broken = toy(tmp_path, "sound"), toy(tmp_path, "broken", handler=fail)
    await projected.record(uuid4(), gift("1"))
    with pytest.raises(ProjectionError):
        await projected.rebuild().anew([broken, sound])
    failed, fine = await read_status(projected.web, [broken, sound])
    assert (failed.state, failed.position, fine.state) == (State.FAILED, 0, State.LIVE)
    assert failed.error is not None
    assert "ValueError" in failed.error
    assert "test_rebuild.py" in failed.error
    assert "volunteering-recorded/1" in failed.error
    assert "Edith" not in failed.error


async def test_rows_that_the_database_refuses_stop_the_projection(
    projected: Projected, tmp_path: Path
) -> None:
    def repeat(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, 1), hours=entry.event.hours, words=[])

    broken, home = toy(tmp_path, handler=repeat), uuid4()
    await projected.record(home, gift("1"))
    await projected.project(broken)
    await projected.record(home, gift("1"))
    async with projected.following(broken):
        assert not await projected.shows(broken)
    (status,) = await read_status(projected.web, [broken])
    assert status.error is not None
    assert "UniqueViolationError (23505) gifts_1, gift, gift_pkey" in status.error
    assert len(await projected.rows(broken, "gift")) == 1


@pytest.mark.parametrize("rows", [1, COPY_FROM])
async def test_rows_that_nothing_changes_any_more_are_appended(
    projected: Projected, tmp_path: Path, rows: int
) -> None:
    def append(entry: Entry[Any], changes: Changes) -> None:
        changes.append("gift", (entry.stream_id, entry.version, entry.event.hours, ["given"]))

    toys = toy(tmp_path, handler=append)
    await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, rows + 1)))
    await projected.project(toys)
    written = await projected.rows(toys, "gift")
    assert [(row["version"], row["hours"], row["words"]) for row in written] == [
        (hours, hours, ["given"]) for hours in range(1, rows + 1)
    ]


def append_too_little(entry: Entry[Any], changes: Changes) -> None:
    changes.append("gift", (entry.stream_id, entry.version))


def append_and_change(entry: Entry[Any], changes: Changes) -> None:
    changes.append("gift", (entry.stream_id, entry.version, entry.event.hours, []))
    changes.delete("gift", (entry.stream_id, entry.version))


@pytest.mark.parametrize("handler", [append_too_little, append_and_change])
async def test_rows_that_are_not_whole_or_change_after_all_stop_the_projection(
    projected: Projected, tmp_path: Path, handler: Handler
) -> None:
    broken = toy(tmp_path, handler=handler)
    await projected.record(uuid4(), gift("1"))
    with pytest.raises(ProjectionError):
        await projected.project(broken)
    (status,) = await read_status(projected.web, [broken])
    assert status.state is State.FAILED
    assert status.error is not None
    assert "ProjectionMisdeclared" in status.error


async def test_many_projections_share_the_sessions_and_one_that_the_database_refuses_stops_alone(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def repeat(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, entry.version % 4), hours=entry.event.hours, words=[])

    monkeypatch.setattr(rebuild, "BATCH", 3)
    sound = [toy(tmp_path, f"sound_{letter}") for letter in "abcdef"]
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    assert len(sound) > rebuild.WRITERS
    broken, home = toy(tmp_path, "broken", handler=repeat), uuid4()
    await projected.record(home, *(gift(str(hours)) for hours in range(1, 11)))
    with pytest.raises(ProjectionError):
        await projected.rebuild().anew([*sound, broken])
    states = {status.name: status.state for status in await read_status(projected.web, [*sound, broken])}
    assert states == {"broken": State.FAILED, **{one.name: State.LIVE for one in sound}}
    for one in sound:
        assert [row["version"] for row in await projected.rows(one, "gift")] == list(range(1, 11))
    assert [row["version"] for row in await projected.rows(broken, "gift")] == [1, 2, 3]


@pytest.mark.parametrize("hours", ["many", object(), 1j], ids=["text", "object", "complex"])
@pytest.mark.parametrize("rows", [1, COPY_FROM])
async def test_values_that_do_not_fit_their_column_stop_the_projection_alone(
    projected: Projected, tmp_path: Path, rows: int, hours: object
) -> None:
    def misread(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, entry.version), hours=hours, words=[])

    sound, broken = toy(tmp_path, "sound"), toy(tmp_path, "broken", handler=misread)
    await projected.project(broken)
    await projected.record(uuid4(), *(gift("1") for _ in range(rows)))
    async with projected.following(broken, sound):
        assert not await projected.shows(broken)
        assert await projected.shows(sound)
    (status,) = await read_status(projected.web, [broken])
    assert status.error is not None
    assert "between the positions 0 and" in status.error
