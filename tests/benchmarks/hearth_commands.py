"""Our own commands path under the load: the service as the web process composes it, without HTTP."""

import asyncio
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from uuid import UUID, uuid4

from households.falls import RecordFall
from network.access.viewer import SYSTEM
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import Services, open_services
from tests.benchmarks.load import HOMES, RESIDENTS_A_HOME, Outcome, Turn
from tests.small_network import envelope, fall_of, home_of, open_homes

WARM_UPS = RESIDENTS_A_HOME


async def create(dsns: Dsns, key: bytes) -> None:
    """Make the homes that falls are recorded in."""
    async with open_services(dsns, NetworkKey(key)) as services:
        await open_homes(services.directory, services.households, 0, HOMES)


async def run(dsns: Dsns, key: bytes, turn: Turn) -> Outcome:
    """Record falls from so many tasks for so long, with homes and keys in memory as after a minute's work."""
    async with open_services(dsns, NetworkKey(key)) as services:
        homes = [home_of(number) for number in range(HOMES)]
        # Once for everybody: then their keys are at hand, and each process has met the others in every home.
        for number in range(WARM_UPS * HOMES):
            fall = fall_of(number // HOMES, datetime.now(UTC))
            await services.households.record(SYSTEM, homes[number % HOMES], fall, envelope(uuid4()))
        turn.wait()
        conflicts = services.households.counts.conflicts
        outcome = Outcome(turn.seconds, warmed_up=WARM_UPS * HOMES)
        falls = [fall_of(resident, datetime.now(UTC)) for resident in range(RESIDENTS_A_HOME)]
        began = perf_counter()
        writing = [
            _write(services, homes, falls, began + turn.seconds, Random(turn.seed * 1000 + n), outcome)
            for n in range(turn.writers)
        ]
        await asyncio.gather(*writing)
        outcome.seconds = perf_counter() - began
        outcome.conflicts = services.households.counts.conflicts - conflicts
    return outcome


async def _write(
    services: Services,
    homes: list[UUID],
    falls: list[RecordFall],
    until: float,
    random: Random,
    outcome: Outcome,
) -> None:
    while (began := perf_counter()) < until:
        await services.households.record(
            SYSTEM, random.choice(homes), random.choice(falls), envelope(uuid4())
        )
        outcome.latencies.append(perf_counter() - began)
