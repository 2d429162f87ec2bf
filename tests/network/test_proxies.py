"""Whose word on where a request comes from is taken."""

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent, HTTPScope

from network.serving import configuration

SAID = "203.0.113.9"
PROXY = "198.51.100.7"


async def caller_seen(connected_from: str) -> str:
    """The address that pages see of a request in which somebody says that it comes from elsewhere."""
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert receive
        assert send
        seen.append(scope["client"][0])

    config = configuration(app)
    config.load()
    scope: HTTPScope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"x-forwarded-for", SAID.encode()), (b"x-forwarded-proto", b"https")],
        "client": (connected_from, 4711),
        "server": ("localhost", 80),
    }

    async def receive() -> ASGIReceiveEvent:
        raise AssertionError("Nothing is read.")

    async def send(_: ASGISendEvent) -> None:
        raise AssertionError("Nothing is answered.")

    await config.loaded_app(scope, receive, send)  # pyright: ignore[reportUnknownMemberType]
    return seen[0]


async def test_what_is_said_of_a_caller_counts_from_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert await caller_seen("127.0.0.1") == SAID
    assert await caller_seen(PROXY) == PROXY


async def test_a_proxy_elsewhere_is_believed_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", PROXY)
    assert await caller_seen(PROXY) == SAID
    assert await caller_seen("127.0.0.1") == "127.0.0.1"
