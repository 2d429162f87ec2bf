"""Refuses what another site makes a browser send here with its cookies.

A browser says where a request comes from: in Sec-Fetch-Site, and those too old for that in Origin.
No token stands in the forms, because a form that waits offline for a day would bring a stale one.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from network.web.problem import Problem, ProblemKind

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
FROM_HERE = frozenset({"same-origin", "none"})
"""`none` is a person who asked the browser itself, not a page."""


class CrossSite:
    """Stands before everything that a cookie is good for.

    A request with a token in its Authorization header passes: only a program or a page of ours can
    have set it, since another site's page would need our leave in a preflight, and gets none. Any
    other scheme does not: a browser sends a name and password from an address by itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what came from a page of ours, or from no page."""
        if scope["type"] == "http" and scope["method"] not in HARMLESS:
            headers = Headers(scope=scope)
            brings_token = headers.get("authorization", "").lower().startswith("bearer ")
            if not brings_token and not comes_from_here(headers):
                raise _refused()
        await self._app(scope, receive, send)


def comes_from_here(headers: Headers) -> bool:
    """Whether a page of this service sent it, or something that is no browser and has no cookies."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in FROM_HERE
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return "cookie" not in headers


def _refused() -> Problem:
    return Problem(
        ProblemKind.CROSS_SITE,
        "The browser says that this was sent from a page of another site. Nothing was recorded.",
        remedy="Open Hearth itself and do it there; a program sends an Authorization header and no cookie.",
    )
