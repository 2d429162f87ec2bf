"""The web application as such: operations, their description, and the same care for every request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from network.web.openapi import openapi_document
from network.web.operation import Answer, Operation
from network.web.pages import Pages
from network.web.problem import Problem, ProblemKind, not_found
from network.web.reference import CONTENT_SECURITY_POLICY, problem_page, reference_page

TAG = "This interface"
_PAGE = {"Cache-Control": "max-age=300", "Content-Security-Policy": CONTENT_SECURITY_POLICY}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the interface's description says of itself."""

    title: str
    version: str
    description: str


def web_application(operations: Sequence[Operation], about: About, pages: Pages) -> FastAPI:
    """An application that serves the operations and describes them; middleware is the caller's."""
    described = [*operations, *_own_operations()]
    document = openapi_document(
        described, title=about.title, version=about.version, description=about.description
    )
    description = Description(document, pages)
    # Slashes are not mended: a redirect would carry the path, and with it ids, into another log line.
    app = FastAPI(title=about.title, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.router.routes += [operation.route() for operation in operations]
    app.router.routes += [operation.route() for operation in _own_operations(description)]
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    return app


class Description:
    """Serves what describes the interface; each made once, the page when somebody first asks for it."""

    def __init__(self, document: dict[str, Any], pages: Pages) -> None:
        self._document = document
        self._as_json = msgspec.json.encode(document)
        self._pages = pages
        self._page: bytes | None = None

    async def openapi(self, _request: Request) -> Response:
        """The OpenAPI document."""
        return Response(
            self._as_json, media_type="application/json", headers={"Cache-Control": "max-age=300"}
        )

    async def reference(self, _request: Request) -> Response:
        """The same for people."""
        if self._page is None:
            self._page = reference_page(self._document, self._pages)
        return Response(self._page, media_type="text/html", headers=_PAGE)

    async def problem(self, request: Request) -> Response:
        """What a kind of problem means."""
        slug = request.path_params["kind"]
        kind = next((kind for kind in ProblemKind if kind.slug == slug), None)
        if kind is None:
            raise not_found()
        return Response(problem_page(kind, self._pages), media_type="text/html", headers=_PAGE)


def _own_operations(pages: Description | None = None) -> list[Operation]:
    slugs = [kind.slug for kind in ProblemKind]
    return [
        Operation(
            name="openapi",
            method="GET",
            path="/openapi.json",
            endpoint=pages and pages.openapi,
            tag=TAG,
            summary="This description, as OpenAPI.",
            answers={200: Answer(description="OpenAPI 3.1.", kind=dict[str, Any])},
            is_public=True,
        ),
        Operation(
            name="reference",
            method="GET",
            path="/api",
            endpoint=pages and pages.reference,
            tag=TAG,
            summary="This description, for people.",
            answers={200: Answer(description="A page.", media_type="text/html")},
            is_public=True,
        ),
        Operation(
            name="problem",
            method="GET",
            path="/problems/{kind}",
            endpoint=pages and pages.problem,
            tag=TAG,
            summary="What a kind of problem means: where a problem's `type` leads.",
            path_parameters={"kind": {"type": "string", "enum": slugs}},
            answers={200: Answer(description="A page.", media_type="text/html")},
            problems=(ProblemKind.NOT_FOUND,),
            is_public=True,
        ),
    ]


async def _http_error(request: Request, error: Exception) -> Response:
    """What starlette and FastAPI answer themselves: no route, another method, a body they can't read."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == ProblemKind.METHOD_NOT_ALLOWED.status:
        return _other_method(request)
    if error.status_code == ProblemKind.NOT_FOUND.status:
        raise not_found()
    kind = next((k for k in ProblemKind if k.status == error.status_code), ProblemKind.MALFORMED)
    raise Problem(kind, kind.title + ".", headers=error.headers)


async def _validation_error(_request: Request, error: Exception) -> Response:
    """What FastAPI's own routes can't read; where, but not what was sent."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    raise Problem(
        ProblemKind.INVALID,
        f"{field} is not as it should be.",
        field=field,
        remedy="Compare it with what /openapi.json says of it.",
    )


def _other_method(request: Request) -> Response:
    allowed = ", ".join(sorted(allowed_methods(request.app, request.scope)))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    raise Problem(
        ProblemKind.METHOD_NOT_ALLOWED,
        "This address does not do that.",
        remedy=f"Use {allowed}.",
        headers={"Allow": allowed},
    )


def allowed_methods(app: FastAPI, scope: Scope) -> set[str]:
    """Every method that some route has at the address."""
    methods = {"OPTIONS"}
    for route in app.routes:
        if route.matches(scope)[0] is not Match.NONE:
            methods |= set(getattr(route, "methods", None) or ())
    return methods
