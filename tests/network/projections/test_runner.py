import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from households.events import VolunteeringRecorded
from network.projections import runner
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.projection import Entry, Projection
from tests.network.projections.toys import gift, moment, record_gift, toy
from tests.projected import Projected


async def test_what_is_recorded_shows_at_once(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the notification: the poll would come too late for everybody who waits."""
    monkeypatch.setattr(runner, "POLL", timedelta(hours=1))
    toys, home = toy(tmp_path), uuid4()
    await projected.record(home, gift("1"))
    async with projected.following(toys):
        assert await projected.comes_to_be(toys, State.LIVE)
        await projected.record(home, gift("2"))
        assert await projected.shows(toys)
    assert len(await projected.rows(toys, "gift")) == 2


async def test_events_that_nobody_handles_move_the_checkpoint_too(
    projected: Projected, tmp_path: Path
) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), moment(uuid4()))
    async with projected.following(toys):
        assert await projected.shows(toys)
    assert await projected.rows(toys, "gift") == []


async def test_without_a_notification_the_poll_finds_it(projected: Projected, tmp_path: Path) -> None:
    toys, home = toy(tmp_path), uuid4()
    async with projected.following(toys):
        await projected.record(home, gift("1"))
        assert await projected.shows(toys)
        await projected.web.execute("SELECT pg_sleep(0.05)")
        await insert_silently(projected, home)
        assert await projected.shows(toys, projected.position + 1)


async def insert_silently(projected: Projected, home: UUID) -> None:
    """The next event of a home, as if the process that recorded it had died before it told anybody."""
    topic, state = projected.codec.encode(gift("3"), home)
    await projected.web.execute(
        "INSERT INTO eventstore.events (originator_id, originator_version, topic, state)"
        " VALUES ($1, 2, $2, $3)",
        home,
        topic,
        state,
    )


async def test_two_runners_do_the_work_once(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH", 7)
    first, second = toy(tmp_path, "first"), toy(tmp_path, "second")
    homes = [uuid4(), uuid4()]
    async with projected.following(first, second), projected.following(first, second):
        for number in range(60):
            await projected.record(homes[number % 2], gift("1"), gift("2"))
        assert await projected.shows(first)
        assert await projected.shows(second)
    for toys in (first, second):
        assert len(await projected.rows(toys, "gift")) == 120
        assert [row["gifts"] for row in await projected.rows(toys, "home")] == [60, 60]


async def test_a_failing_projection_keeps_its_place_and_the_others_go_on(
    projected: Projected, tmp_path: Path
) -> None:
    fails = [True]

    def fail_for_now(entry: Entry[Any], changes: Changes) -> None:
        if fails and entry.version == 2:
            raise KeyError("hours")
        record_gift(entry, changes)

    broken, sound = toy(tmp_path, "broken", handler=fail_for_now), toy(tmp_path, "sound")
    home = uuid4()
    async with projected.following(broken, sound):
        (version,) = await projected.record(home, gift("1"))
        assert await projected.shows(broken)
        place = projected.position
        await projected.record(home, gift("2"))
        assert await projected.shows(sound)
        assert not await projected.shows(broken)
        await projected.record(home, gift("3"))
        assert await projected.shows(sound)
    failed, live = await read_status(projected.web, [broken, sound])
    assert (failed.state, failed.position, failed.events_behind) == (State.FAILED, place, 2)
    assert failed.seconds_behind > 0
    assert (live.state, live.events_behind, live.seconds_behind) == (State.LIVE, 0, 0)
    assert len(await projected.rows(broken, "gift")) == version

    fails.clear()
    async with projected.following(broken, sound):
        assert await projected.comes_to_be(broken, State.LIVE)
    assert len(await projected.rows(broken, "gift")) == 3


async def test_an_event_that_cannot_be_read_stops_who_handles_it(
    projected: Projected, tmp_path: Path
) -> None:
    toys, home = toy(tmp_path), uuid4()
    other = toy(tmp_path, "other")
    other = Projection("other", 1, other.schema_file, {}, other.reference)
    await projected.record(home, gift("1"))
    await projected.web.execute(
        "INSERT INTO eventstore.events (originator_id, originator_version, topic, state)"
        " VALUES ($1, 2, 'volunteering-recorded/9', '{}')",
        home,
    )
    async with projected.following(toys, other):
        assert await projected.shows(other, projected.position + 1)
        assert not await projected.shows(toys, projected.position + 1)
    failed, _ = await read_status(projected.web, [toys, other])
    assert failed.error is not None
    assert "volunteering-recorded/9" in failed.error


async def test_a_runner_goes_on_beside_a_rebuild_by_another_process(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LOOK_AROUND", 0.05)
    toys, home = toy(tmp_path), uuid4()
    async with projected.following(toys):
        await projected.record(home, *(gift("1") for _ in range(20)))
        assert await projected.comes_to_be(toys, State.LIVE)
        await projected.project(toys)
        await projected.record(home, gift("2"))
        assert await projected.shows(toys)
    assert len(await projected.rows(toys, "gift")) == 21


async def test_tables_of_another_schema_stop_the_projection(projected: Projected, tmp_path: Path) -> None:
    old = toy(tmp_path)
    await projected.project(old)
    changed = toy(tmp_path, schema="CREATE TABLE gift (home_id uuid PRIMARY KEY);\n")
    changed = Projection("gifts", 1, changed.schema_file, {VolunteeringRecorded: record_gift})
    await projected.record(uuid4(), gift("1"))
    async with projected.following(changed):
        assert not await projected.shows(changed)
    (status,) = await read_status(projected.web, [changed])
    assert status.error is not None
    assert "hearth projections rebuild gifts" in status.error


async def test_a_runner_outlives_its_connections(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BACK_OFF", 0.05)
    toys, home = toy(tmp_path), uuid4()
    async with projected.following(toys):
        await projected.record(home, gift("1"))
        assert await projected.shows(toys)
        await end_sessions(projected)
        await projected.record(home, gift("2"))
        assert await projected.shows(toys)
    assert len(await projected.rows(toys, "gift")) == 2


async def end_sessions(projected: Projected) -> None:
    """As when PostgreSQL is restarted: every session of the projector's is ended."""
    async with one_session(projected) as session:
        await session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()"
        )


@asynccontextmanager
async def one_session(projected: Projected) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    session = await asyncpg.connect(projected.dsn)
    try:
        yield session
    finally:
        await session.close()


async def test_a_stop_in_the_midst_of_a_batch_loses_and_doubles_nothing(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH", 5)
    toys, home = toy(tmp_path), uuid4()
    await projected.record(home, *(gift("1") for _ in range(100)))
    await projected.project(toys)
    for _ in range(8):
        await projected.record(home, *(gift("1") for _ in range(50)))
        running = asyncio.create_task(projected.runner([toys]).run(asyncio.Event()))
        await asyncio.sleep(0.03)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    async with projected.following(toys):
        assert await projected.shows(toys)
    assert [row["version"] for row in await projected.rows(toys, "gift")] == list(range(1, 501))
