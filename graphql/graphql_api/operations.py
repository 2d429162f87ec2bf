"""Which operation of a document is meant, and whether it can be answered in the way that it is asked."""

from collections.abc import Iterable

from graphql import DocumentNode, OperationDefinitionNode
from strawberry.types.graphql import OperationType

from graphql_api.errors import Unanswerable

_INSTEAD = {
    OperationType.SUBSCRIPTION: (
        "A subscription has many answers, and this way of asking has one.",
        "Follow it over a WebSocket (graphql-transport-ws), or with Accept: text/event-stream.",
    ),
    OperationType.MUTATION: (
        "GraphQL is for reading here, so there is no mutation.",
        "What is recorded has addresses of its own: see /api.",
    ),
    OperationType.QUERY: (
        "A query has one answer, and this way of asking is for subscriptions.",
        "Send Accept: application/json.",
    ),
}


def refuse_operation(document: DocumentNode, name: str | None, allowed: Iterable[OperationType]) -> None:
    """Raise `Unanswerable` where none or several operations are meant, or one that this way can't answer."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    meant = [node for node in operations if name is None or (node.name and node.name.value == name)]
    if not operations:
        raise Unanswerable(
            "The document asks nothing.", "Send an operation, such as { homes { totalCount } }."
        )
    if not meant:
        raise Unanswerable(
            "No operation has the name in operationName.", "Send a name that the document has."
        )
    if len(meant) > 1:
        raise Unanswerable(
            "The document has several operations.", "Name the one that is meant: operationName."
        )
    kind = OperationType(meant[0].operation.value)
    if kind not in allowed:
        raise Unanswerable(*_INSTEAD[kind])
