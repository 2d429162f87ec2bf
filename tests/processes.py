"""Hearth's own processes, started as an operator starts them, and killed as nobody should."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from base64 import b64encode
from pathlib import Path

import httpx

from network.postgres.dsns import Dsns
from tests.patience import SECONDS
from tests.ports import keep_port

CONNECTIONS = httpx.Limits(max_connections=100, keepalive_expiry=2.0)
"""For clients of these servers, which close a connection after five idle seconds: never both at once."""


class ProcessNeverReady(Exception):
    """A process did not come up in time."""


class ProcessNeverGone(Exception):
    """A process that was killed is still there."""


class Processes:
    """A web server and projectors on one database, each a process of its own."""

    def __init__(self, dsns: Dsns, key: bytes, home: Path, port: int | None = None) -> None:
        self.dsns = dsns
        self._home = home
        key_file = home / "network.key"
        key_file.write_bytes(b64encode(key))
        self._keeper: socket.socket | None = None
        if port is None:
            port, self._keeper = keep_port()
        self.port = port
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "HEARTH_DATABASE_URL": dsns.web,
            "HEARTH_MIGRATE_DATABASE_URL": dsns.owner,
            "HEARTH_PROJECTOR_DATABASE_URL": dsns.projector,
            "HEARTH_DATA_DIR": str(home),
            "HEARTH_KEY_FILE": str(key_file),
            "HEARTH_PORT": str(self.port),
            "HEARTH_LOG_LEVEL": "warning",
        }
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def start_server(self, *module: str) -> None:
        """Serve, without projections, and wait until requests are answered; a module may serve it its way."""
        await self._start("server", *(module or ("network",)), "serve", "--no-projections")
        await self.wait_for_server()

    async def start_projector(self, name: str) -> None:
        """Follow the log."""
        await self._start(name, "network", "projections", "run")

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run a subcommand to its end: its status and what it said."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "network", *arguments),
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()

    async def kill(self, name: str) -> None:
        """SIGKILL it and wait until it is gone, or raise `ProcessNeverGone` after a while."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        try:
            await asyncio.wait_for(process.wait(), SECONDS)
        except TimeoutError as error:
            raise ProcessNeverGone(f"{name}, process {process.pid}, has not ended.") from error

    async def kill_all(self) -> None:
        """Leave nothing behind: each is sent the signal, whatever becomes of the others."""
        if self._keeper is not None:
            self._keeper.close()
        ended = [self.kill(name) for name in list(self.running)]
        failed = [said for said in await asyncio.gather(*ended, return_exceptions=True) if said]
        if failed:
            raise failed[0]

    async def wait_for_server(self) -> None:
        """Wait until the server answers."""
        deadline = asyncio.get_running_loop().time() + SECONDS
        async with httpx.AsyncClient(base_url=self.address) as client:
            while asyncio.get_running_loop().time() < deadline:
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get("/health/live")).status_code == 200:
                        return
                if self.running["server"].returncode is not None:
                    break
                await asyncio.sleep(0.05)
        raise ProcessNeverReady(self.said("server"))

    def said(self, name: str) -> str:
        """The end of what a process has written."""
        return (self._home / f"{name}.log").read_text(errors="replace")[-4000:]

    async def _start(self, name: str, *arguments: str) -> None:
        with (self._home / f"{name}.log").open("ab") as log:
            self.running[name] = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *arguments),
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
