"""The outermost layer of every request: its id, its headers, its limits, its log line, and no stack trace.

Plain ASGI, because a layer of starlette's BaseHTTPMiddleware costs a task and a queue a request.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from network.logging import origin_of
from network.web.problem import Problem, ProblemKind, ProblemOf, busy

_REQUEST_ID = re.compile(r"[0-9A-Fa-f-]{8,64}")
"""Hexadecimal only: what a caller sends lands in the log, and must not be able to be a name."""

DEFAULT_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
)
"""Sent unless the answer brings its own; a page with scripts brings its own policy."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
"""Any other word for a method: whoever makes them up fills neither the metrics nor the log with them."""
_TRANSPORT_SECURITY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

_log = structlog.stdlib.get_logger("hearth.http")


@dataclass(frozen=True, slots=True)
class EdgeLimits:
    """What one process takes on at once."""

    body_bytes: int
    requests_in_flight: int
    body_seconds: float = 30
    """From the head of a request to the end of its body: a place is not held by who sends nothing."""


class RequestObserver(Protocol):
    """Who counts requests."""

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        ...


ShowProblem = Callable[[Scope, Problem, str], Response | None]
"""Makes the page of a problem, with the request's id, for who asked for a page."""


class Edge:
    """Wraps the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: EdgeLimits,
        observe: RequestObserver,
        problem_of: ProblemOf,
        show_problem: ShowProblem,
    ) -> None:
        self._app = app
        self._limits = limits
        self._observe = observe
        self._problem_of = problem_of
        self._show_problem = show_problem
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send, self._limits)
        started = time.perf_counter()
        self._in_flight += 1
        try:
            await self._answer(exchange)
        finally:
            self._in_flight -= 1
            seconds = time.perf_counter() - started
            answered = exchange.scope
            self._observe(method_of(answered), route_of(answered), exchange.status, seconds)
            _log_line(exchange, seconds)

    def _refuse_overload(self) -> None:
        if self._in_flight > self._limits.requests_in_flight:
            raise busy("More requests are under way than this process takes on.")

    async def _answer(self, exchange: "Exchange") -> None:
        try:
            self._refuse_overload()
            exchange.refuse_too_large()
            await self._app(exchange.scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller gets a problem and no stack trace
            problem = self._problem_of(error)
            if problem is None:
                _log_failure(exchange.scope, error)
                problem = _internal()
            await exchange.answer(problem, self._show_problem)


class Exchange:
    """One request and its answer, on their way through."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: EdgeLimits) -> None:
        self._without_body = scope["method"] == "HEAD"
        # A copy: the server has to go on knowing that it was a HEAD, or it waits for the body and hangs up.
        self.scope: Scope = {**scope, "method": "GET"} if self._without_body else scope
        self.status = 0
        self._receive = receive
        self._send = send
        self._limits = limits
        self._read = 0
        self._is_read = False
        self._due = asyncio.get_running_loop().time() + limits.body_seconds
        self.request_id = _request_id(scope)
        self.scope.setdefault("state", {})["request_id"] = self.request_id

    def refuse_too_large(self) -> None:
        """Raise a problem where the request says beforehand that it is too long."""
        for name, value in self.scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > self._limits.body_bytes:
                raise too_large(self._limits.body_bytes)

    async def receive(self) -> Message:
        """The next piece of the request; a problem once they are too many, or come too slowly."""
        if self._is_read:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._due):
                message = await self._receive()
        except TimeoutError:
            raise too_slow(self._limits.body_seconds) from None
        self._is_read = not message.get("more_body", False)
        self._read += len(message.get("body", b""))
        if self._read > self._limits.body_bytes:
            raise too_large(self._limits.body_bytes)
        return message

    async def send(self, message: Message) -> None:
        """Pass the answer on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._headers(list(message.get("headers", ())))
        elif self._without_body:
            message = {**message, "body": b""}
        await self._send(message)

    async def answer(self, problem: Problem, show: ShowProblem) -> None:
        """Answer with a problem; an answer that has begun stays unfinished, so as not to pass as whole."""
        if not self.status:
            response = show(self.scope, problem, self.request_id) or problem.response(self.request_id)
            await response(self.scope, self.receive, self.send)

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name for name, _ in headers}
        headers += [header for header in DEFAULT_HEADERS if header[0] not in present]
        headers.append((b"x-request-id", self.request_id.encode()))
        if self.scope.get("scheme") == "https":
            headers.append(_TRANSPORT_SECURITY)
        return headers


def route_of(scope: Scope) -> str:
    """The route as it is declared, never the path as it was sent: that may hold a name."""
    route: Any = scope.get("route")
    return getattr(route, "path", None) or "unmatched"


def method_of(scope: Scope) -> str:
    """The method, where it is one."""
    return scope["method"] if scope["method"] in METHODS else OTHER


def too_slow(most_seconds: float) -> Problem:
    """A body that did not arrive; what would still come is not read as another request."""
    return Problem(
        ProblemKind.TOO_SLOW,
        f"The body did not arrive within {most_seconds:g} seconds.",
        field="body",
        remedy="Send it again, with the same Idempotency-Key; over a weak connection less at once.",
        headers={"Connection": "close"},
    )


def too_large(most_bytes: int) -> Problem:
    """More was sent than is read here."""
    return Problem(
        ProblemKind.TOO_LARGE,
        f"The body is larger than {most_bytes:,} bytes.",
        field="body",
        remedy="Send less at once: shorten the text, or send one record a request.",
    )


def _internal() -> Problem:
    return Problem(
        ProblemKind.INTERNAL,
        "The request failed here, through no fault of yours.",
        remedy="Send it again; if it fails again, tell network IT the request_id.",
    )


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            sent = value.decode("latin-1")
            return sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
    return secrets.token_hex(8)


def _log_line(exchange: Exchange, seconds: float) -> None:
    scope = exchange.scope
    state = scope["state"]
    _log.info(
        "request",
        request_id=exchange.request_id,
        method=method_of(scope),
        route=route_of(scope),
        status=exchange.status,
        milliseconds=round(seconds * 1000, 1),
        **{name: str(state[name]) for name in ("account_id", "home_id", "position") if name in state},
    )


def _log_failure(scope: Scope, error: Exception) -> None:
    """Where it failed and with what kind of error; its message may quote what was sent."""
    _log.error(
        "request failed",
        request_id=scope["state"]["request_id"],
        route=route_of(scope),
        **origin_of(error),
    )
