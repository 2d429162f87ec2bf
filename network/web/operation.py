"""One thing that can be done over HTTP: where, by what, and everything that /openapi.json says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from network.web.problem import ProblemKind

JsonSchema = Mapping[str, Any]

EVERYWHERE = (
    ProblemKind.MALFORMED,
    ProblemKind.UNRECOGNISED,
    ProblemKind.INTERNAL,
    ProblemKind.BUSY,
)
"""What any address may answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that an operation reads."""

    name: str
    description: str
    schema: JsonSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers when it went well."""

    description: str
    kind: Any = None
    """The type of the JSON; None for an empty answer."""
    media_type: str = "application/json"


class OperationRoute(Route):
    """A route that tells the request which it is, for the log and the metrics."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse another method."""
        scope["route"] = self
        await super().handle(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method at a path. The same object makes the route and its description, so that they can't differ."""

    name: str
    method: str
    path: str
    endpoint: Any
    """A function of a request, or an ASGI application."""
    tag: str
    summary: str
    description: str = ""
    path_parameters: Mapping[str, JsonSchema] = field(default_factory=dict[str, JsonSchema])
    query: Any = None
    """The struct of the query's parameters."""
    headers: tuple[Header, ...] = ()
    body: Any = None
    """The struct of the body."""
    takes_form: bool = False
    form_fields: Mapping[str, JsonSchema] = field(default_factory=dict[str, JsonSchema])
    """Fields that only a form has."""
    answers: Mapping[int, Answer] = field(default_factory=dict[int, Answer])
    problems: tuple[ProblemKind, ...] = ()
    """What may go wrong here, beside what may anywhere."""
    is_public: bool = False

    def route(self) -> Route:
        """The operation as starlette serves it."""
        return OperationRoute(
            self.path, self.endpoint, methods=[self.method], name=self.name, include_in_schema=False
        )

    @property
    def all_problems(self) -> tuple[ProblemKind, ...]:
        """Every problem that the operation may answer."""
        sent = (
            ProblemKind.CROSS_SITE,
            ProblemKind.TOO_LARGE,
            ProblemKind.TOO_SLOW,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
        )
        writes = sent if self.body is not None else ()
        parsed = (ProblemKind.INVALID,) if self.body is not None or self.query is not None else ()
        unrecognised = tuple(k for k in EVERYWHERE if not (self.is_public and k is ProblemKind.UNRECOGNISED))
        return tuple(dict.fromkeys((*unrecognised, *writes, *parsed, *self.problems)))
