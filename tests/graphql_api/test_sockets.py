"""What a real connection goes through: a WebSocket that hears nonsense, and a HEAD between requests."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from graphql_api.app import INTRODUCTION
from graphql_api.sockets import MOST_WAITING
from network.access.viewer import Role
from tests.graphql_api.conftest import World
from tests.graphql_api.test_subscriptions import serving
from tests.patience import SECONDS as PATIENCE

PROTOCOL = Subprotocol("graphql-transport-ws")


UNREADABLE = ["{", "{ nonsense }", "query A { __typename } query B { __typename }"]
NONE_OF_THE_PROTOCOL = [
    "5", "null", "[]", '"x"', "{", "{}", '{"type": "nonsense"}', '{"type": 5}', '{"type": "subscribe"}',
    '{"type": "subscribe", "id": "2", "payload": null}',
    '{"type": "subscribe", "id": "2", "payload": {}}',
    '{"type": "subscribe", "id": {}, "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": "2", "payload": {"query": 5}}',
    '{"type": "subscribe", "id": "2", "payload": {"query": "{ __typename }", "variables": "x"}}',
    '{"type": "complete", "id": []}',
    '{"type": "complete", "id": "1", "id": "2"}',
    b"\x00",
]  # fmt: skip


@asynccontextmanager
async def connected(world: World, port: int) -> AsyncIterator[ClientConnection]:
    """A coach's socket, with nothing asked yet."""
    async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL]) as websocket:
        token = {"Authorization": f"Bearer {world.tokens[Role.COACH]}"}
        await websocket.send(json.dumps({"type": "connection_init", "payload": token}))
        greeting = await asyncio.wait_for(websocket.recv(), PATIENCE)
        assert isinstance(greeting, str), "a browser can't read anything but text"
        assert json.loads(greeting)["type"] == "connection_ack"
        yield websocket


async def test_a_document_that_can_not_be_run_leaves_its_socket_open(own_world: World) -> None:
    async with serving(own_world) as port, connected(own_world, port) as websocket:
        for query in UNREADABLE:
            await websocket.send(json.dumps({"id": "2", "type": "subscribe", "payload": {"query": query}}))
            refusal = json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))
            assert (refusal["type"], refusal["id"]) == ("error", "2")
            assert refusal["payload"][0]["message"]


async def test_a_message_that_is_none_of_the_protocol_is_told_so(
    own_world: World, subtests: pytest.Subtests
) -> None:
    async with serving(own_world) as port:
        for message in NONE_OF_THE_PROTOCOL:
            with subtests.test(str(message)):
                async with connected(own_world, port) as websocket:
                    await websocket.send(message)
                    with pytest.raises(ConnectionClosed):
                        await asyncio.wait_for(websocket.recv(), PATIENCE)
                    assert websocket.close_code == 4400
                    assert websocket.close_reason


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[ClientConnection]:
    """A socket on which nobody has said who they are."""
    async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL]) as websocket:
        yield websocket


async def closed(websocket: ClientConnection) -> int | None:
    """With which code the service closes it, before the patience for those who say nothing is over."""
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(websocket.recv(), INTRODUCTION.total_seconds() / 2)
    return websocket.close_code


INIT: dict[str, Any] = {"type": "connection_init"}
SUBSCRIBE: dict[str, Any] = {"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}


SHOWN_OUT: list[tuple[list[dict[str, Any]], int]] = [
    ([INIT], 4403),
    ([{**INIT, "payload": None}], 4403),
    ([{**INIT, "payload": {}}], 4403),
    ([{**INIT, "payload": {"Authorization": ""}}], 4403),
    ([{**INIT, "payload": {"Authorization": 5}}], 4403),
    ([{**INIT, "payload": {"Authorization": "Bearer hearth_" + "A" * 43}}], 4403),
    ([{**INIT, "payload": []}], 4400),
    ([SUBSCRIBE], 4401),
    ([{"type": "ping"}, SUBSCRIBE], 4401),
]


@pytest.mark.parametrize(("messages", "code"), SHOWN_OUT)
async def test_who_says_nothing_that_is_known_is_shown_out_at_once(
    own_world: World, messages: list[dict[str, Any]], code: int
) -> None:
    async with serving(own_world) as port, opened(port) as websocket:
        for message in messages:
            await websocket.send(json.dumps(message))
        if messages[0]["type"] == "ping":
            assert json.loads(await websocket.recv()) == {"type": "pong"}
        assert await closed(websocket) == code


async def test_who_says_nothing_at_all_is_shown_out_in_time(
    own_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_world.app, "connection_init_wait_timeout", timedelta(milliseconds=50))
    async with serving(own_world) as port, opened(port) as websocket:
        assert await closed(websocket) == 4408


async def test_a_known_socket_introduces_itself_once_and_asks_under_each_id_once(own_world: World) -> None:
    async with serving(own_world) as port:
        async with connected(own_world, port) as websocket:
            await websocket.send(json.dumps(INIT))
            assert await closed(websocket) == 4429
        async with connected(own_world, port) as websocket:
            follow = {"query": "subscription { activity { id } }"}
            for _ in range(2):
                await websocket.send(json.dumps({**SUBSCRIBE, "payload": follow}))
            assert await closed(websocket) == 4409


async def test_many_who_say_nothing_keep_nobody_out(own_world: World) -> None:
    async with serving(own_world) as port, AsyncExitStack() as stack:
        known = await stack.enter_async_context(connected(own_world, port))
        silent = [await stack.enter_async_context(opened(port)) for _ in range(MOST_WAITING + 3)]
        for websocket in silent[:3]:
            assert await closed(websocket) == 4408
        late = await stack.enter_async_context(connected(own_world, port))
        for websocket in (known, late):
            await websocket.send(json.dumps(SUBSCRIBE))
            assert json.loads(await asyncio.wait_for(websocket.recv(), PATIENCE))["type"] == "next"


async def test_a_connection_goes_on_after_a_head(own_world: World) -> None:
    headers = {"Authorization": f"Bearer {own_world.tokens[Role.COACH]}", "Accept": "text/html"}
    async with serving(own_world) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        head = await http.head("/graphql", headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["Content-Length"]) > 1000
        answer = await http.post(
            "/graphql",
            content=b'{"query": "{ __typename }"}',
            headers={**headers, "Content-Type": "application/json"},
        )
        assert answer.json() == {"data": {"__typename": "Query"}}
