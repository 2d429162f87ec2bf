"""GraphQL's one address as the interface's description has it."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from graphql_api.app import POSITION, REACHED, GraphQLApp
from network.web.operation import Answer, Header, Operation
from network.web.problem import ProblemKind

TAG = "Reading"
PATH = "/graphql"


class GraphQLRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A document to be answered."""

    query: Annotated[str, Meta(description="The document.", examples=["{ homes { totalCount } }"])]
    variables: Annotated[dict[str, Any], Meta(description="Its variables, by name.")] | None = None
    operation_name: Annotated[str, Meta(description="Which operation, where it has several.")] | None = None


class GraphQLResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The data, and what could not be answered."""

    data: dict[str, Any] | None = None
    errors: list[dict[str, Any]] | None = None


def graphql_operations(app: GraphQLApp) -> list[Operation]:
    """Asking, and the page in which people try documents."""
    return [
        Operation(
            name="graphiql",
            method="GET",
            path=PATH,
            endpoint=app,
            tag=TAG,
            summary="GraphiQL, to try documents in; for programs, the schema and queries by GET.",
            answers={200: Answer(description="A page.", media_type="text/html")},
            problems=(ProblemKind.METHOD_NOT_ALLOWED,),
            is_public=True,
        ),
        Operation(
            name="graphql",
            method="POST",
            path=PATH,
            endpoint=app,
            tag=TAG,
            summary="Ask by GraphQL: read-only. What is recorded has addresses of its own.",
            description=f"The answer's header {REACHED} says whether {POSITION} was reached in time. "
            "Subscriptions come by WebSocket (graphql-transport-ws) or as an event stream.",
            headers=(
                Header(
                    name=POSITION,
                    description="A log_position: the answer waits, briefly, until it includes it.",
                    schema={"type": "string", "pattern": "^[0-9]{1,18}$"},
                ),
            ),
            body=GraphQLRequest,
            answers={200: Answer(description="The data and errors.", kind=GraphQLResponse)},
        ),
    ]
