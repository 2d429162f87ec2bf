"""Two homes with a story each on a real database, their read models, and a token for every role."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from starlette.types import ASGIApp, Scope

from finance.books.freshness import KeptFreshness
from finance.books.keeping import BooksKeeper
from finance.events import FINANCE_EVENTS
from finance.export.freshness import BooksFreshness
from graphql_api.app import GraphQLApp, create_graphql_app
from graphql_api.services import Foundation, make_services
from graphql_api.services import Services as AnsweringServices
from households.events import HOME_EVENTS
from households.reading.feed import ActivityFeed
from households.recording.command import Command
from households.recording.service import Envelope
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, TOKEN_ROLES, Role
from network.coaching.events import COACHING_EVENTS
from network.directory.commands import JoinHome, NewHousehold
from network.directory.events import NETWORK_EVENTS
from network.eventstore.codec import Codec
from network.eventstore.log import LogReader
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, connection, create_pool
from network.projections.rebuilding.rebuild import Rebuild
from network.projections.runner import Runner
from network.projections.waiting import Waiting
from network.read_models import PROJECTIONS
from network.services import Services, open_services
from network.unavailable import unavailable
from network.web.edge import Edge, EdgeLimits
from network.web.problem import Problem, chain
from tests.conftest import Cluster
from tests.graphql_api.story import ELMHURST, ROSEWOOD
from tests.graphql_api.talk import talk

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 15)
JOINED_ON = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class World:
    """What the tests find there."""

    services: Services
    app: GraphQLApp
    feed: ActivityFeed
    asgi: ASGIApp
    http: httpx.AsyncClient
    projector_pool: DatabasePool
    dsns: Dsns
    own: UUID
    """The home `rosewood`, which the home team works in and the coach supports."""
    other: UUID
    """The home `elmhurst`, which they have nothing to do with."""
    tokens: Mapping[Role, str]

    async def ask(self, role: Role, document: str, **variables: object) -> dict[str, Any]:
        """The whole answer to a document."""
        response = await self.post(role, {"query": document, "variables": variables})
        assert response.status_code == 200, response.text
        return response.json()

    async def data(self, role: Role, document: str, **variables: object) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = await self.ask(role, document, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def post(
        self, role: Role | None, content: object, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A POST of JSON as somebody, or as nobody."""
        who = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        return await self.http.post("/graphql", json=content, headers={**who, **(headers or {})})

    async def record(self, home_id: UUID, commands: Sequence[Command]) -> int:
        """Record facts, without any read model taking notice; the last position."""
        items = [(command, Envelope(command_id=uuid4(), now=NOW)) for command in commands]
        answers = await self.services.households.record_many(SYSTEM, home_id, items)
        return max(answer.log_position for answer in answers)

    async def project(self) -> None:
        """Have the read models show everything."""
        await project(self.projector_pool, self.services, self.dsns)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(cluster: Cluster) -> AsyncIterator[World]:
    """A small network with a story, for tests that only read."""
    async with open_world(cluster) as world:
        yield world


@pytest.fixture
async def own_world(cluster: Cluster) -> AsyncIterator[World]:
    """The same for one test alone, which may record more."""
    async with open_world(cluster) as world:
        yield world


@asynccontextmanager
async def open_world(cluster: Cluster) -> AsyncIterator[World]:
    """A database with the story in it, and the service on it in this process."""
    name = await cluster.copy_template()
    async with world_in(cluster.server.dsns(name)) as world:
        yield world
    await cluster.drop(name)


@asynccontextmanager
async def world_in(dsns: Dsns) -> AsyncIterator[World]:
    """The story in a database that is empty, and the service on it in this process."""
    async with (
        open_services(dsns, NetworkKey(secrets.token_bytes(32))) as services,
        await create_pool(dsns.projector, application_name="tests projector", max_size=8) as projector_pool,
    ):
        answering = answering_services(services)
        app = create_graphql_app(answering, assets_url="/assets/vendor/")
        asgi = served(app)
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
            own = await join(services, "rosewood", "1-1000000001")
            other = await join(services, "elmhurst", "1-1000000002")
            tokens = {role: await token_for(services, role) for role in TOKEN_ROLES}
            world = World(services, app, answering.feed, asgi, http, projector_pool, dsns, own, other, tokens)
            for home_id, story in ((own, ROSEWOOD), (other, ELMHURST)):
                for chapter in story:
                    await world.record(home_id, chapter)
            await world.project()
            team, coach = [
                await services.recognition.recognise(tokens[role]) for role in (Role.HOME_TEAM, Role.COACH)
            ]
            assert team is not None
            assert coach is not None
            # What is shared is tied to a change of practice, which a read model knows.
            await talk(services.coaching, own, team, coach, NOW)
            await world.project()
            yield world
        await app.close()


def served(app: GraphQLApp) -> ASGIApp:
    """The application behind what makes problems of its errors, as in the whole service."""
    return Edge(
        app,
        limits=EdgeLimits(body_bytes=2**20, requests_in_flight=100),
        observe=_ignore,
        problem_of=chain(unavailable),
        show_problem=_no_page,
    )


def _no_page(scope: Scope, problem: Problem, request_id: str) -> None:
    """GraphQL answers programs."""


def _ignore(method: str, route: str, status: int, seconds: float) -> None:
    """Nobody counts these requests."""


def answering_services(services: Services) -> AnsweringServices:
    """What the application answers from, with the tests' day."""
    foundation = Foundation(
        pool=services.pool,
        keyring=services.keyring,
        recognition=services.recognition,
        freshness=BooksFreshness(services.pool, timedelta(seconds=2)),
        kept_freshness=KeptFreshness(services.pool, timedelta(seconds=2)),
        positions=Waiting(services.pool, PROJECTIONS),
        problem_of=unavailable,
        now=lambda: NOW,
        small_group=5,
    )
    return make_services(foundation)


async def project(pool: DatabasePool, services: Services, dsns: Dsns) -> None:
    """Let the projections run until they have read all of the log."""
    codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS], services.keyring)
    log = LogReader(pool, 2.0)
    rebuild = Rebuild(pool, log, codec, lambda _: None)
    runner = Runner(
        pool, log, codec, rebuild, PROJECTIONS, partial(connection, dsns.projector, application_name="tests")
    )
    stopping = asyncio.Event()
    running = asyncio.create_task(runner.run(stopping))
    position: int = await pool.fetchval("SELECT max(position) FROM eventstore.events")
    names = [projection.name for projection in PROJECTIONS]
    reached = await Waiting(pool, PROJECTIONS).wait_for(names, position, timedelta(seconds=30))
    keeper = BooksKeeper(pool, lambda: NOW)
    while await keeper.keep_some(stopping):
        pass
    stopping.set()
    await running
    assert reached


async def join(services: Services, ref: str, location_id: str) -> UUID:
    """A home with two households joins the network."""
    command = JoinHome(
        ref=ref,
        name=ref.capitalize(),
        cqc_location_id=location_id,
        icb_ods_code="QOX",
        joined_on=JOINED_ON,
        households=(NewHousehold(name="Rose", beds=10), NewHousehold(name="Elm", beds=8)),
    )
    return (await services.directory.join(SYSTEM, command, uuid4())).home_id


async def token_for(services: Services, role: Role) -> str:
    """A new account of a role, tied to rosewood where the role is."""
    homes = ["rosewood"] if role in (Role.HOME_TEAM, Role.COACH) else []
    account_id = await enrol(
        services.accounts, services.directory, SYSTEM, name=f"A {role}", role=role, home_refs=homes
    )
    return (await services.accounts.create_token(SYSTEM, account_id, None))[1]
