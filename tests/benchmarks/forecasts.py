"""The demo's cash forecast: how many weeks of the past year its band held, and how long it takes."""

import asyncio
from collections.abc import Sequence
from statistics import mean, median
from time import perf_counter

from finance.forecast.backtest import Told
from finance.forecast.forecasts import Asked, Forecasts
from network.access.viewer import SYSTEM
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, create_pool
from network.read_models import PROJECTIONS, open_projector
from tests.benchmarks.demo import TODAY, own_demo
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

LEAST, MOST = 0.7, 0.9
"""Of the weeks, for a band that is to hold four of five."""


async def measure(ground: Ground) -> list[Figure]:
    """The row."""
    dsns = await own_demo(ground, "forecasts")
    await _keep_books(dsns)
    async with await create_pool(dsns.web, application_name="bench", max_size=4) as pool:
        homes = [row["home_id"] for row in await pool.fetch("SELECT home_id FROM books.kept")]
        began = perf_counter()
        network = await Forecasts(pool).look_back(SYSTEM, None, TODAY)
        seconds = perf_counter() - began
        shares = [_share(await Forecasts(pool).look_back(SYSTEM, home, TODAY)) for home in homes]
        ahead = await _look_ahead(pool, ground.rounds)
    held = _share(network)
    return [
        Figure(
            what=f"Forecast: of {len(network)} weeks of the demo's past year, its band of 80% held",
            measured=f"{held:.0%}",
            beside=f"home by home {min(shares):.0%} to {max(shares):.0%}, {mean(shares):.0%} on average",
            ratio=f"worked out in {seconds:.1f} s",
            target="70–90%",
            is_reached=LEAST <= held <= MOST,
        ),
        Figure(
            what=f"Forecast: thirteen weeks of {len(homes)} homes",
            measured=f"p50 {ahead:.0f} ms",
            beside="–",
            ratio="",
            target="",
            is_reached=None,
        ),
    ]


def _share(told: Sequence[Told]) -> float:
    return sum(one.is_held for one in told) / len(told)


async def _look_ahead(pool: DatabasePool, rounds: int) -> float:
    """Milliseconds, the median of the rounds."""
    took: list[float] = []
    for _ in range(rounds):
        began = perf_counter()
        await Forecasts(pool).look_ahead(SYSTEM, Asked(TODAY), TODAY)
        took.append(1000 * (perf_counter() - began))
    return median(took)


async def _keep_books(dsns: Dsns) -> None:
    """Fill the read models, and work out every home's books."""
    async with open_projector(dsns.projector, lambda _position: None) as projector:
        await projector.rebuild.anew(PROJECTIONS)
        stopping = asyncio.Event()
        while await projector.keeper.keep_some(stopping):
            pass
