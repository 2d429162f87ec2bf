"""A rebuild of which one projection takes long to be written: folding goes on, but not without bounds."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network.eventstore.log import LogReader
from network.postgres.pool import connection
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.errors import ProjectionError
from network.projections.projection import Entry, Handler, Projection
from network.projections.rebuilding import rebuild
from tests.network.projections.toys import SCHEMA, gift, toy
from tests.patience import SECONDS, until
from tests.projected import Projected

EVENTS = 30
SIX = 6
QUIET = 0.5
"""Seconds without a step after which folding counts as waiting."""
HELD_UP = f"""{SCHEMA}
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$;
CREATE TRIGGER waits AFTER INSERT ON gift FOR EACH STATEMENT EXECUTE FUNCTION wait();
CREATE TRIGGER waits AFTER INSERT ON home FOR EACH STATEMENT EXECUTE FUNCTION wait();
"""

WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database() AND objid = 4711 AND NOT granted
"""


@asynccontextmanager
async def filling_held_up(
    projected: Projected, projections: Sequence[Projection]
) -> AsyncIterator["asyncio.Queue[int]"]:
    """How far a rebuild comes while what is `HELD_UP` can't be written; after the block it is finished."""
    reached: asyncio.Queue[int] = asyncio.Queue()
    log = LogReader(projected.pool, 5.0)
    filling = rebuild.Rebuild(projected.pool, log, projected.codec, reached.put_nowait)
    async with (
        asyncio.TaskGroup() as group,
        connection(projected.dsn, application_name="tests holding up") as holding,
    ):
        await holding.execute("SELECT pg_advisory_lock(4711)")
        group.create_task(filling.anew(projections))
        yield reached


@pytest.mark.parametrize("quick", [0, 1], ids=["its own next piece", "another, without a session"])
async def test_folding_goes_on_while_what_some_came_to_is_still_being_written(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: int
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    held_up = [toy(tmp_path, f"held_up_{one}", schema=HELD_UP) for one in ("ab" if quick else "a")]
    assert not quick or len(held_up) == rebuild.WRITERS
    projections = [*held_up, *(toy(tmp_path, "quick") for _ in range(quick))]
    await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, EVENTS + 1)))
    async with filling_held_up(projected, projections) as reached, asyncio.timeout(SECONDS):
        while await reached.get() < projected.position - rebuild.BATCH:
            pass
    for projection in projections:
        written = await projected.rows(projection, "gift")
        assert [row["version"] for row in written] == list(range(1, EVENTS + 1))


def record_many(entry: Entry[Any], changes: Changes) -> None:
    """Ten rows of one event."""
    for number in range(10):
        changes.add("gift", (entry.stream_id, 10 * entry.version + number), hours=entry.event.hours, words=[])


def count_gifts(entry: Entry[Any], changes: Changes) -> None:
    """One row of all events."""
    changes.put("home", (entry.stream_id,), gifts=entry.version, note=None)


@pytest.mark.parametrize(
    ("handler", "too_much"),
    [(record_many, 10 * SIX), (count_gifts, SIX)],
    ids=["rows", "events"],
)
async def test_folding_waits_where_too_much_has_come_together(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handler: Handler, too_much: int
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    monkeypatch.setattr(rebuild, "TOO_MUCH", too_much)
    held_up = toy(tmp_path, "held_up", handler=handler, schema=HELD_UP)
    await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, EVENTS + 1)))
    async with filling_held_up(projected, [held_up]) as reached:
        furthest = await asyncio.wait_for(reached.get(), SECONDS)
        with suppress(TimeoutError):
            while True:
                furthest = await asyncio.wait_for(reached.get(), QUIET)
    first_piece = projected.position - EVENTS + rebuild.BATCH
    assert furthest < first_piece + SIX
    (status,) = await read_status(projected.web, [held_up])
    assert (status.state, status.events_behind) == (State.LIVE, 0)


async def test_a_failure_is_told_while_others_are_still_being_filled(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_entry: Entry[Any], _changes: Changes) -> None:
        raise ValueError

    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    held_up, broken = toy(tmp_path, "held_up", schema=HELD_UP), toy(tmp_path, "broken", handler=fail)
    await projected.record(uuid4(), gift("1"))
    with pytest.RaisesGroup(ProjectionError):
        async with filling_held_up(projected, [held_up, broken]):
            assert await projected.comes_to_be(broken, State.FAILED)
            assert (await read_status(projected.web, [held_up]))[0].state is State.REBUILDING


async def test_what_is_being_written_when_a_rebuild_is_cancelled_is_rolled_back(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a piece waits for a session: nobody but the rebuild itself ends the others."""
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)
    toys = [toy(tmp_path, f"held_up_{one}", schema=HELD_UP) for one in "abc"]
    await projected.record(uuid4(), gift("1"))
    async with connection(projected.dsn, application_name="tests holding up") as holding:

        async def all_sessions_write() -> bool:
            return await holding.fetchval(WAITING) == rebuild.WRITERS == len(toys) - 1

        await holding.execute("SELECT pg_advisory_lock(4711)")
        filling = asyncio.create_task(projected.rebuild().anew(toys))
        await until(all_sessions_write, "pieces being written in all sessions")
        filling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await filling
        assert await holding.fetchval(WAITING) == 0
    await projected.rebuild().go_on(toys)
    for one in toys:
        assert len(await projected.rows(one, "gift")) == 1
