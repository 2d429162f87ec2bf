"""Creating the demo network, from an empty database until its read models are filled."""

from datetime import date
from statistics import median
from time import perf_counter

from network.demo.creation import create_demo
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.read_models import PROJECTIONS, open_projector
from network.services import open_services
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground

SEED = "hearth"
TODAY = date(2026, 11, 22)
"""Always the same day, so that it is always the same network."""


async def measure(ground: Ground) -> list[Figure]:
    """The row."""
    created: list[float] = []
    filled: list[float] = []
    events = 0
    for number in range(ground.rounds):
        dsns = await ground.hearth_database(f"demo_{number}")
        began = perf_counter()
        events = await _create(ground, dsns)
        created.append(perf_counter() - began)
        async with open_projector(dsns.projector, lambda _position: None) as projector:
            await projector.rebuild.anew(PROJECTIONS)
        filled.append(perf_counter() - began)
        ground.kept["demo"] = dsns
    whole = median(filled)
    return [
        Figure(
            what=f"demo: create the network of 24 homes, {events:,} events",
            measured=f"{median(created):.0f} s, read models filled after {whole:.0f} s",
            beside="–",
            ratio=f"{events / median(created):,.0f} events/s through decide and append",
            target="≤ 60 s on two cores",
            is_reached=whole <= 60,
        )
    ]


async def demo_database(ground: Ground) -> Dsns:
    """A database with the demo network in it; the one that was measured, if one was."""
    if "demo" not in ground.kept:
        ground.kept["demo"] = await ground.hearth_database("demo")
        await _create(ground, ground.kept["demo"])
    return ground.kept["demo"]


async def own_demo(ground: Ground, name: str) -> Dsns:
    """The same in a database of its own, for who changes it or needs it as it was made."""
    dsns = await ground.hearth_database(name)
    await _create(ground, dsns)
    return dsns


async def _create(ground: Ground, dsns: Dsns) -> int:
    async with open_services(dsns, NetworkKey(ground.key)) as services:
        return (await create_demo(services, TODAY, SEED, lambda _advanced: None)).events
