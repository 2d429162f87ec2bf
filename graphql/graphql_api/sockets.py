"""WebSockets that are open, so that they can be told to come again when the service stops."""

import contextlib
from collections.abc import Mapping
from typing import Any

import msgspec
from graphql import GraphQLError
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message, SubscribeMessage

from graphql_api.messages import what_is_wrong_with

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

            async def handle_message(self, message: Message) -> None:
                """Only what the protocol has; strawberry looks into a message without looking at it."""
                wrong = what_is_wrong_with(message)
                if wrong is None:
                    await super().handle_message(message)
                else:
                    await self.handle_invalid_message(wrong)

            async def handle_subscribe(self, message: SubscribeMessage) -> None:
                """What is asked hours later is asked by whoever holds the token then, if anybody does."""
                if self.connection_acknowledged and await self.context.recognise_again() is None:
                    await self.websocket.close(FORBIDDEN, "The token is not known here any more.")
                    return
                await super().handle_subscribe(message)

            @staticmethod
            def _get_pre_execution_close_reason(error: GraphQLError) -> str | None:  # noqa: ARG004
                """None: a slip in one document is told of that document, and ends no other subscription."""
                return None

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


class TextSocket(ASGIWebSocketAdapter):
    """Strawberry's, but what it says is text, as the protocol has it: browsers can't read it otherwise."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Say it, if anybody is still there."""
        try:
            await self.ws.send_text(msgspec.json.encode(message).decode())
        except WebSocketDisconnect as error:
            raise WebSocketDisconnected from error
