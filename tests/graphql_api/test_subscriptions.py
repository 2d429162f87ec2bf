"""Following what homes record, over WebSocket and as an event stream, from a real server."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from households.life import ShareMoment
from households.sickness import StartSickness
from households.terms import Harm, Place
from network.access.viewer import SYSTEM, Role
from tests.graphql_api.conftest import World
from tests.graphql_api.story import fell
from tests.patience import SECONDS as PATIENCE
from tests.patience import until

HOME = """
    subscription ($home: ID) {
        activity(home: $home) { id kind occurredAt recordedAt recordedBy sentBy summary home { id name } }
    }
"""
FALL = fell("R1", datetime(2026, 3, 14, 9, 0, tzinfo=UTC), Place.LOUNGE, Harm.NONE)
ELMHURST_FALL = fell("E1", datetime(2026, 3, 14, 9, 0, tzinfo=UTC), Place.GARDEN, Harm.NONE)
QUIET = 0.5
"""Seconds in which somebody who is told would have been told, once another has been."""


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[int]:
    """The world's application on a port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        config = uvicorn.Config(world.asgi, log_config=None, lifespan="off", ws="websockets-sansio")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield port
        server.should_exit = True
        server.force_exit = True
        await running


@asynccontextmanager
async def following(
    world: World, port: int, role: Role, home: str | None = None
) -> AsyncIterator[ClientConnection]:
    """A socket on which somebody follows a home, or all that are theirs to follow."""
    already = world.feed.followers
    async with asking(world, port, role, home) as websocket:
        # There is no word for "subscribed" in the protocol.
        await followed(world, already + 1)
        yield websocket


async def followed(world: World, by: int) -> None:
    """Wait until so many are told of what is recorded from now on."""

    async def so() -> bool:
        return world.feed.followers == by

    await until(so, f"{by} followers")


@asynccontextmanager
async def asking(
    world: World, port: int, role: Role, home: str | None = None
) -> AsyncIterator[ClientConnection]:
    """A socket on which somebody asks to follow a home, or all that are theirs to follow."""
    async with connect(
        f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    ) as websocket:
        token = {"Authorization": f"Bearer {world.tokens[role]}"}
        await websocket.send(json.dumps({"type": "connection_init", "payload": token}))
        assert json.loads(await websocket.recv())["type"] == "connection_ack"
        payload = {"query": HOME, "variables": {"home": home}}
        await websocket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        yield websocket


async def told(websocket: ClientConnection) -> dict[str, Any]:
    """The next thing that a follower is told."""
    message = json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))
    assert message["type"] == "next", message
    return message["payload"]["data"]["activity"]


async def happen(world: World) -> None:
    """A fall in each home and, in rosewood, somebody sick."""
    await world.record(world.other, [ELMHURST_FALL])
    await world.record(world.own, [StartSickness(staff="S2", first_day=date(2026, 3, 13)), FALL])
    await world.project()


async def test_a_team_follows_its_own_home_with_names(own_world: World) -> None:
    async with (
        serving(own_world) as port,
        following(own_world, port, Role.HOME_TEAM, "rosewood") as websocket,
    ):
        await happen(own_world)
        sick, fall = await told(websocket), await told(websocket)
        assert (sick["kind"], sick["summary"]) == ("SICKNESS_STARTED", "Vic Staff is off sick.")
        assert (fall["summary"], fall["recordedBy"]) == (
            "Ada Byrne fell in the lounge and was not hurt.",
            "hearth",
        )
        assert fall["home"] == {"id": str(own_world.own), "name": "Rosewood"}


async def test_a_coach_follows_the_caseload_without_names_or_sickness(own_world: World) -> None:
    async with serving(own_world) as port, following(own_world, port, Role.COACH) as websocket:
        await happen(own_world)
        fall = await told(websocket)
        assert (fall["kind"], fall["summary"]) == (
            "FALL_RECORDED",
            "A resident fell in the lounge and was not hurt (no harm).",
        )
        assert (fall["recordedBy"], fall["sentBy"], fall["home"]["name"]) == (None, None, "Rosewood")


async def test_a_home_that_is_not_theirs_is_followed_by_nobody(own_world: World) -> None:
    async with serving(own_world) as port, asking(own_world, port, Role.COACH, "elmhurst") as websocket:
        message = json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))
        assert message["type"] == "complete"
        assert own_world.feed.followers == 0


@pytest.mark.parametrize("role", [Role.FINANCE, Role.NETWORK_IT])
async def test_nobody_is_told_what_is_not_theirs(own_world: World, role: Role) -> None:
    async with (
        serving(own_world) as port,
        following(own_world, port, role) as websocket,
        following(own_world, port, Role.HOME_TEAM) as team,
    ):
        await happen(own_world)
        # Only when the team has been told both is the silence here worth something.
        assert {(await told(team))["kind"], (await told(team))["kind"]} == {
            "SICKNESS_STARTED",
            "FALL_RECORDED",
        }
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(websocket.recv(), QUIET)


async def test_without_a_token_nobody_is_let_in(own_world: World) -> None:
    async with (
        serving(own_world) as port,
        connect(
            f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
        ) as websocket,
    ):
        await websocket.send(
            json.dumps({"type": "connection_init", "payload": {"Authorization": "Bearer no"}})
        )
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(websocket.recv(), PATIENCE)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 4403


async def test_a_revoked_token_ends_what_it_followed(own_world: World) -> None:
    async with serving(own_world) as port, following(own_world, port, Role.COACH) as websocket:
        accounts = own_world.services.accounts
        for token in await accounts.list_tokens(SYSTEM, None, 100):
            await accounts.revoke_token(SYSTEM, token.token_id)
        own_world.services.recognition.forget()
        await happen(own_world)
        message = json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))
        assert message["type"] == "complete"


async def test_a_revoked_token_asks_nothing_more_over_a_socket_that_is_open(own_world: World) -> None:
    async with serving(own_world) as port, following(own_world, port, Role.HOME_TEAM) as websocket:
        accounts = own_world.services.accounts
        for token in await accounts.list_tokens(SYSTEM, None, 100):
            await accounts.revoke_token(SYSTEM, token.token_id)
        own_world.services.recognition.forget()
        query = "{ homes { edges { node { households { residents { displayName } } } } } }"
        await websocket.send(json.dumps({"id": "2", "type": "subscribe", "payload": {"query": query}}))
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(websocket.recv(), PATIENCE)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 4403


async def test_a_refused_token_is_noted_however_it_comes_and_none_is_not(own_world: World) -> None:
    token = "Bearer hearth_" + "A" * 43
    async with (
        serving(own_world) as port,
        connect(
            f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
        ) as websocket,
    ):
        await websocket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": token}}))
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(websocket.recv(), PATIENCE)
    assert await refusals(own_world) == 1
    content = {"query": "{ homes { totalCount } }"}
    assert (await own_world.post(None, content)).status_code == 401
    assert await refusals(own_world) == 1
    assert (await own_world.post(None, content, {"Authorization": token})).status_code == 401
    assert await refusals(own_world) == 2


async def refusals(world: World) -> int:
    """How many sign-ins the audit says were refused."""
    return await world.services.pool.fetchval(
        "SELECT count(*) FROM access.audit WHERE action = 'sign_in_refused'"
    )


async def test_when_the_service_stops_followers_are_told_to_come_again(own_world: World) -> None:
    async with serving(own_world) as port, following(own_world, port, Role.COACH) as websocket:
        await own_world.app.close()
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(websocket.recv(), PATIENCE)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1012


async def test_queries_can_be_sent_over_a_socket_too_and_are_fresh(own_world: World) -> None:
    async with serving(own_world) as port, following(own_world, port, Role.COACH) as websocket:
        counts: list[int] = []
        for number in ("2", "3"):
            query = '{ home(id: "rosewood") { activity { totalCount } } }'
            await websocket.send(json.dumps({"id": number, "type": "subscribe", "payload": {"query": query}}))
            message = json.loads(await websocket.recv())
            counts.append(message["payload"]["data"]["home"]["activity"]["totalCount"])
            assert json.loads(await websocket.recv()) == {"id": number, "type": "complete"}
            if number == "2":
                await own_world.record(own_world.own, [FALL])
                await own_world.project()
                await told(websocket)
        assert counts[1] == counts[0] + 1


async def test_a_home_can_be_followed_as_an_event_stream(own_world: World) -> None:
    async with serving(own_world) as port, httpx.AsyncClient(timeout=PATIENCE) as http:
        headers = {"Authorization": f"Bearer {own_world.tokens[Role.COACH]}", "Accept": "text/event-stream"}
        content = {"query": HOME, "variables": {"home": "rosewood"}}
        async with http.stream(
            "POST", f"http://127.0.0.1:{port}/graphql", json=content, headers=headers
        ) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            await followed(own_world, 1)
            await own_world.record(
                own_world.own, [ShareMoment(resident="R1", enjoyed_on=date(2026, 3, 14), moment="A walk")]
            )
            await own_world.project()
            async for line in answer.aiter_lines():
                if line.startswith("data:") and "activity" in line:
                    entry = json.loads(line.removeprefix("data:"))["data"]["activity"]
                    assert entry["summary"] == "A resident chose and enjoyed something."
                    break
