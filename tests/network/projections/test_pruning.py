from pathlib import Path
from uuid import uuid4

from network.projections.checkpoints import read_status
from network.projections.projection import Projection
from network.projections.pruning import Pruned, prune
from network.projections.sessions import borrowed_session
from tests.network.projections.toys import gift, toy
from tests.projected import Projected

SCHEMAS = (
    "SELECT nspname::text FROM pg_namespace WHERE pg_get_userbyid(nspowner) = 'hearth_projector' ORDER BY 1"
)


async def schemas(projected: Projected) -> list[str]:
    return [row[0] for row in await projected.pool.fetch(SCHEMAS)]


async def fill(projected: Projected, folder: Path, *versions: int) -> list[Projection]:
    await projected.record(uuid4(), gift("1"))
    toys = [toy(folder, version=version) for version in versions]
    for one in toys:
        await projected.project(one)
    return toys


async def test_only_versions_before_this_release_s_are_dropped(projected: Projected, tmp_path: Path) -> None:
    toys = await fill(projected, tmp_path, 1, 2, 3, 4)
    other = toy(tmp_path, "others")
    await projected.project(other)

    assert await prune(projected.pool, [toys[2]]) == Pruned(["gifts_1", "gifts_2"], [])

    assert await schemas(projected) == ["gifts_3", "gifts_4", "others_1"]
    assert len(await projected.rows(toys[2], "gift")) == 1
    assert await read_status(projected.web, [toys[0]]) == []
    assert await prune(projected.pool, [toys[2]]) == Pruned([], [])


async def test_a_version_is_kept_until_the_one_after_it_is_live(projected: Projected, tmp_path: Path) -> None:
    (old,) = await fill(projected, tmp_path, 1)
    new = toy(tmp_path, version=2)
    assert await prune(projected.pool, [new]) == Pruned([], ["gifts_1"])
    await projected.project(new)
    await projected.web.fetch("SELECT gift FROM gifts_1.gift")
    assert await prune(projected.pool, [new]) == Pruned(["gifts_1"], [])
    assert await schemas(projected) == ["gifts_2"]
    assert await read_status(projected.web, [old]) == []


async def test_a_version_that_somebody_is_filling_is_kept(projected: Projected, tmp_path: Path) -> None:
    _, new = await fill(projected, tmp_path, 1, 2)
    async with borrowed_session(projected.pool) as other:
        await other.execute("SELECT pg_advisory_lock(1214605928, hashtext('gifts_1'))")
        assert await prune(projected.pool, [new]) == Pruned([], ["gifts_1"])
