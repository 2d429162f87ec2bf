"""How pages come to what they show: by running a GraphQL document, as any API client would."""

from collections.abc import Mapping
from typing import Any, Protocol

from starlette.requests import Request


class Unanswered(Exception):
    """A question that can't be answered as it was put; its text says what to ask instead."""


class Asks(Protocol):
    """Runs the documents that lie in `graphql/operations`."""

    async def ask(self, request: Request, operation: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """The data that an operation answers to who sent the request.

        Raises `Unanswered`.
        """
        ...
