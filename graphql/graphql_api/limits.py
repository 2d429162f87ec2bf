"""How large a document may be, in depth, aliases and answer; what goes over is told what to ask instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    visit,
)

MOST_KEPT = 100
SEVERAL = 8
"""Entries that a list without a page size is taken to have."""
LISTS = frozenset({
    "households", "residents", "rates", "weeks", "byPlace", "byHour", "byHarm",
    "types", "fields", "args", "inputFields", "interfaces", "possibleTypes", "enumValues", "directives",
})  # fmt: skip
INTROSPECTION = frozenset({"__schema", "__type", "__typename"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may ask for."""

    characters: int
    tokens: int
    depth: int
    """Levels of fields; introspection, which clients nest deeply, may have twice as many."""
    aliases: int
    values: int
    """In the answer, as the document's page sizes let expect."""


class TooLarge(GraphQLError):
    """A document that goes over a limit."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}", extensions={"code": "TOO_LARGE"})


class Size(NamedTuple):
    """How deep a selection goes, and how many aliases it has."""

    depth: int
    aliases: int


class MeasuredDocument:
    """A valid document's size. Fragments are measured once each, however often they are spread."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        definitions = document.definitions
        self._fragments = {n.name.value: n for n in definitions if isinstance(n, FragmentDefinitionNode)}
        self._operations = [n for n in definitions if isinstance(n, OperationDefinitionNode)]
        self._sizes: dict[str, Size] = {}
        self._fit: set[tuple[str | None, tuple[int | None, ...]]] = set()
        self._page_variables = tuple(sorted(_page_variables(document)))

    def check(self) -> None:
        """Raise `TooLarge` for too deep a nesting or too many aliases."""
        for operation in self._operations:
            size = self._size(operation.selection_set)
            allowed = self._limits.depth * (2 if self.asks_of_schema_only else 1)
            if size.depth > allowed:
                raise too_deep(size.depth, allowed)
            if size.aliases > self._limits.aliases:
                raise TooLarge(
                    f"The document has {size.aliases} aliases, and {self._limits.aliases} are allowed.",
                    "Send it in parts, or ask for several measures in one field rates.",
                )

    @property
    def asks_of_schema_only(self) -> bool:
        """Whether it asks for nothing but the schema itself, which is no secret."""
        roots = [root for operation in self._operations for root in operation.selection_set.selections]
        return all(isinstance(root, FieldNode) and root.name.value in INTROSPECTION for root in roots)

    def check_answer(self, operation_name: str | None, variables: Mapping[str, Any]) -> None:
        """Raise `TooLarge` where the answer could have too many values; what fitted once fits again."""
        # By number: kept as it was sent, a megabyte in a number's place would stay for ever.
        question = (operation_name, tuple(_whole_number(variables.get(n)) for n in self._page_variables))
        if question in self._fit:
            return
        self._count(operation_name, variables)
        if len(self._fit) < MOST_KEPT:
            self._fit.add(question)

    def _count(self, operation_name: str | None, variables: Mapping[str, Any]) -> None:
        for operation in self._operations:
            if operation_name and (operation.name is None or operation.name.value != operation_name):
                continue
            known = {**_defaults(operation), **variables}
            values = self._values(operation.selection_set, known, {})
            if values > self._limits.values:
                raise TooLarge(
                    f"The answer could have {values:,} values, and {self._limits.values:,} are allowed.",
                    "Ask for smaller pages with first, and go on with after.",
                )

    def _size(self, selection: SelectionSetNode | None) -> Size:
        if selection is None:
            return Size(0, 0)
        depth = aliases = 0
        for node in selection.selections:
            inner = (
                self._size_of_fragment(node) if isinstance(node, FragmentSpreadNode) else self._size_of(node)
            )
            depth, aliases = max(depth, inner.depth), aliases + inner.aliases
        return Size(depth, aliases)

    def _size_of(self, node: Any) -> Size:  # noqa: ANN401 - any kind of selection
        inner = self._size(node.selection_set)
        if isinstance(node, InlineFragmentNode):
            return inner
        return Size(inner.depth + 1, inner.aliases + (1 if node.alias else 0))

    def _size_of_fragment(self, spread: FragmentSpreadNode) -> Size:
        name = spread.name.value
        if name not in self._sizes:
            self._sizes[name] = self._size(self._fragments[name].selection_set)
        return self._sizes[name]

    def _values(
        self, selection: SelectionSetNode | None, variables: Mapping[str, Any], measured: dict[str, int]
    ) -> int:
        if selection is None:
            return 0
        total = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                total += _entries(node, variables) * (
                    1 + self._values(node.selection_set, variables, measured)
                )
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in measured:
                    measured[name] = self._values(self._fragments[name].selection_set, variables, measured)
                total += measured[name]
            elif isinstance(node, InlineFragmentNode):
                total += self._values(node.selection_set, variables, measured)
        return total


def _page_variables(document: DocumentNode) -> set[str]:
    """The variables that set page sizes: all that the size of an answer depends on."""
    found = _PageVariables()
    visit(document, found)
    return found.names


class _PageVariables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        """Notes the variable of a page size."""
        if node.name.value == "first" and isinstance(node.value, VariableNode):
            self.names.add(node.value.name.value)


def too_deep(depth: int | None, allowed: int) -> TooLarge:
    """The answer to a document that is nested too deeply."""
    how_deep = "too" if depth is None else f"{depth} levels"
    return TooLarge(
        f"The document is {how_deep} deep, and {allowed} levels are allowed.",
        "Ask for the inner part by itself, beginning with its home's id.",
    )


def too_long(length: int, allowed: int) -> TooLarge:
    """The answer to a text that is not even read."""
    return TooLarge(
        f"The document has {length:,} characters, and {allowed:,} are allowed.",
        "Send values as variables, and the document in parts.",
    )


def _defaults(operation: OperationDefinitionNode) -> dict[str, int]:
    return {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode)
    }


def _entries(field: FieldNode, variables: Mapping[str, Any]) -> int:
    """How many entries a field may have: as many as its page, a few for a list, else one."""
    size = _page_size(field.arguments or (), variables)
    if size is not None:
        return max(1, size)
    return SEVERAL if field.name.value in LISTS else 1


def _page_size(arguments: Iterable[Any], variables: Mapping[str, Any]) -> int | None:
    for argument in arguments:
        if argument.name.value == "first":
            value = argument.value
            if isinstance(value, IntValueNode):
                return int(value.value)
            return _whole_number(variables.get(value.name.value)) if isinstance(value, VariableNode) else None
    return None


def _whole_number(value: object) -> int | None:
    """What GraphQL reads as an Int: 1000.0 is one too. Anything else is refused when it is read."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None
