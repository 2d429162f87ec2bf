"""Documents, parsed, checked and measured once each; the same few are asked for again and again."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    MaxIntrospectionDepthRule,
    OperationDefinitionNode,
    parse,
    separate_operations,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension

from graphql_api.limits import Limits, MeasuredDocument, TooLarge, in_circles, too_deep, too_long
from graphql_api.operations import refuse_operation
from graphql_api.repetition import refuse_repetition

MOST_KEPT = 500
MOST_ERRORS = 20
"""Of one document; each may cost a search for what was meant."""
LONGEST_NAME = 200
"""Of an operation: longer ones are in no document, and not worth keeping."""


class Prepared(NamedTuple):
    """A document ready to run, or what is wrong with it."""

    document: DocumentNode | None
    measured: MeasuredDocument | None
    errors: list[GraphQLError]


class Unready(Exception):
    """A document that can't be run."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(len(errors))
        self.errors = errors


class HasGraphQLCore(Protocol):
    """A schema that shows graphql-core's."""

    @property
    def graphql_core(self) -> GraphQLSchema:
        """The same schema."""
        ...


class Documents:
    """Keeps those asked for last."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._kept: OrderedDict[tuple[str, str | None], Prepared] = OrderedDict()

    def prepare(self, text: str, operation: str | None, schema: GraphQLSchema) -> Prepared:
        """The document in a text, as far as the operation named needs it, with every error in it."""
        if operation is not None and len(operation) > LONGEST_NAME:
            operation = None
        key = (text, operation)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if len(text) > self._limits.characters:
            return Prepared(None, None, [too_long(len(text), self._limits.characters)])
        prepared = self._prepare(text, operation, schema)
        self._kept[key] = prepared
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return prepared

    def _prepare(self, text: str, operation: str | None, schema: GraphQLSchema) -> Prepared:
        try:
            document = _needed_by(operation, parse(text, max_tokens=self._limits.tokens))
            refuse_repetition(document)
            if validate(schema, document, [MaxIntrospectionDepthRule]):
                raise in_circles()
            errors = validate(schema, document, specified_rules, max_errors=MOST_ERRORS)
        except TooLarge as error:
            return Prepared(None, None, [error])
        except GraphQLSyntaxError as error:
            return Prepared(None, None, [self._what_is_wrong(error)])
        except RecursionError:
            return Prepared(None, None, [too_deep(None, self._limits.depth)])
        if errors:
            return Prepared(document, None, errors)
        return self._measure(document, schema)

    def _measure(self, document: DocumentNode, schema: GraphQLSchema) -> Prepared:
        measured = MeasuredDocument(document, self._limits, schema)
        try:
            measured.check()
        except TooLarge as error:
            return Prepared(document, None, [error])
        return Prepared(document, measured, [])

    def _what_is_wrong(self, error: GraphQLSyntaxError) -> GraphQLError:
        if "too deeply" in error.message:
            return too_deep(None, self._limits.depth)
        if "tokens" not in error.message:
            return error
        return TooLarge(f"The document has more than {self._limits.tokens:,} words.", "Send it in parts.")


def prepared_by(documents: Documents) -> type[SchemaExtension]:
    """The extension that has a schema's documents prepared, instead of parsing and checking each time."""

    class PreparedDocuments(SchemaExtension):
        """Hands over what was prepared where the schema would parse and validate; one for each request."""

        _prepared: Prepared

        def on_parse(self) -> Iterator[None]:
            """Raise `Unready` with every error in the document, or what is wrong with how it is asked."""
            context = self.execution_context
            # Asked now, the name is the one that was sent; once there is a document, else its first.
            operation = context.operation_name
            schema = cast("HasGraphQLCore", context.schema).graphql_core
            prepared = self._prepared = documents.prepare(context.query or "", operation, schema)
            if prepared.errors or prepared.document is None:
                raise Unready(prepared.errors)
            refuse_operation(prepared.document, operation, context.allowed_operations)
            context.graphql_document = prepared.document
            yield

        def on_validate(self) -> Iterator[None]:
            """Whether the answer could be too large: the document itself is known to be right."""
            context, prepared = self.execution_context, self._prepared
            errors: list[GraphQLError] = []
            if prepared.measured is not None:
                try:
                    prepared.measured.check_answer(context.operation_name, context.variables or {})
                except TooLarge as error:
                    errors.append(error)
            context.pre_execution_errors = errors
            yield

    return PreparedDocuments


def _needed_by(operation: str | None, document: DocumentNode) -> DocumentNode:
    """The operation named, with its fragments; or the document as it is, where that would be no choice.

    Files of several operations are sent whole, with the name of one. What stands beside it may be for
    another release, or another server, and is neither run nor a reason to refuse the one that is.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    names = [node.name.value if node.name else None for node in operations]
    if operation is None or len(names) == 1 or names.count(operation) != 1:
        return document
    return separate_operations(document)[operation]
