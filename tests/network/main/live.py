"""A real web server on the loopback, in a thread of its own, for clients that speak HTTP themselves."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from network.access.viewer import TOKEN_ROLES, Role
from network.eventstore.network_key import NetworkKey
from network.main import create_app, open_services
from network.postgres.dsns import Dsns
from tests.network.main.conftest import join, token_for


@dataclass(frozen=True, slots=True)
class Live:
    """Where the server is, and who may come in."""

    url: str
    tokens: dict[Role, str]


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """None: this is not the main thread."""


@contextmanager
def live_server(dsns: Dsns) -> Iterator[Live]:
    """The service with the homes `rosewood` and `elmhurst`, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    ready: list[Live] = []
    started = threading.Event()
    servers: list[_Server] = []

    async def run() -> None:
        async with open_services(dsns, NetworkKey(bytes(32))) as services:
            await join(services, "rosewood", "1-1000000001")
            await join(services, "elmhurst", "1-1000000002")
            tokens = {role: await token_for(services, role) for role in TOKEN_ROLES}
            host, port = listener.getsockname()[:2]
            ready.append(Live(f"http://{host}:{port}", tokens))
            config = uvicorn.Config(create_app(services), log_config=None, access_log=False, lifespan="off")
            server = _Server(config)
            servers.append(server)
            started.set()
            await server.serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert started.wait(20), "the server did not start"
    try:
        yield ready[0]
    finally:
        servers[0].should_exit = True
        thread.join(20)
        listener.close()
