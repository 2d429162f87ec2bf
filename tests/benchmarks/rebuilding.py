"""All read models filled anew in one pass, beside the library's runner and beside reading alone.

Each turn is a process of its own, as the command that rebuilds is one: in this one's memory, where other rows
have left what they left, rebuilding takes a fifth longer.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import NamedTuple

import uvloop

from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from network.projections.rebuilding.rebuild import BATCH
from network.read_models import PROJECTIONS, Projector, open_projector
from tests.benchmarks.demo import own_demo
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.peers import projection_runner

EVENTS = 500_000
COUNT = "SELECT count(*) FROM eventstore.events"
COPY_HOMES = """
INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)
SELECT md5(originator_id::text || $1::text)::uuid, originator_version, about, topic, state
FROM eventstore.events
WHERE position <= $2 AND originator_id <> '6e657477-6f72-4b00-8000-000000000001'
ORDER BY position LIMIT $3
"""


class Turn(NamedTuple):
    """Events a second."""

    peer: float
    read: float
    ours: float


async def measure(ground: Ground) -> list[Figure]:
    """The row."""
    dsns = await own_demo(ground, "rebuild")
    await _multiply(dsns)
    plain = await ground.plain_database("library_projection")
    await asyncio.to_thread(projection_runner.create, plain)
    turns: list[Turn] = []
    for _ in range(ground.rounds):
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            turn = process.submit(_take_turn, dsns.projector, plain, ground.seconds)
            turns.append(await asyncio.wrap_future(turn))
    return [_figure(turns)]


def _take_turn(projector: str, plain: str, seconds: float) -> Turn:
    return Turn(projection_runner.run(plain, seconds), *uvloop.run(_read_and_rebuild(projector)))


async def _read_and_rebuild(dsn: str) -> tuple[float, float]:
    async with open_projector(dsn, lambda _position: None) as projector:
        return await _read(projector), await _rebuild(projector)


async def _multiply(dsns: Dsns) -> None:
    """The demo's homes again under other ids, as often as it takes: its mix, and its sizes of streams."""
    async with connection(dsns.owner, application_name="bench", statement_timeout=None) as owner:
        demo: int = await owner.fetchval(COUNT)
        last: int = await owner.fetchval("SELECT max(position) FROM eventstore.events")
        number = 0
        while (there := await owner.fetchval(COUNT)) < EVENTS:
            number += 1
            await owner.execute(COPY_HOMES, str(number), last, min(demo, EVENTS - there))
        await owner.execute("ANALYZE eventstore.events")


async def _rebuild(projector: Projector) -> float:
    """Events a second, indexes and all."""
    began = perf_counter()
    await projector.rebuild.anew(PROJECTIONS)
    return EVENTS / (perf_counter() - began)


async def _read(projector: Projector) -> float:
    """Events read and decoded a second, and nothing done with them."""
    began, at = perf_counter(), 0
    while (batch := await projector.log.read(at, BATCH)).through > at:
        for row in batch.rows:
            projector.codec.decode(row["topic"], row["state"])
        at = batch.through
    return EVENTS / (perf_counter() - began)


def _figure(turns: Sequence[Turn]) -> Figure:
    peer, limit, rate = map(median, zip(*turns, strict=True))
    return Figure(
        what=f"rebuild of all {len(PROJECTIONS)} projections in one pass, {EVENTS:,} of the demo's events",
        measured=f"{rate:,.0f} events/s",
        beside=f"library's runner, one table: {peer:,.0f}/s; read and decode alone: {limit:,.0f}/s",
        ratio=f"{rate / peer:.0f} × library, {rate / limit:.2f} of the limit",
        target="≥ 25 × library, ≥ 30,000/s",
        is_reached=rate >= 25 * peer and rate >= 30_000,
    )
