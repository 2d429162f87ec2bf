"""A real web server on the loopback, in a process of its own, for clients that speak HTTP themselves."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import uvicorn

from network.access.viewer import TOKEN_ROLES, Role
from network.eventstore.network_key import NetworkKey
from network.logging import configure_logging
from network.main import create_app
from network.postgres.dsns import Dsns
from network.services import Services, open_services
from tests.network.main.conftest import join, token_for
from tests.patience import SECONDS

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Live:
    """Where the server is, and who may come in."""

    url: str
    tokens: dict[Role, str]
    process: "subprocess.Popen[str]"


@contextmanager
def live_server(dsns: Dsns, module: str = "tests.network.main.live") -> Iterator[Live]:
    """The service with the homes `rosewood` and `elmhurst`, until the block ends; the module serves it."""
    # Not a thread: hypothesis changes the interpreter's recursion limit while it works.
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'graphql'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(asdict(dsns)) + "\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline())
        yield Live(said["url"], {Role(role): token for role, token in said["tokens"].items()}, process)
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


async def _serve(dsns: Dsns) -> None:
    async with open_services(dsns, NetworkKey(bytes(32))) as services:
        await join(services, "rosewood", "1-1000000001")
        await join(services, "elmhurst", "1-1000000002")
        await serve(services, {role: await token_for(services, role) for role in TOKEN_ROLES})


async def serve(services: Services, tokens: Mapping[Role, str]) -> None:
    """Serve until the process is told to end; the first line that it prints says where, and for whom."""
    # Nobody reads what is printed after the first line: it would fill the pipe and stop the server.
    configure_logging("error")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()[:2]
        print(json.dumps({"url": f"http://{host}:{port}", "tokens": tokens}), flush=True)  # noqa: T201
        config = uvicorn.Config(create_app(services), log_config=None, access_log=False, lifespan="off")
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(_serve(Dsns(**json.loads(sys.stdin.readline()))))
