"""Selections compiled into functions that answer whole records.

graphql-core spends some five microseconds on every leaf and fifty on every resolver: a
path, an info object, arguments, a task. Most of what we answer are records whose
attributes are read, and the arguments of a field are the same for all homes of a page. So a
selection is compiled once an operation; what has to be waited for is started for all
records before any is awaited, and thus gathered into one question. Whatever can't be
compiled, or fails, goes graphql-core's own way, which also says what is wrong and where.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)

Value = Any
"""What resolvers and attributes hold: of any type, as long as its field's type can serialise it."""
Answer = Any
"""What goes into the response: text, numbers, lists and dicts."""


class NotPlain(Exception):
    """What was compiled does not apply to this value; graphql-core will say why."""


class Outstanding(NamedTuple):
    """A field whose value has still to come, with its place in the answer."""

    answers: dict[str, Answer]
    name: str
    value: Awaitable[Value]
    complete: "Complete"


Complete = Callable[[Value, list[Outstanding]], Answer]
"""Makes the answer of a value, and notes what of it is outstanding. Raises where it can't."""


class PlainField(NamedTuple):
    """A field that is an attribute of its record."""

    attribute: str
    complete: Complete


class AskedField(NamedTuple):
    """A field that is asked for, with arguments that are the same for every record."""

    ask: Callable[[Value], Value]
    complete: Complete


Field = PlainField | AskedField


async def settle(answer: Answer, outstanding: list[Outstanding]) -> Answer:
    """Wait for what is outstanding, and what in turn that brings; everything of one round at once."""
    while outstanding:
        round_, outstanding = outstanding, []
        values = await asyncio.gather(*(entry.value for entry in round_), return_exceptions=True)
        for entry, value in zip(round_, values, strict=True):
            if isinstance(value, BaseException):
                raise value
            entry.answers[entry.name] = entry.complete(value, outstanding)
    return answer


def record_of(fields: Mapping[str, Field], is_awaitable: Callable[[Value], bool]) -> Complete:
    """Answers a record field by field."""
    plain = [(name, field) for name, field in fields.items() if isinstance(field, PlainField)]
    asked = [(name, field) for name, field in fields.items() if isinstance(field, AskedField)]
    read = _reader([field.attribute for _, field in plain])
    completers = [(name, field.complete) for name, field in plain]
    order = dict.fromkeys(fields)

    def complete_plain(record: Value, outstanding: list[Outstanding]) -> Answer:
        return {
            name: complete(value, outstanding)
            for (name, complete), value in zip(completers, read(record), strict=True)
        }

    def complete(record: Value, outstanding: list[Outstanding]) -> Answer:
        answers = order.copy()
        answers.update(complete_plain(record, outstanding))
        for name, field in asked:
            value = field.ask(record)
            if is_awaitable(value):
                outstanding.append(Outstanding(answers, name, value, field.complete))
            else:
                answers[name] = field.complete(value, outstanding)
        return answers

    return complete if asked else complete_plain


def _reader(attributes: list[str]) -> Callable[[Value], tuple[Value, ...]]:
    """Reads all attributes in one call."""
    if not attributes:
        return lambda _: ()
    if len(attributes) == 1:
        read_one = attrgetter(attributes[0])
        return lambda record: (read_one(record),)
    return cast("Callable[[Value], tuple[Value, ...]]", attrgetter(*attributes))


def required(complete: Complete) -> Complete:
    """What may not be null."""

    def complete_required(value: Value, outstanding: list[Outstanding]) -> Answer:
        if value is None:
            raise NotPlain
        return complete(value, outstanding)

    return complete_required


def optional(complete: Complete) -> Complete:
    """What may be null."""

    def complete_optional(value: Value, outstanding: list[Outstanding]) -> Answer:
        return None if value is None else complete(value, outstanding)

    return complete_optional


def each(complete: Complete) -> Complete:
    """A list, entry by entry."""

    def complete_each(values: Value, outstanding: list[Outstanding]) -> Answer:
        if not isinstance(values, (list, tuple)):
            raise NotPlain
        return [complete(value, outstanding) for value in cast("list[Value]", values)]

    return complete_each


def constant(answer: Answer) -> Complete:
    """The same for every record."""
    return lambda _value, _outstanding: answer


def leaf(kind: GraphQLLeafType) -> Complete:
    """Serialises a leaf; what is of the plain type already needs nothing."""
    if isinstance(kind, GraphQLEnumType):
        names = {value.value: name for name, value in kind.values.items()}
        return lambda value, _: names[value]
    if kind is GraphQLFloat:
        return lambda value, _: (
            value if type(value) is float and isfinite(value) else _serialised(kind, value)
        )
    exact = _EXACT.get(kind)
    if exact is not None:
        return lambda value, _: value if type(value) is exact else _serialised(kind, value)
    return lambda value, _: _serialised(kind, value)


_EXACT: dict[GraphQLLeafType, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}


def _serialised(kind: GraphQLLeafType, value: Value) -> Answer:
    answer = kind.coerce_output_value(value)
    if answer is None or answer is Undefined:
        raise NotPlain
    return answer
