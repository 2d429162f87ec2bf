"""A page for people: like an operation, but described by what it shows and not in /openapi.json."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from network.web.operation import OperationRoute

PageEndpoint = Callable[[Request], Awaitable[Response]]


class PageRoute(OperationRoute):
    """A route to a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address that a browser opens, or sends a form to."""

    name: str
    """Unique among all pages, in kebab-case: `record-fall`."""
    path: str
    endpoint: PageEndpoint
    methods: tuple[str, ...] = ("GET",)
    is_public: bool = False
    """Whether it is shown to somebody who has not signed in."""

    def route(self) -> Route:
        """The page as starlette serves it."""
        return PageRoute(
            self.path, self.endpoint, methods=list(self.methods), name=self.name, include_in_schema=False
        )
