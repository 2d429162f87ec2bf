"""Runs the web server, and beside it, where asked to, the projections in a process of their own."""

import asyncio
import contextlib
import errno
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.types import ASGIApp

from network.settings import Settings
from network.stopping import stop_event

GRACE = timedelta(seconds=20)
"""For requests and subscriptions to finish after SIGTERM; supervisors wait 30 seconds and then kill."""
PAUSE_BEFORE_RESTART = timedelta(seconds=2)
BACKLOG = 2048
KEEP_ALIVE = timedelta(seconds=75)
"""How long an idle connection stays open: longer than a proxy keeps its own (nginx, Caddy: a minute or less).

With uvicorn's five seconds proxies sent into connections that had just been closed.
"""
MESSAGE_BYTES = 256 * 1024
"""Of one message on a WebSocket: a document with its variables. uvicorn would read 16 MB."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HERE = LOOPBACK | {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
"""What to listen on so that a browser on this machine finds it under `localhost`."""

_log = structlog.stdlib.get_logger("hearth.serve")


class PortUnusable(Exception):
    """The web server can't listen where the settings say."""


def claim_port(settings: Settings) -> socket.socket:
    """Take the address before anything else is done, so that a taken one is said at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortUnusable(_why(error, settings)) from error
    return listener


def web_address(settings: Settings) -> str:
    """Where a browser finds the server; on this machine by the name for which it takes passkeys."""
    if settings.public_url is not None:
        return settings.public_url
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{'localhost' if settings.host in HERE else host}:{settings.port}"


def why_nobody_signs_in(settings: Settings) -> str | None:
    """What keeps browsers from signing in, which takes https or this machine; None where nothing does."""
    parts = urlsplit(web_address(settings))
    if parts.scheme == "https" or parts.hostname in LOOPBACK:
        if settings.public_url is not None or settings.host in LOOPBACK:
            return None
        return (
            f"The server listens on {settings.host} for other machines too, but on those nobody can sign in: "
            "browsers keep a session's cookie from plain http. Put a proxy with TLS before it, and say where "
            "it is: HEARTH_PUBLIC_URL=https://hearth.example.org"
        )
    return (
        f"At {web_address(settings)} nobody can sign in: browsers keep a session's cookie from plain http. "
        "Put a proxy with TLS before it, and say where it is: HEARTH_PUBLIC_URL=https://hearth.example.org"
    )


async def serve(
    app: ASGIApp,
    listener: socket.socket,
    announce: Callable[[], None],
    end_subscriptions: Callable[[], Awaitable[None]],
) -> None:
    """Answer requests until a signal: then accept no more, end subscriptions, finish what is under way."""
    server = _Server(configuration(app))
    with stop_event() as stop:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        stopping = asyncio.create_task(stop.wait())
        announce()
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        _log.info("stopping")
        server.should_exit = True
        await end_subscriptions()
        await running
        stopping.cancel()


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How we have uvicorn serve: what a proxy says of its caller counts from FORWARDED_ALLOW_IPS alone."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="auto",
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES,
        timeout_keep_alive=round(KEEP_ALIVE.total_seconds()),
        timeout_graceful_shutdown=round(GRACE.total_seconds()),
    )


@asynccontextmanager
async def projections_beside() -> AsyncIterator[None]:
    """A child process that keeps the projections up to date; started again if it dies."""
    keeper = asyncio.create_task(_keep_projections())
    try:
        yield
    finally:
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper


async def _keep_projections() -> None:
    while True:
        # A session of its own: Ctrl-C reaches us alone, and we end the child when requests are finished.
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "network", "projections", "run", "--with-parent", str(os.getpid())),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            status = await child.wait()
        except asyncio.CancelledError:
            await _end(child)
            raise
        _log.error("the projections' process ended and is started again", status=status, pid=child.pid)
        await asyncio.sleep(PAUSE_BEFORE_RESTART.total_seconds())


async def _end(child: asyncio.subprocess.Process) -> None:
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), GRACE.total_seconds())
    except TimeoutError:
        child.kill()
        await child.wait()


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn would raise them again, and the database would not be closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _why(error: OSError, settings: Settings) -> str:
    where = f"{settings.host}, port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where} is taken by another program. End that one, or choose another port: "
            f"HEARTH_PORT={settings.port + 1 if settings.port < 65535 else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"{where} may not be used by this user. Choose a port above 1023: HEARTH_PORT=8000"
    return f"{where} can't be listened on: {error.strerror or error}. Check HEARTH_HOST and HEARTH_PORT."
