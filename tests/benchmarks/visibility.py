"""How soon an acknowledged command shows in GraphQL, while a hundred a second come in."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

import httpx
import msgspec

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import open_services
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import percentile
from tests.processes import CONNECTIONS, Processes
from tests.read_models import rebuild_read_models
from tests.small_network import RESIDENTS, fall_of, open_homes

HOMES = 24
A_SECOND = 100
PATIENCE = 5.0
LOOK = "query Look($home: ID!) { home(id: $home) { activity(first: 5) { edges { node { id } } } } }"


@dataclass(slots=True)
class Seen:
    """Seconds from the acknowledgement until GraphQL showed it, one for each command."""

    visible: list[float] = field(default_factory=list[float])
    answered: list[float] = field(default_factory=list[float])
    """Seconds from sending the command until it was acknowledged."""


async def measure(ground: Ground) -> list[Figure]:
    """The row."""
    dsns = await ground.hearth_database("visible")
    homes, token = await _open(ground, dsns)
    rounds: list[Seen] = []
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        processes = Processes(dsns, ground.key, Path(folder))
        try:
            await processes.start_server()
            await processes.start_projector("projector")
            async with httpx.AsyncClient(
                base_url=processes.address,
                headers={"Authorization": f"Bearer {token}"},
                timeout=30,
                limits=CONNECTIONS,
            ) as client:
                await _load(client, homes, 2.0, Random(0))
                rounds += [
                    await _load(client, homes, 2 * ground.seconds, Random(number))
                    for number in range(ground.rounds)
                ]
        finally:
            await processes.kill_all()
    return [_figure(rounds)]


async def _open(ground: Ground, dsns: Dsns) -> tuple[list[UUID], str]:
    async with open_services(dsns, NetworkKey(ground.key)) as services:
        homes = await open_homes(services.directory, services.households, 0, HOMES)
        account_id = await enrol(
            services.accounts,
            services.directory,
            SYSTEM,
            name="All teams",
            role=Role.HOME_TEAM,
            home_refs=[str(home) for home in homes],
        )
        _, token = await services.accounts.create_token(SYSTEM, account_id, None)
    await rebuild_read_models(dsns)
    return homes, token


async def _load(client: httpx.AsyncClient, homes: list[UUID], seconds: float, random: Random) -> Seen:
    """A command every hundredth of a second, whatever becomes of those before it."""
    seen, tasks, began = Seen(), list[asyncio.Task[None]](), perf_counter()
    for number in range(round(seconds * A_SECOND)):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - perf_counter()))
        tasks.append(asyncio.create_task(_record_and_look(client, random.choice(homes), random, seen)))
    await asyncio.gather(*tasks)
    return seen


async def _record_and_look(client: httpx.AsyncClient, home: UUID, random: Random, seen: Seen) -> None:
    body = msgspec.to_builtins(fall_of(random.randrange(RESIDENTS), datetime.now(UTC)))
    sent = perf_counter()
    recorded = await client.post(f"/homes/{home}/falls", json=body, headers={"Idempotency-Key": str(uuid4())})
    acknowledged = perf_counter()
    recorded.raise_for_status()
    answer = recorded.json()
    await _look_until(client, home, answer, acknowledged + PATIENCE)
    seen.visible.append(perf_counter() - acknowledged)
    seen.answered.append(acknowledged - sent)


async def _look_until(
    client: httpx.AsyncClient, home: UUID, answer: Mapping[str, object], deadline: float
) -> None:
    """Ask as a page does that shows its reader's own change: with the position that was answered."""
    while True:
        looked = await client.post(
            "/graphql",
            json={"query": LOOK, "variables": {"home": str(home)}},
            headers={"Hearth-Log-Position": str(answer["log_position"])},
        )
        edges = looked.json()["data"]["home"]["activity"]["edges"]
        # The newest first; others may have followed in the meantime.
        if edges and _version(edges[0]["node"]["id"]) >= _version(str(answer["id"])):
            return
        if perf_counter() > deadline:
            raise TimeoutError("It never became visible.")


def _version(record_id: str) -> int:
    return int(record_id.rpartition("-")[2])


def _figure(rounds: list[Seen]) -> Figure:
    p50 = median(percentile(seen.visible, 0.5) for seen in rounds) * 1000
    p99 = median(percentile(seen.visible, 0.99) for seen in rounds) * 1000
    answered = median(percentile(seen.answered, 0.99) for seen in rounds) * 1000
    return Figure(
        what=f"command acknowledged → visible in GraphQL, at {A_SECOND} commands/s over HTTP",
        measured=f"p50 {p50:.0f} ms, p99 {p99:.0f} ms",
        beside=f"the command itself answered: p99 {answered:.0f} ms",
        ratio="–",
        target="p99 ≤ 250 ms",
        is_reached=p99 <= 250,
    )
