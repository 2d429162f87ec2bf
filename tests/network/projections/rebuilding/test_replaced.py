"""What a rebuild replaces is put aside at once and dropped beside it, or by the next one."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from network.projections.checkpoints import State, read_status
from network.projections.projection import Projection
from network.projections.pruning import Pruned, prune
from network.projections.schemas import create_schema
from network.projections.sessions import borrowed_session
from tests.network.projections.toys import gift, toy
from tests.patience import until
from tests.projected import Projected

SCHEMAS = (
    "SELECT nspname::text FROM pg_namespace WHERE pg_get_userbyid(nspowner) = 'hearth_projector' ORDER BY 1"
)


async def schemas(projected: Projected) -> list[str]:
    return [row[0] for row in await projected.pool.fetch(SCHEMAS)]


async def killed_while_somebody_reads(projected: Projected, toys: Projection) -> None:
    """A rebuild that has read the whole log, and is killed before it could drop what somebody still reads."""

    async def has_read_the_log() -> bool:
        (status,) = await read_status(projected.web, [toys])
        return (status.state, status.events_behind) == (State.REBUILDING, 0)

    async with projected.web.acquire() as reader, reader.transaction():
        await reader.fetch("SELECT hours FROM gifts_1.gift")
        rebuilding = asyncio.create_task(projected.project(toys))
        await until(has_read_the_log, "the log read while somebody reads what is replaced")
        assert await schemas(projected) == ["gifts_1", "gifts_1_replaced"]
        rebuilding.cancel()
        with pytest.raises(asyncio.CancelledError):
            await rebuilding


async def test_a_reader_does_not_hold_up_the_filling_and_nothing_of_what_it_read_is_left(
    projected: Projected, tmp_path: Path
) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), gift("1"))
    await projected.project(toys)
    await killed_while_somebody_reads(projected, toys)

    await projected.rebuild().go_on([toys])
    assert await schemas(projected) == ["gifts_1"]
    assert len(await projected.rows(toys, "gift")) == 1
    await projected.project(toys)
    assert await schemas(projected) == ["gifts_1"]


async def test_a_rebuild_that_was_killed_is_begun_anew(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path)
    await projected.record(uuid4(), gift("1"))
    await projected.project(toys)
    await killed_while_somebody_reads(projected, toys)
    async with borrowed_session(projected.pool) as session:
        await create_schema(session, toys)
    assert await schemas(projected) == ["gifts_1", "gifts_1_replaced"]
    await projected.project(toys)
    assert await schemas(projected) == ["gifts_1"]


async def test_pruning_drops_what_a_rebuild_left_of_an_earlier_version(
    projected: Projected, tmp_path: Path
) -> None:
    old, new = toy(tmp_path), toy(tmp_path, version=2)
    await projected.record(uuid4(), gift("1"))
    await projected.project(old)
    await killed_while_somebody_reads(projected, old)
    await projected.project(new)
    assert await prune(projected.pool, [new]) == Pruned(["gifts_1"], [])
    assert await schemas(projected) == ["gifts_2"]
