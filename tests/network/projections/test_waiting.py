import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network.projections.changes import Changes
from network.projections.errors import ProjectionError, UnknownProjection
from network.projections.projection import Entry
from network.projections.waiting import Waiting
from tests.network.projections.toys import gift, toy
from tests.projected import PATIENCE, Projected

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


async def test_a_projection_that_has_no_tables_yet_is_waited_for(
    projected: Projected, tmp_path: Path
) -> None:
    assert not await Waiting(projected.web, [toy(tmp_path)]).wait_for(["gifts"], 0, SHORT)


async def test_an_unknown_name_is_an_error(projected: Projected, tmp_path: Path) -> None:
    with pytest.raises(UnknownProjection, match="gifts"):
        await Waiting(projected.web, [toy(tmp_path)]).wait_for(["fals"], 1, SHORT)
