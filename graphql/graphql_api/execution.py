# What passes through has any type, and graphql-core's own types are known in part only.
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportUnknownLambdaType=false
"""The executor: graphql-core's, with selections compiled (see `plans`) and errors that tell of no inside."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import structlog
from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry.schema import Schema as StrawberrySchema
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from graphql_api.context import Info, RequestContext
from graphql_api.errors import WentWrong, answer_to
from graphql_api.plans import (
    Answer,
    AskedField,
    Complete,
    Field,
    Outstanding,
    PlainField,
    Value,
    constant,
    each,
    leaf,
    optional,
    record_of,
    required,
    settle,
)
from network.logging import origin_of

FieldDetails = list[Any]
"""graphql-core's: one field of a selection, as often as it is named."""

_log = structlog.stdlib.get_logger("hearth.graphql")


class Execution(StrawberryGraphQLCoreExecutionContext):
    """One operation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - graphql-core's
        super().__init__(*args, **kwargs)
        # By the identity of the details, which are kept along so that it stays theirs.
        self._compiled: dict[tuple[str, int], tuple[FieldDetails, Complete | None]] = {}

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: FieldDetails,
        info: Any,  # noqa: ANN401 - graphql-core's
        path: Path,
        result: Value,
        position_context: Any,  # noqa: ANN401 - graphql-core's
    ) -> Answer:
        """Answer a record as compiled, or graphql-core's way."""
        their_way = super().complete_object_value

        def by_graphql_core() -> Answer:
            return their_way(return_type, field_details_list, info, path, result, position_context)

        return self._as_compiled(return_type, field_details_list, result, by_graphql_core)

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_details_list: FieldDetails,
        info: Any,  # noqa: ANN401 - graphql-core's
        path: Path,
        result: Value,
        position_context: Any,  # noqa: ANN401 - graphql-core's
    ) -> Answer:
        """Answer a list of records as compiled, or graphql-core's way."""
        their_way = super().complete_list_value

        def by_graphql_core() -> Answer:
            return their_way(return_type, field_details_list, info, path, result, position_context)

        return self._as_compiled(return_type, field_details_list, result, by_graphql_core)

    def handle_field_error(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetails,
        path: Path,
    ) -> None:
        """Tell the caller what is theirs to know; a field that is closed to them is null without an error."""
        if isinstance(raw_error, GraphQLError) and raw_error.path is not None:
            super().handle_field_error(raw_error, return_type, field_details_list, path)
            return
        answer = answer_to(raw_error, self.context_value.services.problem_of)
        if answer is None and not is_non_null_type(return_type):
            return
        if answer is None or isinstance(answer, WentWrong):
            log_failure(raw_error, self.context_value)
        super().handle_field_error(answer or WentWrong(), return_type, field_details_list, path)

    # --- Compiling --------------------------------------------------------------------

    def _as_compiled(
        self,
        kind: GraphQLOutputType,
        details: FieldDetails,
        value: Value,
        by_graphql_core: Callable[[], Answer],
    ) -> Answer:
        complete = self._completer(kind, details)
        if complete is None:
            return by_graphql_core()
        outstanding: list[Outstanding] = []
        try:
            answer = complete(value, outstanding)
        except Exception:  # noqa: BLE001 - graphql-core meets it again, and locates it
            self.settle_in_background([entry.value for entry in outstanding])
            return by_graphql_core()
        return self._settled(answer, outstanding, by_graphql_core) if outstanding else answer

    async def _settled(
        self, answer: Answer, outstanding: list[Outstanding], by_graphql_core: Callable[[], Answer]
    ) -> Answer:
        try:
            return await settle(answer, outstanding)
        except Exception:  # noqa: BLE001 - graphql-core meets it again, and locates it
            theirs = by_graphql_core()
            return await theirs if self.is_awaitable(theirs) else theirs

    def _completer(self, kind: GraphQLOutputType, details: FieldDetails) -> Complete | None:
        if is_non_null_type(kind):
            return _around(required, self._completer_of_value(kind.of_type, details))
        return _around(optional, self._completer_of_value(kind, details))

    def _completer_of_value(self, kind: GraphQLOutputType, details: FieldDetails) -> Complete | None:
        if is_leaf_type(kind):
            return leaf(kind)
        if is_list_type(kind):
            return _around(each, self._completer(kind.of_type, details))
        if is_object_type(kind) and kind.is_type_of is None:
            return self._record(kind, details)
        return None

    def _record(self, kind: GraphQLObjectType, details: FieldDetails) -> Complete | None:
        key = (kind.name, id(details))
        known = self._compiled.get(key)
        if known is None:
            known = (details, self._compile(kind, details))
            self._compiled[key] = known
        return known[1]

    def _compile(self, kind: GraphQLObjectType, details: FieldDetails) -> Complete | None:
        selected = self.collect_subfields(kind, details).grouped_field_set
        fields: dict[str, Field] = {}
        for name, inner in selected.items():
            field = self._field(kind, inner)
            if field is None:
                return None
            fields[name] = field
        return record_of(fields, self.is_awaitable)

    def _field(self, kind: GraphQLObjectType, details: FieldDetails) -> Field | None:
        name = details[0].node.name.value
        if name == "__typename":
            return AskedField(lambda _: kind.name, constant(kind.name))
        field = self.schema.get_field(kind, name)
        definition: StrawberryField | None = field.extensions.get("strawberry-definition") if field else None
        if field is None or definition is None or definition.extensions:
            return None
        complete = self._completer(field.type, details)
        if complete is None:
            return None
        if definition.base_resolver is None:
            return PlainField(definition.python_name, complete)
        return AskedField(self._asking(kind, field, definition, details), complete)

    def _asking(
        self, kind: GraphQLObjectType, field: GraphQLField, definition: StrawberryField, details: FieldDetails
    ) -> Callable[[Value], Value]:
        """Calls a field's resolver, its arguments read once for all records; `info` tells of no path."""
        schema: StrawberrySchema = self.schema.extensions["strawberry-definition"]
        nodes = [detail.node for detail in details]
        raw_info = self.build_resolve_info(field, nodes, kind, Path(None, nodes[0].name.value, kind.name))
        info = schema.config.info_class(_raw_info=raw_info, _field=definition)
        given = get_argument_values(
            field, nodes[0], self.variable_values, details[0].fragment_variable_values
        )
        arguments = convert_arguments(
            given, definition.arguments, schema.schema_converter.scalar_registry, schema.config, info
        )
        return partial(
            _call,
            cast(
                "Callable[..., Value]",
                cast("StrawberryResolver[Value]", definition.base_resolver).wrapped_func,
            ),
            arguments,
            info,
        )


def _call(resolver: Callable[..., Value], arguments: dict[str, Any], info: Info, record: Value) -> Value:
    return resolver(record, info, **arguments)


def _around(wrap: Callable[[Complete], Complete], complete: Complete | None) -> Complete | None:
    return None if complete is None else wrap(complete)


def log_failure(error: Exception, context: RequestContext) -> None:
    """Which error, where, and in which request; neither its words nor any name that the caller chose."""
    state = context.request.scope.get("state", {})
    known = {name: str(state[name]) for name in ("request_id", "account_id") if name in state}
    _log.error("a field could not be answered", **known, **origin_of(error))
