# graphql-core's own types are known in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""How large a document may be, in depth, aliases and answer; what goes over is told what to ask instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_list_type,
    visit,
)

MOST_KEPT = 100
SEVERAL = 8
"""Entries that a list without a page size is taken to have."""
ENTRIES = "edges"
"""The list of a page: its size is counted where the page is asked for."""
MOST_SEARCHES = 3
"""Of one document: words are sealed, so each search opens and reads all that was shared."""
ONE_TYPE = "Ask for one type by itself with __type, by its name."
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

    def __init__(self, document: DocumentNode, limits: Limits, schema: GraphQLSchema) -> None:
        self._limits = limits
        self._schema = schema
        definitions = document.definitions
        self._fragments = {n.name.value: n for n in definitions if isinstance(n, FragmentDefinitionNode)}
        self._operations = [n for n in definitions if isinstance(n, OperationDefinitionNode)]
        self._sizes: dict[str, Size] = {}
        self._fit: set[tuple[str | None, tuple[int | None, ...]]] = set()
        asked = _Asked()
        visit(document, asked)
        self._searches = asked.searches
        self._page_variables = tuple(sorted(asked.page_variables))

    def check(self) -> None:
        """Raise `TooLarge` for too deep a nesting, too many aliases or too many searches."""
        if self._searches > MOST_SEARCHES:
            raise TooLarge(
                f"The document looks for words {self._searches} times, and {MOST_SEARCHES} are allowed.",
                "Send it in parts.",
            )
        for operation in self._operations:
            size = self._size(operation.selection_set)
            allowed = self._limits.depth * (2 if self.asks_of_schema_only else 1)
            if size.depth > allowed:
                raise too_deep(size.depth, allowed, of_schema=self.asks_of_schema_only)
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
            root = self._schema.get_root_type(operation.operation)
            values = self._values(operation.selection_set, root, known, {})
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
        self,
        selection: SelectionSetNode | None,
        kind: Any,  # noqa: ANN401 - of graphql-core's, by its name or as a field has it
        variables: Mapping[str, Any],
        measured: dict[str, int],
    ) -> int:
        if selection is None:
            return 0
        return sum(self._values_of(node, kind, variables, measured) for node in selection.selections)

    def _values_of(
        self,
        node: Any,  # noqa: ANN401 - any kind of selection
        kind: Any,  # noqa: ANN401 - as above
        variables: Mapping[str, Any],
        measured: dict[str, int],
    ) -> int:
        if isinstance(node, FieldNode):
            field = self._schema.get_field(kind, node.name.value)
            if field is None:
                return 1
            inner = self._values(node.selection_set, get_named_type(field.type), variables, measured)
            return _entries(node, field, variables) * (1 + inner)
        if isinstance(node, InlineFragmentNode):
            return self._values(node.selection_set, self._narrowed(kind, node), variables, measured)
        name = node.name.value
        if name not in measured:
            fragment = self._fragments[name]
            narrowed = self._narrowed(kind, fragment)
            measured[name] = self._values(fragment.selection_set, narrowed, variables, measured)
        return measured[name]

    def _narrowed(
        self, kind: GraphQLCompositeType, fragment: InlineFragmentNode | FragmentDefinitionNode
    ) -> Any:  # noqa: ANN401 - as above
        """What a fragment is on; without a word of its own, what it stands in."""
        condition = fragment.type_condition
        return kind if condition is None else self._schema.get_type(condition.name.value)


class _Asked(Visitor):
    """What the arguments of a document ask for, as far as it makes the answer larger or slower."""

    def __init__(self) -> None:
        super().__init__()
        self.page_variables: set[str] = set()
        """The variables that set page sizes: all that the size of an answer depends on."""
        self.searches = 0

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        """Notes the variable of a page size, and that words are looked for."""
        if node.name.value == "first" and isinstance(node.value, VariableNode):
            self.page_variables.add(node.value.name.value)
        elif node.name.value == "words":
            self.searches += 1


def too_deep(depth: int | None, allowed: int, *, of_schema: bool = False) -> TooLarge:
    """The answer to a document that is nested too deeply."""
    how_deep = "too" if depth is None else f"{depth} levels"
    return TooLarge(
        f"The document is {how_deep} deep, and {allowed} levels are allowed.",
        ONE_TYPE if of_schema else "Ask for the inner part by itself, beginning with its home's id.",
    )


def in_circles() -> TooLarge:
    """The answer to a question about the schema that goes from types to types, and would never end."""
    return TooLarge("The document goes round in circles through the schema's types.", ONE_TYPE)


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


def _entries(node: FieldNode, field: GraphQLField, variables: Mapping[str, Any]) -> int:
    """How many entries a field may have: as many as its page, a few for a list, else one."""
    if "first" in field.args:
        size = _page_size(node, variables)
        return max(1, field.args["first"].default_value if size is None else size)
    is_list = is_list_type(get_nullable_type(field.type)) and node.name.value != ENTRIES
    return SEVERAL if is_list else 1


def _page_size(node: FieldNode, variables: Mapping[str, Any]) -> int | None:
    """What is asked for; None where the page is as large as it is by itself."""
    for argument in node.arguments or ():
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
