"""What a home and a coach ask most, beside the same rows as JSON by one statement of the same server."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import Services, open_services
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.peers.json_server import Place
from tests.ports import kept_port
from tests.processes import CONNECTIONS
from tests.read_models import rebuild_read_models
from tests.small_network import RESIDENTS, envelope, fall_of, home_of, open_homes

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"
FEW, MANY = 24, 1_000
FALLS_A_HOME = 60
TURNS = 60
"""Requests of each kind in one round."""
FIRST_DAY, LAST_DAY = date(2025, 11, 1), date(2026, 10, 31)
EARLIEST_DAY = date(2023, 11, 1)
"""Of the 36 months that are compared and charted; the homes recorded for the last 34 of them."""
MOST_OF_A_COMPARISON, MOST_OF_A_CHART = 150.0, 25.0
"""Milliseconds at the median, in a network of many homes; the coach supports them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and the one that it is beside."""

    name: str
    document: str
    variables: dict[str, Any]
    peer: str
    token: str
    most: float | None = None
    """Milliseconds that were promised with many homes; None: a ratio to the peer was."""


async def measure(ground: Ground) -> list[Figure]:
    """Both documents, in a network of few homes and in one of many, asked in turn."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(_network(ground, "queries_few", FEW))
        many = await stack.enter_async_context(_network(ground, "queries_many", MANY))
        for _ in range(ground.rounds):
            for network in (few, many):
                await network.ask()
    promised = {one.name: one.most for one in many.asked}
    return [_figure(name, few.took[name], many.took[name], promised[name]) for name in few.took]


@asynccontextmanager
async def _network(ground: Ground, name: str, homes: int) -> AsyncIterator["Network"]:
    """A network of so many homes, and a server for it; the coach supports the first of them."""
    dsns = await ground.hearth_database(name)
    async with open_services(dsns, NetworkKey(ground.key)) as services:
        opened = await _fill(services, 0, homes)
        await rebuild_read_models(dsns)
        asked = await _asked(services, opened)
    async with (
        _server(ground, dsns) as address,
        httpx.AsyncClient(base_url=address, timeout=30, limits=CONNECTIONS) as client,
    ):
        network = Network(client, asked)
        await network.check()
        yield network


async def _fill(services: Services, first: int, count: int) -> list[UUID]:
    homes = await open_homes(services.directory, services.households, first, count)
    random, now = Random(first), datetime.now(UTC)
    for home in homes:
        falls = [
            (
                fall_of(random.randrange(RESIDENTS), now - timedelta(hours=random.randrange(24 * 365))),
                envelope(uuid4()),
            )
            for _ in range(FALLS_A_HOME)
        ]
        await services.households.record_many(SYSTEM, home, falls)
    return homes


async def _asked(services: Services, homes: Sequence[UUID]) -> list[Asked]:
    team = await _token(services, Role.HOME_TEAM, [homes[0]])
    coach = await _token(services, Role.COACH, homes[:FEW])
    everybody = await _token(services, Role.COACH, homes)
    years = {"from": EARLIEST_DAY.isoformat(), "to": LAST_DAY.isoformat()}
    period = {"from": FIRST_DAY.isoformat(), "to": LAST_DAY.isoformat()}
    return [
        Asked(
            "HomeToday",
            (OPERATIONS / "home.graphql").read_text(),
            {"home": str(home_of(0))},
            f"/peer/home-today?home={home_of(0)}",
            team,
        ),
        Asked(
            "Caseload",
            (OPERATIONS / "coach.graphql").read_text(),
            {**period, "first": FEW},
            f"/peer/caseload?from={FIRST_DAY}&to={LAST_DAY}",
            coach,
        ),
        Asked(
            "Comparison",
            (OPERATIONS / "coach.graphql").read_text(),
            {**years, "measure": "FALLS"},
            f"/peer/comparison?from={EARLIEST_DAY}&to={LAST_DAY}",
            everybody,
            MOST_OF_A_COMPARISON,
        ),
        Asked(
            "HomeRunChart",
            (OPERATIONS / "home.graphql").read_text(),
            {**years, "home": str(home_of(0)), "measure": "FALLS", "period": "MONTH"},
            f"/peer/run-chart?from={EARLIEST_DAY}&to={LAST_DAY}&home={home_of(0)}",
            coach,
            MOST_OF_A_CHART,
        ),
    ]


async def _token(services: Services, role: Role, homes: Sequence[UUID]) -> str:
    account_id = await enrol(
        services.accounts, services.directory, SYSTEM, name="Bench", role=role, home_refs=[*map(str, homes)]
    )
    return (await services.accounts.create_token(SYSTEM, account_id, None))[1]


class Network:
    """A server and what is asked of it; keeps the milliseconds of every document and of its peer."""

    def __init__(self, client: httpx.AsyncClient, asked: Sequence[Asked]) -> None:
        self._client = client
        self.asked = asked
        self.took: dict[str, tuple[list[float], list[float]]] = {one.name: ([], []) for one in asked}

    async def ask(self) -> None:
        """One round."""
        for one in self.asked:
            ours, peers = self.took[one.name]
            for _ in range(TURNS):
                ours.append(await _time(_send(self._client, one)))
                peers.append(await _time(_send_peer(self._client, one)))

    async def check(self) -> None:
        """Before anything is timed: both answer, and with as many rows."""
        for one in self.asked:
            ours = (await _send(self._client, one)).json()
            peer = (await _send_peer(self._client, one)).json()
            if "errors" in ours or not ours["data"]:
                raise AssertionError(ours)
            counts = [_count_nodes(answer["data"]) for answer in (ours, peer)]
            if counts[0] != counts[1]:
                raise AssertionError(f"{one.name}: {counts[0]} rows, its peer {counts[1]}")


def _count_nodes(data: dict[str, Any]) -> int:
    [answer] = data.values()
    if "runChart" in answer:
        return len(answer["runChart"]["points"])
    if "homes" in answer:
        return len(answer["homes"])
    return len(answer["activity"]["edges"]) if "activity" in answer else len(answer["edges"])


async def _send(client: httpx.AsyncClient, one: Asked) -> httpx.Response:
    body = {"query": one.document, "operationName": one.name, "variables": one.variables}
    return await client.post("/graphql", json=body, headers={"Authorization": f"Bearer {one.token}"})


async def _send_peer(client: httpx.AsyncClient, one: Asked) -> httpx.Response:
    return await client.get(one.peer, headers={"Authorization": f"Bearer {one.token}"})


async def _time(request: Awaitable[httpx.Response]) -> float:
    began = perf_counter()
    answer = await request
    answer.raise_for_status()
    return (perf_counter() - began) * 1000


@asynccontextmanager
async def _server(ground: Ground, dsns: Dsns) -> AsyncIterator[str]:
    with kept_port() as port:
        async with _served(Place(dsns.owner, dsns.web, dsns.projector, ground.key, port)) as address:
            yield address


@asynccontextmanager
async def _served(place: Place) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.peers.json_server"),
        stdin=asyncio.subprocess.PIPE,
        # What it logs is written, as in earnest, but nobody reads it.
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if process.stdin is None:
        raise AssertionError("A pipe was asked for.")
    process.stdin.write(msgspec.json.encode(place))
    process.stdin.close()
    address = f"http://127.0.0.1:{place.port}"
    try:
        await _wait(address)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _wait(address: str) -> None:
    async with asyncio.timeout(30), httpx.AsyncClient(base_url=address) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                await client.get("/health/live")
                return
            await asyncio.sleep(0.1)


def _figure(
    name: str,
    few: tuple[Sequence[float], Sequence[float]],
    many: tuple[Sequence[float], Sequence[float]],
    most: float | None,
) -> Figure:
    ours, peer = median(few[0]), median(few[1])
    ours_many, peer_many = median(many[0]), median(many[1])
    ratio, growth = ours / peer, ours_many / ours
    return Figure(
        what=f"{name}, {FEW} and then {MANY:,} homes in the network",
        measured=f"p50 {ours:.1f} ms, with {MANY:,} homes {ours_many:.1f} ms",
        beside=f"one SQL statement as JSON, same server: {peer:.1f} ms, {peer_many:.1f} ms",
        ratio=f"{ratio:.1f} × the statement, with {MANY:,} homes {ours_many / peer_many:.1f} ×; "
        f"{growth:.2f} × as long with them",
        target="≤ 3 × the statement; within 20% with 1,000 homes" if most is None else f"≤ {most:.0f} ms",
        is_reached=ratio <= 3 and growth <= 1.2 if most is None else ours_many <= most,
    )
