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
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)

from graphql_api.messages import what_is_wrong_with

SERVICE_RESTART = 1012
WHY = "The service stops: connect again."
FORBIDDEN = 4403
"""As the protocol has it for a token that is not known."""
TRY_AGAIN_LATER = 1013
MOST_SOCKETS = 1_000
"""Of people and programs that have said who they are, open at once in one process."""
INITIALISATION_TIMEOUT = 4408
"""As the protocol has it for who does not say in time who they are."""
MOST_WAITING = 100
"""Sockets on which nobody has said who they are. Clients say so at once; with one more the oldest goes."""


class OpenSockets:
    """Those of one process."""

    def __init__(self, most: int = MOST_SOCKETS, most_waiting: int = MOST_WAITING) -> None:
        self._most = most
        self._most_waiting = most_waiting
        self._waiting: dict[BaseGraphQLTransportWSHandler[Any, Any], None] = {}
        """The oldest first."""
        self._known: set[BaseGraphQLTransportWSHandler[Any, Any]] = set()

    async def close(self) -> None:
        """Close each with the code that says: come again."""
        for handler in (*self._waiting, *self._known):
            await _close(handler, SERVICE_RESTART, WHY)

    async def let_in(self, handler: BaseGraphQLTransportWSHandler[Any, Any]) -> bool:
        """Whether there is room for one more, who has not said yet who it is."""
        if len(self._known) >= self._most:
            await _close(handler, TRY_AGAIN_LATER, "Too many are open: connect again later.")
            return False
        if len(self._waiting) >= self._most_waiting:
            oldest = next(iter(self._waiting))
            self.forget(oldest)
            await _close(oldest, INITIALISATION_TIMEOUT, "Others are waiting: send connection_init at once.")
        self._waiting[handler] = None
        return True

    def know(self, handler: BaseGraphQLTransportWSHandler[Any, Any]) -> None:
        """It has said who it is."""
        if handler in self._waiting:
            del self._waiting[handler]
            self._known.add(handler)

    def forget(self, handler: BaseGraphQLTransportWSHandler[Any, Any]) -> None:
        """It has been closed."""
        self._waiting.pop(handler, None)
        self._known.discard(handler)

    def handler(self) -> type[BaseGraphQLTransportWSHandler[Any, Any]]:
        """A handler of graphql-transport-ws that is known here for as long as it lasts."""
        sockets = self

        class Handler(BaseGraphQLTransportWSHandler[Any, Any]):
            """Strawberry's, counted."""

            async def handle_message(self, message: Message) -> None:
                """Only what the protocol has; strawberry looks into a message without looking at it."""
                wrong = what_is_wrong_with(message)
                if wrong is None:
                    await super().handle_message(message)
                else:
                    await self.handle_invalid_message(wrong)

            async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
                """The protocol has a payload that is null, too: nobody has said anything in it."""
                said = message.get("payload") or {}
                await super().handle_connection_init({"type": "connection_init", "payload": said})
                if self.connection_acknowledged:
                    sockets.know(self)

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
                if not await sockets.let_in(self):
                    return
                try:
                    await super().handle()
                finally:
                    sockets.forget(self)

        return Handler


async def _close(handler: BaseGraphQLTransportWSHandler[Any, Any], code: int, reason: str) -> None:
    with contextlib.suppress(RuntimeError):  # it was just closed from the other side
        await handler.websocket.close(code, reason)


class TextSocket(ASGIWebSocketAdapter):
    """Strawberry's, but what it says is text, as the protocol has it: browsers can't read it otherwise."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Say it, if anybody is still there."""
        try:
            await self.ws.send_text(msgspec.json.encode(message).decode())
        except WebSocketDisconnect as error:
            raise WebSocketDisconnected from error
