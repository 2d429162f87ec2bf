"""WebSockets that are open, so that they can be told to come again when the service stops."""

import contextlib
from typing import Any

from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler

SERVICE_RESTART = 1012
WHY = "The service stops: connect again."


class OpenSockets:
    """Those of one process."""

    def __init__(self) -> None:
        self._handlers: set[BaseGraphQLTransportWSHandler[Any, Any]] = set()

    async def close(self) -> None:
        """Close each with the code that says: come again."""
        for handler in tuple(self._handlers):
            with contextlib.suppress(RuntimeError):  # it was just closed from the other side
                await handler.websocket.close(SERVICE_RESTART, WHY)

    def handler(self) -> type[BaseGraphQLTransportWSHandler[Any, Any]]:
        """A handler of graphql-transport-ws that is known here for as long as it lasts."""
        handlers = self._handlers

        class Handler(BaseGraphQLTransportWSHandler[Any, Any]):
            """Strawberry's, counted."""

            async def handle(self) -> None:
                """Until either side closes."""
                handlers.add(self)
                try:
                    await super().handle()
                finally:
                    handlers.discard(self)

        return Handler
