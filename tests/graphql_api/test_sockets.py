"""What a real connection goes through: a WebSocket that hears nonsense, and a HEAD between requests."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

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
