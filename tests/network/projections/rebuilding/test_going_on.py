import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from households.events import VolunteeringRecorded
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.errors import RebuildRunning
from network.projections.projection import Entry, Handler, Projection
from network.projections.rebuilding import rebuild
from network.projections.sessions import borrowed_session
from tests.network.projections.toys import gift, record_gift, toy
from tests.projected import Projected


async def test_a_rebuild_that_was_killed_between_batches_is_finished_from_where_it_was(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 3)
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)
    seldom, often = toy(tmp_path, "seldom", handler=every_fourth), toy(tmp_path, "often", handler=dies_at(10))
    home = uuid4()
    await projected.record(home, *(gift(str(hours)) for hours in range(1, 11)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([often, seldom])
    assert 0 < len(await projected.rows(often, "gift")) < 10
    assert await left_alone(projected, often) == {"gift": True, "home": True, "unit": True}
    ahead, behind = await read_status(projected.web, [often, seldom])
    assert ahead.position > behind.position

    mended = Projection("often", 1, often.schema_file, {VolunteeringRecorded: record_gift}, often.reference)
    await projected.rebuild().go_on([mended, seldom])
    assert [row["version"] for row in await projected.rows(mended, "gift")] == list(range(1, 11))
    assert [row["version"] for row in await projected.rows(seldom, "gift")] == [4, 8]
    assert await left_alone(projected, mended) == {"gift": False, "home": False, "unit": False}


async def left_alone(projected: Projected, projection: Projection) -> dict[str, bool]:
    """Whether autovacuum passes each table by."""
    rows = await projected.pool.fetch(
        "SELECT relname, reloptions IS NOT DISTINCT FROM '{autovacuum_enabled=off}' AS is_left_alone"
        " FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'",
        projection.schema,
    )
    return {row["relname"]: row["is_left_alone"] for row in rows}


async def test_what_seldom_changes_is_written_before_long(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    monkeypatch.setattr(rebuild, "LONG", 4)
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)
    seldom, dying = toy(tmp_path, "seldom", handler=every_fourth), toy(tmp_path, "dying", handler=dies_at(16))
    first = await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, 21)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([dying, seldom])
    _, status = await read_status(projected.web, [dying, seldom])
    assert status.position >= projected.position - len(first) + 8
    assert [row["version"] for row in await projected.rows(seldom, "gift")][:2] == [4, 8]


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
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)
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


async def test_nothing_is_done_where_another_process_has_finished_meanwhile(
    projected: Projected, tmp_path: Path
) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), gift("2"))
    await projected.project(toys)
    await projected.rebuild().go_on([toys])
    assert len(await projected.rows(toys, "gift")) == 1


async def test_one_process_rebuilds_at_a_time(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path)
    async with borrowed_session(projected.pool) as other:
        await other.execute("SELECT pg_advisory_lock(1214605928, hashtext('gifts_1'))")
        with pytest.raises(RebuildRunning):
            await projected.project(toys)
    await projected.project(toys)


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
