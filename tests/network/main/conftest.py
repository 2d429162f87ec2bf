"""The whole service on a real database: two homes, somebody in each, and a token for every role."""

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, TOKEN_ROLES, Role
from network.directory.commands import JoinHome, NewHousehold
from network.eventstore.network_key import NetworkKey
from network.main import create_app
from network.postgres.dsns import Dsns
from network.services import Services, open_services

JOINED_ON = date(2024, 1, 1)


class Client:
    """Somebody with a token who talks to the service."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """A GET."""
        return await self._http.get(path, headers={**self.headers, **headers})

    async def post(
        self, path: str, content: object, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A POST of JSON."""
        return await self._http.post(path, json=content, headers={**self.headers, **(headers or {})})

    async def post_form(
        self, path: str, fields: Mapping[str, str | list[str]], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A POST as a browser's form."""
        return await self._http.post(path, data=dict(fields), headers={**self.headers, **(headers or {})})

    async def send(
        self, method: str, path: str, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Bytes, as they are."""
        sent = {"Content-Type": "application/json", **self.headers, **(headers or {})}
        return await self._http.request(method, path, content=content, headers=sent)


@dataclass(frozen=True, slots=True)
class World:
    """What the tests find there."""

    services: Services
    app: FastAPI
    http: httpx.AsyncClient
    own: UUID
    """The home `rosewood`, which the home team works in and the coach supports."""
    other: UUID
    """The home `elmhurst`, which they have nothing to do with."""
    clients: Mapping[Role, Client]

    @property
    def team(self) -> Client:
        """Rosewood's home team."""
        return self.clients[Role.HOME_TEAM]

    @property
    def it(self) -> Client:
        """Network IT."""
        return self.clients[Role.NETWORK_IT]

    async def events(self, home_id: UUID) -> int:
        """How many facts a home's stream holds."""
        return len(await self.services.store.read(home_id))


@pytest.fixture
async def services(database: Dsns) -> AsyncIterator[Services]:
    """The services on an empty database."""
    async with open_services(database, NetworkKey(secrets.token_bytes(32))) as services:
        yield services


@pytest.fixture
async def world(services: Services) -> AsyncIterator[World]:
    """A small network, served in this process."""
    own = await join(services, "rosewood", "1-1000000001")
    other = await join(services, "elmhurst", "1-1000000002")
    app = create_app(services)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
        clients = {role: Client(http, await token_for(services, role)) for role in TOKEN_ROLES}
        yield World(services, app, http, own, other, clients)


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


async def token_for(services: Services, role: Role, home: str = "rosewood") -> str:
    """A new account of a role, tied to a home where the role is."""
    homes = [home] if role in (Role.HOME_TEAM, Role.COACH) else []
    account_id = await enrol(
        services.accounts, services.directory, SYSTEM, name=f"A {role}", role=role, home_refs=homes
    )
    return (await services.accounts.create_token(SYSTEM, account_id, None))[1]


MOVE_IN = {
    "resident_ref": "R1",
    "given_name": "Edith",
    "family_name": "Moss",
    "household": "Rose",
    "moved_in_on": "2024-02-01",
}
FALL = {"resident": "R1", "occurred_at": "2024-03-01T08:15:00Z", "place": "bedroom", "harm": "low"}
PAYMENT = {"payer": "ESX", "received_on": "2024-04-02", "amount": "1071.52", "reference": "INV 7"}


@pytest.fixture
async def edith(world: World) -> World:
    """The world with Edith Moss, R1, living at Rosewood."""
    answer = await world.team.post("/homes/rosewood/residents", MOVE_IN)
    assert answer.status_code == 201, answer.text
    return world
