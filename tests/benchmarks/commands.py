"""Commands recorded a second: from one process, and from four at once on the same homes."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import time

import uvloop

from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from tests.benchmarks import hearth_commands
from tests.benchmarks.figures import Figure, middle, slowest
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import WRITERS, Outcome, Turn
from tests.benchmarks.peers import bare_statement, library

PROCESSES = 4
GATHERING = 6.0
"""Seconds that all processes get to load every home, so that they begin at the same moment."""
STATE_BYTES = 600
"""About what one of our events takes, sealed account and all."""
COUNT = """
SELECT (SELECT count(*) FROM eventstore.events WHERE topic LIKE 'fall-recorded/%') AS events,
       (SELECT count(*) FROM eventstore.commands) AS commands,
       (SELECT count(*) FROM (SELECT FROM eventstore.events GROUP BY originator_id
                              HAVING max(originator_version) <> count(*)) AS broken) AS broken
"""


class FactsLost(Exception):
    """What is in the log is not what was acknowledged."""


async def measure(ground: Ground) -> list[Figure]:
    """Both rows."""
    dsns = await ground.hearth_database("commands")
    await hearth_commands.create(dsns, ground.key)
    plain = await ground.plain_database("library")
    await asyncio.to_thread(library.create, plain)
    return [await _one_process(ground, dsns, plain), await _four_processes(ground, dsns, plain)]


async def _one_process(ground: Ground, dsns: Dsns, plain: str) -> Figure:
    ours: list[Outcome] = []
    peers: list[Outcome] = []
    limits: list[Outcome] = []
    for number in range(ground.rounds):
        turn = Turn(ground.seconds, WRITERS, number)
        peers.append(await asyncio.to_thread(library.run, plain, turn))
        ours.append(await hearth_commands.run(dsns, ground.key, turn))
        limits.append(await bare_statement.run(dsns.web, turn, STATE_BYTES))
    ours_rate, peer, limit = middle(ours), middle(peers), middle(limits)
    return Figure(
        what=f"commands a second, {WRITERS} writers, 200 homes, one process",
        measured=f"{ours_rate:,.0f}/s, p99 {slowest(ours):.0f} ms",
        beside=f"library {peer:,.0f}/s, p99 {slowest(peers):.0f} ms; bare statement {limit:,.0f}/s",
        ratio=f"{ours_rate / peer:.1f} × library, {ours_rate / limit:.2f} of the limit",
        target="≥ 8 × library, ≥ 0.7 of the limit",
        is_reached=ours_rate >= 8 * peer and ours_rate >= 0.7 * limit,
    )


async def _four_processes(ground: Ground, dsns: Dsns, plain: str) -> Figure:
    before = await _count(dsns)
    ours: list[Outcome] = []
    peers: list[Outcome] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        for number in range(ground.rounds):
            peers.append(await _together(pool, partial(library.run, plain), ground.seconds, number))
            ours.append(await _together(pool, partial(_run_hearth, dsns, ground.key), ground.seconds, number))
    await _check(dsns, before, sum(outcome.commands + outcome.warmed_up for outcome in ours))
    ours_rate, peer = middle(ours), middle(peers)
    conflicts = sum(outcome.conflicts for outcome in ours)
    return Figure(
        what=f"the same from {PROCESSES} processes at once",
        measured=f"{ours_rate:,.0f}/s, p99 {slowest(ours):.0f} ms, {conflicts} conflicts, "
        "no event lost or doubled",
        beside=f"library {peer:,.0f}/s, p99 {slowest(peers):.0f} ms, "
        f"{sum(outcome.conflicts for outcome in peers)} conflicts",
        ratio=f"{ours_rate / peer:.1f} × library",
        target="≥ 4 × library, p99 ≤ 250 ms",
        is_reached=ours_rate >= 4 * peer and slowest(ours) <= 250,
    )


async def _together(
    pool: ProcessPoolExecutor, work: Callable[[Turn], Outcome], seconds: float, number: int
) -> Outcome:
    """Run the work in every process, from the same moment on."""
    loop = asyncio.get_running_loop()
    begins_at = time() + GATHERING
    turns = [
        Turn(seconds, WRITERS // PROCESSES, number * PROCESSES + process, begins_at)
        for process in range(PROCESSES)
    ]
    return Outcome.together(await asyncio.gather(*(loop.run_in_executor(pool, work, turn) for turn in turns)))


def _run_hearth(dsns: Dsns, key: bytes, turn: Turn) -> Outcome:
    return uvloop.run(hearth_commands.run(dsns, key, turn))


async def _count(dsns: Dsns) -> tuple[int, int, int]:
    async with connection(dsns.owner, application_name="bench", statement_timeout=None) as owner:
        [row] = await owner.fetch(COUNT)
    return row["events"], row["commands"], row["broken"]


async def _check(dsns: Dsns, before: tuple[int, int, int], acknowledged: int) -> None:
    """Each acknowledged command made one event and one receipt, and no stream has a hole."""
    events, commands, broken = await _count(dsns)
    if broken or events - before[0] != acknowledged or commands - before[1] != acknowledged:
        raise FactsLost(
            f"{acknowledged} acknowledged, {events - before[0]} events, {broken} streams with holes"
        )
