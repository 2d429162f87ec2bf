"""Around every request: its id, its limits, its log line, and no stack trace."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from network.web.edge import Edge, EdgeLimits
from network.web.problem import Problem, busy, chain

SECRET = "Edith Moss, born 1931"


def client_of(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hearth.test")


def edge(*routes: Route, in_flight: int = 10, seen: list[tuple[str, str, int]] | None = None) -> ASGIApp:
    def observe(method: str, route: str, status: int, seconds: float) -> None:
        if seen is not None:
            assert seconds >= 0
            seen.append((method, route, status))

    def problem_of(error: Exception) -> Problem | None:
        return busy() if isinstance(error, TimeoutError) else None

    limits = EdgeLimits(body_bytes=100, requests_in_flight=in_flight, body_seconds=0.1)
    return Edge(
        _Bare(Starlette(routes=routes)),
        limits=limits,
        observe=observe,
        problem_of=chain(problem_of),
        show_problem=no_page,
    )


def no_page(scope: Scope, problem: Problem, request_id: str) -> None:
    """Nobody asks for a page here."""


class _Bare:
    """The application without starlette's own last resort, which would answer before the edge does."""

    def __init__(self, app: Starlette) -> None:
        self.app = app.router

    async def __call__(self, *exchange: object) -> None:
        await self.app(*exchange)  # pyright: ignore[reportArgumentType]


async def hello(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def fails(_request: Request) -> Response:
    raise RuntimeError(SECRET)


async def is_slow(_request: Request) -> Response:
    raise TimeoutError


async def test_a_fault_is_a_problem_that_tells_nothing_and_is_logged_without_its_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with client_of(edge(Route("/x", fails))) as client:
        answer = await client.get("/x")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert SECRET not in answer.text
    out, err = capfd.readouterr()
    assert "RuntimeError" in out + err
    assert "fails:" in out + err
    assert SECRET not in out + err


async def test_what_may_work_in_a_moment_says_when_to_come_again() -> None:
    async with client_of(edge(Route("/x", is_slow))) as client:
        answer = await client.get("/x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


async def test_more_requests_than_a_process_takes_on_are_sent_away() -> None:
    gate = asyncio.Event()

    async def waits(_request: Request) -> Response:
        await gate.wait()
        return PlainTextResponse("done")

    async with client_of(edge(Route("/x", waits), in_flight=2)) as client:
        waiting = [asyncio.create_task(client.get("/x")) for _ in range(2)]
        await asyncio.sleep(0.05)
        answer = await client.get("/x")
        gate.set()
        assert [(await task).status_code for task in waiting] == [200, 200]
    assert answer.status_code == 503


async def test_a_body_beyond_the_limit_is_refused_whether_it_says_so_or_not() -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 40

    async with client_of(edge(Route("/x", hello, methods=["POST"]))) as client:
        assert (await client.post("/x", content=b"x" * 100)).status_code == 200
        assert (await client.post("/x", content=b"x" * 101)).status_code == 413
        assert (await client.post("/x", content=in_pieces())).status_code == 413


async def test_a_body_that_does_not_come_holds_its_place_for_a_while_only() -> None:
    async def in_drops() -> AsyncIterator[bytes]:
        while True:
            yield b""
            await asyncio.sleep(0.03)

    async with client_of(edge(Route("/x", hello, methods=["POST"]), in_flight=1)) as client:
        answer = await asyncio.wait_for(client.post("/x", content=in_drops()), 5)
        assert (answer.status_code, answer.headers["Connection"]) == (408, "close")
        assert (await client.post("/x", content=b"whole")).text == "whole"


async def test_an_answer_may_take_longer_than_its_request() -> None:
    async def slow(request: Request) -> Response:
        body = await request.body()

        async def pieces() -> AsyncIterator[bytes]:
            await asyncio.sleep(0.2)
            yield body

        return StreamingResponse(pieces())

    async with client_of(edge(Route("/x", slow, methods=["POST"]))) as client:
        assert (await client.post("/x", content=b"whole")).text == "whole"


async def test_methods_that_somebody_makes_up_are_counted_as_one() -> None:
    seen: list[tuple[str, str, int]] = []
    async with client_of(edge(Route("/x", hello), seen=seen)) as client:
        await client.request("EDITH", "/x")
        await client.request("MOSS", "/x")
    assert [method for method, _, _ in seen] == ["other", "other"]


async def test_a_request_keeps_the_id_it_came_with_where_that_can_be_no_name() -> None:
    async with client_of(edge(Route("/x", hello))) as client:
        for sent, kept in (("0af7651916cd43dd", True), ("edith-moss", False), ("a" * 65, False), ("", False)):
            answer = await client.get("/x", headers={"X-Request-Id": sent})
            assert (answer.headers["X-Request-Id"] == sent) is kept
        first, second = [(await client.get("/x")).headers["X-Request-Id"] for _ in range(2)]
    assert first != second


async def test_an_answer_that_fails_half_way_is_left_unfinished() -> None:
    messages: list[str] = []

    async def half(_request: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"first"
            raise RuntimeError(SECRET)

        return StreamingResponse(pieces())

    async def receive() -> dict[str, object]:
        await asyncio.sleep(10)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        messages.append(f"{message['type']} {message.get('more_body')}")

    scope: dict[str, object] = {
        "type": "http",
        "method": "GET",
        "path": "/x",
        "headers": [],
        "query_string": b"",
        "root_path": "",
    }
    await edge(Route("/x", half))(scope, receive, send)  # pyright: ignore[reportArgumentType]
    assert messages == ["http.response.start None", "http.response.body True"]


async def test_every_answer_is_counted_by_its_route_as_declared() -> None:
    seen: list[tuple[str, str, int]] = []
    async with client_of(edge(Route("/x/{name}", hello), seen=seen)) as client:
        await client.get("/x/edith")
        await client.get("/edith")
    assert [(method, status) for method, _, status in seen] == [("GET", 200), ("GET", 404)]
    assert "edith" not in str(seen)


async def test_only_what_came_by_tls_is_told_to_stay_with_it() -> None:
    async with client_of(edge(Route("/x", hello))) as client:
        plain = await client.get("/x")
        secure = await client.get("https://hearth.test/x")
    assert "Strict-Transport-Security" not in plain.headers
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=")
