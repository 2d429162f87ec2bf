"""Documents, parsed, checked and measured once each; the same few are asked for again and again."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    parse,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext

from graphql_api.limits import Limits, MeasuredDocument, TooLarge, too_deep, too_long

MOST_KEPT = 500


class Prepared(NamedTuple):
    """A document ready to run, or what is wrong with it."""

    document: DocumentNode | None
    measured: MeasuredDocument | None
    errors: list[GraphQLError]


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
        self._kept: OrderedDict[str, Prepared] = OrderedDict()

    def prepare(self, text: str, schema: GraphQLSchema) -> Prepared:
        """The document in a text, with every error in it."""
        kept = self._kept.get(text)
        if kept is not None:
            self._kept.move_to_end(text)
            return kept
        if len(text) > self._limits.characters:
            return Prepared(None, None, [too_long(len(text), self._limits.characters)])
        prepared = self._prepare(text, schema)
        self._kept[text] = prepared
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return prepared

    def _prepare(self, text: str, schema: GraphQLSchema) -> Prepared:
        try:
            document = parse(text, max_tokens=self._limits.tokens)
            errors = validate(schema, document, specified_rules)
        except GraphQLSyntaxError as error:
            return Prepared(None, None, [self._what_is_wrong(error)])
        except RecursionError:
            return Prepared(None, None, [too_deep(None, self._limits.depth)])
        if errors:
            return Prepared(document, None, errors)
        return self._measure(document)

    def _measure(self, document: DocumentNode) -> Prepared:
        measured = MeasuredDocument(document, self._limits)
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
        """Hands over what was prepared where the schema would parse and validate."""

        def on_parse(self) -> Iterator[None]:
            """Raise what is wrong with the text itself."""
            context = self.execution_context
            prepared = _prepared(documents, context)
            if prepared.document is None:
                raise prepared.errors[0]
            context.graphql_document = prepared.document
            yield

        def on_validate(self) -> Iterator[None]:
            """Every error in the document, and whether its answer could be too large."""
            context = self.execution_context
            prepared = _prepared(documents, context)
            errors = list(prepared.errors)
            if prepared.measured is not None:
                try:
                    prepared.measured.check_answer(context.operation_name, context.variables or {})
                except TooLarge as error:
                    errors.append(error)
            context.pre_execution_errors = errors
            yield

    return PreparedDocuments


def _prepared(documents: Documents, context: ExecutionContext) -> Prepared:
    schema = cast("HasGraphQLCore", context.schema)
    return documents.prepare(context.query or "", schema.graphql_core)
