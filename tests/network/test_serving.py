"""Where the web server listens, and what is said when it can't."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from network import serving
from network.serving import (
    KEEP_ALIVE,
    MESSAGE_BYTES,
    PortUnusable,
    claim_port,
    serve,
    web_address,
    why_nobody_signs_in,
)
from network.settings import Settings, load_settings
from tests.ports import kept_port


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    with kept_port() as port:
        yield settings_with(monkeypatch, "127.0.0.1", port)


def settings_with(monkeypatch: pytest.MonkeyPatch, host: str, port: int) -> Settings:
    monkeypatch.setenv("HEARTH_HOST", host)
    monkeypatch.setenv("HEARTH_PORT", str(port))
    return load_settings()


@pytest.fixture
def taken(free: Settings) -> Iterator[Settings]:
    with socket.create_server((free.host, free.port)):
        yield free


def test_a_free_port_is_listened_on(free: Settings) -> None:
    with claim_port(free), socket.create_connection((free.host, free.port), timeout=2) as caller:
        assert caller.getpeername()[1] == free.port


def test_a_taken_port_is_said_with_another_to_try(taken: Settings) -> None:
    with pytest.raises(PortUnusable, match=f"port {taken.port} is taken .* HEARTH_PORT={taken.port + 1}"):
        claim_port(taken)


def test_an_address_of_another_machine_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PortUnusable, match="Check HEARTH_HOST"):
        claim_port(settings_with(monkeypatch, "192.0.2.1", 8000))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8123"),
        ("0.0.0.0", "http://localhost:8123"),
        ("::", "http://localhost:8123"),
        ("fe80::1", "http://[fe80::1]:8123"),
        ("hearth.example", "http://hearth.example:8123"),
    ],
)
def test_the_address_can_be_opened_in_a_browser(
    monkeypatch: pytest.MonkeyPatch, host: str, address: str
) -> None:
    assert web_address(settings_with(monkeypatch, host, 8123)) == address


@pytest.mark.parametrize(
    ("host", "public_url", "is_well"),
    [
        ("127.0.0.1", None, True),
        ("::1", None, True),
        ("0.0.0.0", None, False),
        ("192.0.2.1", None, False),
        ("0.0.0.0", "https://hearth.example.org", True),
        ("0.0.0.0", "http://hearth.example.org", False),
        ("127.0.0.1", "http://hearth.example.org", False),
    ],
)
def test_whoever_starts_it_is_told_where_nobody_could_sign_in(
    monkeypatch: pytest.MonkeyPatch, host: str, public_url: str | None, is_well: bool
) -> None:
    if public_url is not None:
        monkeypatch.setenv("HEARTH_PUBLIC_URL", public_url)
    said = why_nobody_signs_in(settings_with(monkeypatch, host, 8123))
    assert (said is None) == is_well
    assert said is None or "HEARTH_PUBLIC_URL=https://" in said


async def answers(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answers everything with nothing."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def test_an_idle_connection_is_kept_as_long_as_is_set_and_that_is_longer_than_proxies_do(
    free: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=60) < KEEP_ALIVE
    monkeypatch.setattr(serving, "KEEP_ALIVE", timedelta(seconds=1))
    started = asyncio.Event()

    async def nothing() -> None:
        """There are no subscriptions to end."""

    with claim_port(free) as listener:
        running = asyncio.create_task(serve(answers, listener, started.set, nothing))
        await started.wait()
        reader, writer = await asyncio.open_connection(free.host, free.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: hearth.test\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
        # uvicorn's own five seconds would keep it open for longer than this.
        assert await asyncio.wait_for(reader.read(), 3) == b""
        writer.close()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 10)


async def measures(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers every message with its length."""
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(str(len(text)))


async def test_a_message_that_no_document_fills_ends_its_socket(free: Settings) -> None:
    started = asyncio.Event()

    async def nothing() -> None:
        """There are no subscriptions to end."""

    with claim_port(free) as listener:
        running = asyncio.create_task(serve(measures, listener, started.set, nothing))
        await started.wait()
        async with connect(f"ws://127.0.0.1:{free.port}", max_size=None) as websocket:
            await websocket.send("x" * MESSAGE_BYTES)
            assert await websocket.recv() == str(MESSAGE_BYTES)
            await websocket.send("x" * (MESSAGE_BYTES + 1))
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(websocket.recv(), 10)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1009
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 10)
