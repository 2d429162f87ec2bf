"""GraphQL over HTTP, event streams and WebSockets: who asks, what they have written, and how it is said."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import msgspec
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.subscriptions import (
    GRAPHQL_SSE_PROTOCOL,
    GRAPHQL_TRANSPORT_WS_PROTOCOL,
    MULTIPART_SUBSCRIPTION_PROTOCOL,
)
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graphql_api.context import RequestContext
from graphql_api.documents import Documents
from graphql_api.graphiql import ide_page
from graphql_api.messages import JSON, answered_as, asked_in_address, asked_in_body, decoded, status_of
from graphql_api.schema import LIMITS, create_schema
from graphql_api.services import Services
from graphql_api.sockets import OpenSockets, TextSocket
from network.access.authentication import bearer_token, unrecognised
from network.access.viewer import Viewer
from network.web.problem import Problem, ProblemKind

POSITION = "Hearth-Log-Position"
REACHED = "Hearth-Log-Position-Reached"
READ_MODELS = ("activity", "directory", "falls", "ledger", "occupancy", "payments", "roster", "sickness")
PATIENCE = timedelta(seconds=2)
"""How long an answer waits for what its reader has already written."""
INTRODUCTION = timedelta(seconds=10)
"""How long a WebSocket may stay open without saying who it is."""


class GraphQLApp(GraphQL[RequestContext, None]):
    """The ASGI application at one address."""

    websocket_adapter_class = TextSocket

    def __init__(self, services: Services, assets_url: str) -> None:
        self._services = services
        self._documents = Documents(LIMITS)
        self._ide = ide_page(assets_url)
        self._sockets = OpenSockets()
        self.graphql_transport_ws_handler_class = self._sockets.handler()
        schema = create_schema(self._documents)
        self._graphql_core = schema.graphql_core
        super().__init__(
            schema,
            subscription_protocols=(
                GRAPHQL_TRANSPORT_WS_PROTOCOL,
                GRAPHQL_SSE_PROTOCOL,
                MULTIPART_SUBSCRIPTION_PROTOCOL,
            ),
            connection_init_wait_timeout=INTRODUCTION,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; what can't be read at all is a problem, as everywhere."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        try:
            response = await self.run(Request(scope, receive))
        except HTTPException as error:  # all that strawberry refuses by itself: everything else is read here
            raise Problem(ProblemKind.METHOD_NOT_ALLOWED, error.reason, remedy="Send GET or POST.") from None
        await response(scope, receive, send)

    async def close(self) -> None:
        """End every subscription, with a code that says to come again."""
        await self._sockets.close()
        await self._services.feed.close()

    async def ask(
        self, request: Request, text: str, operation: str, variables: dict[str, object]
    ) -> ExecutionResult:
        """Answer a query for whoever asks for a page, as if they had sent it themselves."""
        return await self.schema.execute(
            text,
            variable_values=variables,
            context_value=await self.get_context(request, Response()),
            operation_name=operation,
            allowed_operation_types=(OperationType.QUERY,),
        )

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> RequestContext:
        """The viewer is found before, by the middleware, or here by the token."""
        context = RequestContext(self._services, request, response)
        context.token = bearer_token(request.scope)
        viewer: Viewer | None = request.scope.get("state", {}).get("viewer")
        if viewer is None and context.token is not None:
            viewer = await self._services.recognition.recognise(context.token)
        context.recognise(viewer)
        return context

    async def on_ws_connect(self, context: RequestContext) -> dict[str, object] | None:
        """A browser can set no header on a WebSocket: its token comes with the first message."""
        for name, value in context.connection_params.items():
            if name.lower() in ("authorization", "token") and isinstance(value, str):
                context.token = value.removeprefix("Bearer ").strip()
        if await context.recognise_again() is None:
            await self._note_refusal(context)
            raise ConnectionRejectionError
        return None

    async def _note_refusal(self, context: RequestContext) -> None:
        """A token that opens nothing goes into the audit; who brings none has only not signed in."""
        if context.token is not None:
            await self._services.recognition.note_refusal()

    async def parse_http_body(self, request: Any) -> GraphQLRequestData:  # noqa: ANN401 - strawberry's
        """What is asked. Raises `Problem` for what can't be read."""
        stream = self._get_stream_transport_from_headers(request.headers)
        protocol = stream.protocol if stream else "http"
        if request.method == "GET":
            return asked_in_address(request.query_params, protocol)
        return asked_in_body(request.content_type, await request.get_body(), protocol)

    async def execute_operation(
        self,
        request: Request,
        request_adapter: Any,  # noqa: ANN401 - strawberry's
        request_data: GraphQLRequestData | list[GraphQLRequestData],
        context: RequestContext,
        root_value: None,
        sub_response: Response,
    ) -> Any:  # noqa: ANN401 - strawberry's
        """Run a document for who may, when what they have written can be read."""
        if not context.is_recognised and not self._asks_of_schema_only(request_data):
            await self._note_refusal(context)
            raise unrecognised("No token came with the request, or it is not known here.")
        await self._await_position(request, sub_response)
        sub_response.media_type = answered_as(request.headers.get("Accept", ""))
        return await super().execute_operation(
            request, request_adapter, request_data, context, root_value, sub_response
        )

    async def execute_single(
        self,
        request: Request,  # noqa: ARG002 - strawberry's
        request_adapter: Any,  # noqa: ANN401, ARG002 - strawberry's
        sub_response: Response,  # noqa: ARG002 - strawberry's
        context: RequestContext,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """One answer, and so to a query: a subscription takes a stream."""
        return await self.schema.execute(
            request_data.query,
            variable_values=request_data.variables,
            context_value=context,
            root_value=root_value,
            operation_name=request_data.operation_name,
            allowed_operation_types=(OperationType.QUERY,),
        )

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer; without `data` where nothing was executed."""
        answer = await super().process_result(request, result)
        if result.data is None and result.errors and not any(error.path for error in result.errors):
            del answer["data"]
        return answer

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """In the media type that was asked for."""
        media_type = sub_response.media_type or JSON
        response = Response(
            self.encode_json(response_data),
            status_code=status_of(media_type, cast("Mapping[str, Any]", response_data)),
            media_type=media_type,
        )
        response.headers.raw.extend(sub_response.headers.raw)
        return response

    async def _await_position(self, request: Request, response: Response) -> None:
        """Wait, bounded, for the position in the header; the answer says whether it was reached."""
        asked = request.headers.get(POSITION)
        if asked is None:
            return
        if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
            raise Problem(
                ProblemKind.MALFORMED,
                f"The header {POSITION} is not a log_position.",
                remedy="Send the log_position of an answer as it came, or leave the header out.",
            )
        reached = await self._services.positions.wait_for(READ_MODELS, int(asked), PATIENCE)
        response.headers[REACHED] = "true" if reached else "false"

    def _asks_of_schema_only(self, data: GraphQLRequestData | list[GraphQLRequestData]) -> bool:
        if isinstance(data, list):
            return False
        measured = self._documents.prepare(data.query or "", data.operation_name, self._graphql_core).measured
        return measured is not None and measured.asks_of_schema_only

    def should_render_graphql_ide(self, request: Any) -> bool:  # noqa: ANN401 - strawberry's
        """For a browser also with a document in the address: the page shows it, and asks with a token."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return True
        return super().should_render_graphql_ide(request)

    async def render_graphql_ide(self, request: Request) -> Response:  # noqa: ARG002 - strawberry's
        """The page from our own files."""
        headers = {
            "Content-Security-Policy": self._ide.content_security_policy,
            "Cache-Control": "max-age=300",
        }
        return HTMLResponse(self._ide.html, headers=headers)

    def decode_json(self, data: str | bytes) -> object:
        """Of a message on a WebSocket: as strictly as a body."""
        try:
            return decoded(data, "The message")
        except Problem as error:
            raise json.JSONDecodeError(error.detail, "", 0) from error

    def encode_json(self, data: object) -> bytes:
        """Some ten times faster than the standard library."""
        return msgspec.json.encode(data)


def create_graphql_app(services: Services, *, assets_url: str) -> GraphQLApp:
    """The application; the caller closes it before the database."""
    return GraphQLApp(services, assets_url)
