"""The documents in `graphql/operations`, run for our own pages as an API client would run them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request

from graphql_api.app import GraphQLApp
from network.web.problem import Problem, ProblemKind
from outcomes.pages.asking import Unanswered

FOLDERS = (Path(__file__).parents[1] / "operations", Path(__file__).with_name("operations"))
"""Where the documents lie: in a checkout, and in an installed package."""
OPERATION = re.compile(r"^query (\w+)", re.MULTILINE)


class OwnDocuments:
    """Answers by the name of an operation; a page learns nothing that its reader could not ask for."""

    def __init__(self, app: GraphQLApp, texts: Mapping[str, str]) -> None:
        self._app = app
        self._texts = texts

    async def ask(self, request: Request, operation: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """The answer's data. Raises `Unanswered` with what to ask instead, and `Problem`."""
        result = await self._app.ask(request, self._texts[operation], operation, dict(variables))
        if result.errors:
            raise _said(result.errors[0])
        return result.data or {}


def read_documents() -> dict[str, str]:
    """Each operation's file as it lies there, by the operation's name."""
    folder = next(folder for folder in FOLDERS if folder.is_dir())
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.graphql"))]
    return {name: text for text in texts for name in OPERATION.findall(text)}


def _said(error: GraphQLError) -> Exception:
    code = (error.extensions or {}).get("code")
    if code in ("UNANSWERABLE", "TOO_LARGE"):
        return Unanswered(error.message)
    if isinstance(code, str) and code in ProblemKind.__members__:
        return Problem(ProblemKind[code], error.message)
    return error.original_error or error
