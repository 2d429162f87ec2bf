import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from network.postgres.pool import DatabasePool
from network.projections.changes import Changes
from network.projections.checkpoints import State
from network.projections.errors import ProjectionError, UnknownProjection
from network.projections.projection import Entry
from network.projections.waiting import Waiting
from tests.network.projections.toys import gift, toy
from tests.patience import PATIENCE
from tests.projected import Projected

SHORT = timedelta(milliseconds=50)


async def test_a_reader_waits_for_what_was_just_recorded(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path)
    await projected.project(toys)
    waiting = Waiting(projected.web, [toys])
    await projected.record(uuid4(), gift("1"))
    assert not await waiting.wait_for(["gifts"], projected.position, SHORT)
    async with projected.following(toys):
        assert await waiting.wait_for(["gifts"], projected.position, PATIENCE)


async def test_many_readers_wait_together(projected: Projected, tmp_path: Path) -> None:
    first, second = toy(tmp_path, "first"), toy(tmp_path, "second")
    waiting = Waiting(projected.web, [first, second])
    positions: list[int] = []
    for _ in range(5):
        await projected.record(uuid4(), gift("1"))
        positions.append(projected.position)
    waits = [waiting.wait_for(["first", "second"], position, PATIENCE) for position in positions]
    waits.append(waiting.wait_for(["first"], positions[-1] + 1_000, SHORT))
    async with projected.following(first, second):
        assert await asyncio.gather(*waits) == [True] * 5 + [False]


async def test_nobody_waits_for_a_projection_that_has_stopped(projected: Projected, tmp_path: Path) -> None:
    def fail(_entry: Entry[Any], _changes: Changes) -> None:
        raise ValueError

    toys = toy(tmp_path, handler=fail)
    await projected.record(uuid4(), gift("1"))
    with pytest.raises(ProjectionError):
        await projected.project(toys)
    waiting = Waiting(projected.web, [toys])
    async with asyncio.timeout(5):
        assert not await waiting.wait_for(["gifts"], projected.position, timedelta(hours=1))


async def test_one_that_stopped_later_keeps_nobody_from_waiting_for_another(
    projected: Projected, tmp_path: Path
) -> None:
    def fail(_entry: Entry[Any], _changes: Changes) -> None:
        raise ValueError

    slow, stopped = toy(tmp_path, "slow"), toy(tmp_path, "stopped")
    await projected.project(slow)
    await projected.record(uuid4(), gift("1"))
    asked = projected.position
    await projected.project(stopped)
    await projected.record(uuid4(), gift("1"))
    broken = toy(tmp_path, "stopped", handler=fail)
    async with projected.following(broken):
        assert await projected.comes_to_be(broken, State.FAILED)
    waiting = asyncio.create_task(
        Waiting(projected.web, [slow, stopped]).wait_for(["slow", "stopped"], asked, PATIENCE)
    )
    await asyncio.wait([waiting], timeout=SHORT.total_seconds())
    assert not waiting.done()
    await projected.project(slow)
    assert await waiting


async def test_a_projection_that_has_no_tables_yet_is_waited_for(
    projected: Projected, tmp_path: Path
) -> None:
    assert not await Waiting(projected.web, [toy(tmp_path)]).wait_for(["gifts"], 0, SHORT)


async def test_an_unknown_name_is_an_error(projected: Projected, tmp_path: Path) -> None:
    with pytest.raises(UnknownProjection, match="gifts"):
        await Waiting(projected.web, [toy(tmp_path)]).wait_for(["fals"], 1, SHORT)


class FailsSlowly:
    """A pool whose database goes away while it is asked."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()
        self.goes_away = asyncio.Event()

    async def fetch(self, *_: object) -> list[asyncpg.Record]:
        self.is_asked.set()
        await self.goes_away.wait()
        raise ConnectionResetError


async def test_who_comes_while_the_database_goes_away_is_told_at_once_too(tmp_path: Path) -> None:
    fails = FailsSlowly()
    pool: DatabasePool = fails  # pyright: ignore[reportAssignmentType]
    waiting = Waiting(pool, [toy(tmp_path)])
    first = asyncio.create_task(waiting.wait_for(["gifts"], 1, timedelta(hours=1)))
    await fails.is_asked.wait()
    second = asyncio.create_task(waiting.wait_for(["gifts"], 1, timedelta(hours=1)))
    await asyncio.sleep(0)
    fails.goes_away.set()
    async with asyncio.timeout(5):
        answers = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionResetError] * 2
