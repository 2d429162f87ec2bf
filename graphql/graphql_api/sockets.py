"""WebSockets that are open, so that they can be told to come again when the service stops."""

import contextlib
from typing import Any

from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import SubscribeMessage

SERVICE_RESTART = 1012
WHY = "The service stops: connect again."
FORBIDDEN = 4403
"""As the protocol has it for a token that is not known."""
TRY_AGAIN_LATER = 1013
MOST_SOCKETS = 1_000
"""Open at once in one process."""


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

            async def handle_subscribe(self, message: SubscribeMessage) -> None:
                """What is asked hours later is asked by whoever holds the token then, if anybody does."""
                if self.connection_acknowledged and await self.context.recognise_again() is None:
                    await self.websocket.close(FORBIDDEN, "The token is not known here any more.")
                    return
                await super().handle_subscribe(message)

            async def handle(self) -> None:
                """Until either side closes."""
                if len(handlers) >= MOST_SOCKETS:
                    await self.websocket.close(TRY_AGAIN_LATER, "Too many are open: connect again later.")
                    return
                handlers.add(self)
                try:
                    await super().handle()
                finally:
                    handlers.discard(self)

        return Handler
