"""How a selection of plain attributes is answered without a resolver call a field.

graphql-core spends some five microseconds on every leaf: a path, an info object, checks
for awaitables, one call after another. Most of what we answer are records whose fields
are read, not computed. Here such a selection is compiled once an operation into functions
that read and serialise a whole record. Whatever is not plain, or goes wrong, takes
graphql-core's own way, so results and errors are the same: a test compares the two.
"""

from collections.abc import Awaitable, Callable, Iterable
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple, cast

import structlog
from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graphql_api.errors import WentWrong, answer_to

_log = structlog.stdlib.get_logger("hearth.graphql")

Complete = Callable[[Any], Any]
"""Makes the answer of a value; raises where graphql-core must say what is wrong."""

FieldDetails = list[Any]
FieldSet = dict[str, FieldDetails]


class NotPlain(Exception):
    """This value can't be answered by reading attributes; never leaves this module."""


class PlainField(NamedTuple):
    """A field that is an attribute of its record."""

    read: Callable[[Any], Any]
    complete: Complete


class Execution(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, with plain selections compiled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._records: dict[tuple[str, int], tuple[FieldDetails, Complete | None]] = {}
        self._fields: dict[int, tuple[FieldSet, dict[str, PlainField]]] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: FieldSet,
        position_context: Any,
    ) -> Any:
        """As graphql-core does, but plain fields are read at once."""
        plain = self._plain_fields(parent_type, grouped_field_set)
        answers: dict[str, Any] = {}
        rest: FieldSet = {}
        for name, details in grouped_field_set.items():
            field = plain.get(name)
            try:
                if field is None:
                    raise NotPlain
                answers[name] = field.complete(field.read(source_value))
            except Exception:  # noqa: BLE001 - graphql-core finds it again and locates it
                answers[name] = None
                rest[name] = details
        if not rest:
            return answers
        others = super().execute_fields(parent_type, source_value, path, rest, position_context)
        if self.is_awaitable(others):
            return _join(answers, cast("Awaitable[dict[str, Any]]", others), rest)
        return _joined(answers, cast("dict[str, Any]", others), rest)

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_details_list: FieldDetails,
        info: Any,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """As graphql-core does, but a list of plain records is answered in one go."""
        if isinstance(result, (list, tuple)):
            complete = self._completer(return_type, field_details_list)
            if complete is not None:
                try:
                    return complete(result)
                except Exception:  # noqa: BLE001, S110 - graphql-core finds it again
                    pass
        return super().complete_list_value(
            return_type, field_details_list, info, path, result, position_context
        )

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
            _log_failure(raw_error, path)
        super().handle_field_error(answer or WentWrong(), return_type, field_details_list, path)

    def _plain_fields(self, parent_type: GraphQLObjectType, fields: FieldSet) -> dict[str, PlainField]:
        known = self._fields.get(id(fields))
        if known is None:
            known = (fields, self._find_plain_fields(parent_type, fields))
            self._fields[id(fields)] = known
        return known[1]

    def _find_plain_fields(self, parent_type: GraphQLObjectType, fields: FieldSet) -> dict[str, PlainField]:
        if self.middleware_manager and self.middleware_manager.middlewares:
            return {}
        found = ((name, self._plain_field(parent_type, fields[name])) for name in fields)
        return {name: field for name, field in found if field is not None}

    def _plain_field(self, parent_type: GraphQLObjectType, details: FieldDetails) -> PlainField | None:
        name = details[0].node.name.value
        if name == "__typename":
            return PlainField(lambda _: parent_type.name, _as_it_is)
        field = self.schema.get_field(parent_type, name)
        attribute = _attribute(field) if field else None
        if field is None or attribute is None:
            return None
        complete = self._completer(field.type, details)
        return PlainField(attrgetter(attribute), complete) if complete else None

    def _completer(self, kind: GraphQLOutputType, details: FieldDetails) -> Complete | None:
        if is_non_null_type(kind):
            inner = self._completer(kind.of_type, details)
            return _required(inner) if inner else None
        if is_leaf_type(kind):
            return _optional(_leaf(kind))
        if is_list_type(kind):
            item = self._completer(kind.of_type, details)
            return _optional(_each(item)) if item else None
        if is_object_type(kind) and kind.is_type_of is None:
            record = self._record(kind, details)
            return _optional(record) if record else None
        return None

    def _record(self, kind: GraphQLObjectType, details: FieldDetails) -> Complete | None:
        key = (kind.name, id(details))
        known = self._records.get(key)
        if known is None:
            known = (details, self._compile(kind, details))
            self._records[key] = known
        return known[1]

    def _compile(self, kind: GraphQLObjectType, details: FieldDetails) -> Complete | None:
        fields, deferred, _ = self.collect_subfields(kind, details)
        plain = self._plain_fields(kind, cast("FieldSet", fields))
        if deferred or len(plain) < len(fields) or not plain:
            return None
        return _record_of([(name, plain[name]) for name in fields])


def _attribute(field: GraphQLField) -> str | None:
    """The attribute a field reads, or None where a resolver computes it."""
    definition = field.extensions.get("strawberry-definition")
    if definition is None or field.args or not definition.is_basic_field:
        return None
    return cast("str", definition.python_name)


def _record_of(fields: list[tuple[str, PlainField]]) -> Complete:
    def complete(record: Any) -> dict[str, Any]:
        return {name: field.complete(field.read(record)) for name, field in fields}

    return complete


def _required(complete: Complete) -> Complete:
    def completed(value: Any) -> Any:
        answer = complete(value)
        if answer is None:
            raise NotPlain
        return answer

    return completed


def _optional(complete: Complete) -> Complete:
    def completed(value: Any) -> Any:
        return None if value is None else complete(value)

    return completed


def _each(complete: Complete) -> Complete:
    def completed(values: Iterable[Any]) -> list[Any]:
        if not isinstance(values, (list, tuple)):
            raise NotPlain
        return [complete(value) for value in values]

    return completed


def _as_it_is(value: Any) -> Any:
    return value


def _leaf(kind: GraphQLLeafType) -> Complete:
    """Serialises a leaf; what already is of the plain type needs nothing."""
    serialise = kind.coerce_output_value
    if kind is GraphQLFloat:
        return lambda v: v if type(v) is float and isfinite(v) else _checked(serialise(v))
    if isinstance(kind, GraphQLEnumType):
        names = {value.value: name for name, value in kind.values.items()}
        return names.__getitem__
    exact = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}.get(cast("Any", kind))
    if exact is not None:
        return lambda v: v if type(v) is exact else _checked(serialise(v))
    return lambda v: _checked(serialise(v))


def _checked(value: Any) -> Any:
    if value is None or value is Undefined or isinstance(value, Exception):
        raise NotPlain
    return value


async def _join(answers: dict[str, Any], others: Awaitable[dict[str, Any]], rest: FieldSet) -> dict[str, Any]:
    return _joined(answers, await others, rest)


def _joined(answers: dict[str, Any], others: dict[str, Any], rest: FieldSet) -> dict[str, Any]:
    for name in rest:
        if name in others:
            answers[name] = others[name]
        else:
            del answers[name]
    return answers


def _log_failure(error: Exception, path: Path) -> None:
    """Which error, and where; not its words, which may be about a person."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = None if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    _log.error("a field could not be answered", error=type(error).__name__, where=where,
               field=[key for key in path.as_list() if isinstance(key, str)])  # fmt: skip
