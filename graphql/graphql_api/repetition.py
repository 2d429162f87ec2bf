"""How often a document repeats itself: what takes long to validate is refused before it is validated.

Whether fields of one name can be merged is asked of every two of them, and of every two
fragments: 490 times `homes` took three seconds, in which nobody else was answered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graphql_api.limits import TooLarge

MOST_FRAGMENTS = 50
MOST_PAIRS = 2_000
"""Of fields that have the same place in the answer: some 60 of one name."""
MOST_STEPS = 20_000

Fragments = Mapping[str, FragmentDefinitionNode]


def refuse_repetition(document: DocumentNode) -> None:
    """Raise `TooLarge` for a document that takes long to validate. Fragments may still go in circles."""
    fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
    if len(fragments) > MOST_FRAGMENTS:
        raise TooLarge(
            f"The document has {len(fragments)} fragments, and {MOST_FRAGMENTS} are allowed.",
            "Send it in parts.",
        )
    operations = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    pairs = steps = 0
    pending = [[node.selection_set] for node in (*operations, *fragments.values())]
    while pending:
        fields = _fields(pending.pop(), fragments)
        count = Counter(name for name, _ in fields)
        pairs += sum(n * (n - 1) // 2 for n in count.values())
        steps += len(fields)
        if pairs > MOST_PAIRS:
            raise TooLarge(
                "The document names the same fields too many times.", "Name each once, or send it in parts."
            )
        if steps > MOST_STEPS:
            return  # in circles, or doubling at every level: said by what is asked next
        pending += _inner(fields)


def _fields(
    selections: list[SelectionSetNode], fragments: Fragments
) -> list[tuple[str, SelectionSetNode | None]]:
    """All fields with one place in the answer, each by its name there, with what is selected in it."""
    found: list[tuple[str, SelectionSetNode | None]] = []
    spread: set[str] = set()
    waiting = list(selections)
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                found.append(((node.alias or node.name).value, node.selection_set))
            elif isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                if node.name.value in fragments:
                    waiting.append(fragments[node.name.value].selection_set)
    return found


def _inner(fields: Iterable[tuple[str, SelectionSetNode | None]]) -> list[list[SelectionSetNode]]:
    """What is selected in the fields of each name."""
    by_name: defaultdict[str, list[SelectionSetNode]] = defaultdict(list)
    for name, selection in fields:
        if selection is not None:
            by_name[name].append(selection)
    return list(by_name.values())
