"""Compiled selections answer as graphql-core does, field for field."""

import dataclasses
import re
from types import SimpleNamespace

import pytest
import strawberry
from hypothesis import given, settings
from hypothesis import strategies as st

from graphql_api.execution import Execution
from graphql_api.schema import Schema


@strawberry.type
class Leaf:
    name: str
    count: int
    share: float | None
    tags: list[str]


@strawberry.type
class Branch:
    title: str | None
    leaf: Leaf
    leaves: list[Leaf]
    maybe: Leaf | None

    @strawberry.field
    def promised(self, _info: strawberry.Info, times: int = 1) -> str | None:
        return self.title and self.title * times

    @strawberry.field
    async def awaited(self, _info: strawberry.Info) -> list[Leaf]:
        return self.leaves

    @strawberry.field
    async def refused(self, _info: strawberry.Info, really: bool = False) -> str | None:
        if really:
            raise LookupError(self.title)
        return "allowed"


@strawberry.type
class Query:
    @strawberry.field
    def branches(self, info: strawberry.Info) -> list[Branch]:
        return info.context.branches

    @strawberry.field
    async def branch(self, info: strawberry.Info, number: int = 0) -> Branch | None:
        branches = info.context.branches
        return branches[number] if 0 <= number < len(branches) else None


COMPILED = Schema(Query, execution_context_class=Execution)
PLAIN = Schema(Query)


def no_problem(error: Exception) -> None:
    """Every error is one of the inside."""


SERVICES = SimpleNamespace(problem_of=no_problem)
REQUEST = SimpleNamespace(scope={"state": {"request_id": "0af7651916cd43dd"}})

leaves = st.builds(
    Leaf,
    name=st.sampled_from(["a", "b", None]),
    count=st.sampled_from([0, 7, "not a number", None]),
    share=st.sampled_from([None, 0.5, 2, float("nan"), float("inf")]),
    tags=st.sampled_from([[], ["x", "y"], ["x", None]]),
)
branches = st.lists(
    st.builds(
        Branch,
        title=st.sampled_from(["t", None]),
        leaf=leaves,
        leaves=st.lists(leaves, max_size=3),
        maybe=st.none() | leaves,
    ),
    max_size=3,
)


def selections(kinds: dict[str, list[str]], kind: str, depth: int) -> st.SearchStrategy[str]:
    """A selection of fields of a type, some of them twice or under another name."""
    fields = st.sampled_from(kinds[kind]).flatmap(lambda field: selected(kinds, field, depth))
    return st.lists(fields, min_size=1, max_size=4).map(" ".join)


def selected(kinds: dict[str, list[str]], field: str, depth: int) -> st.SearchStrategy[str]:
    """A field with what is selected in it; no field under two meanings."""
    name, _, kind = field.partition(" of ")
    alias = re.sub(r"\W+", "_", name)
    named = st.sampled_from([f"{alias}: {name}"] if "(" in name else [name, f"also_{alias}: {name}"])
    if not kind:
        return named
    if depth == 0:
        return st.just("__typename")
    return st.builds("{} {{ {} }}".format, named, selections(kinds, kind, depth - 1))


KINDS = {
    "Query": [
        "branches of Branch", "branch of Branch", "branch(number: 1) of Branch",
        "branch(number: 9) of Branch",
    ],
    "Branch": [
        "title", "leaf of Leaf", "leaves of Leaf", "maybe of Leaf", "promised", "promised(times: 2)",
        "awaited of Leaf", "refused", "refused(really: true)", "__typename",
    ],
    "Leaf": ["name", "count", "share", "tags", "__typename"],
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(document=selections(KINDS, "Query", 3).map("{{ {} }}".format), found=branches)
async def test_any_document_over_any_records_is_answered_alike(document: str, found: list[Branch]) -> None:
    context = SimpleNamespace(branches=found, services=SERVICES, request=REQUEST)
    compiled = await COMPILED.execute(document, context_value=context)
    plain = await PLAIN.execute(document, context_value=context)
    assert compiled.data == plain.data
    # Of several errors that null the same thing, whichever comes first is told: that may differ.
    assert bool(compiled.errors) == bool(plain.errors)


def leaf(name: str, *tags: str) -> Leaf:
    """A leaf with nothing wrong about it."""
    return Leaf(name=name, count=1, share=None, tags=list(tags))


async def test_fragments_and_directives_are_followed() -> None:
    document = """
        query ($no: Boolean!) {
            branches {
                ...F
                promised @skip(if: $no)
                again: promised(times: 2)
                ... on Branch { leaf { __typename name @include(if: $no) } }
            }
        }
        fragment F on Branch { title leaves { count } }
    """
    branch = Branch(title="t", leaf=leaf("n"), leaves=[leaf("m")], maybe=None)
    context = SimpleNamespace(branches=[branch], services=SERVICES, request=REQUEST)
    for no in (True, False):
        compiled = await COMPILED.execute(document, {"no": no}, context_value=context)
        plain = await PLAIN.execute(document, {"no": no}, context_value=context)
        assert compiled.errors is None
        assert compiled.data == plain.data


async def test_what_goes_wrong_inside_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    branch = Branch(title="Ada Byrne", leaf=leaf("n"), leaves=[], maybe=None)
    context = SimpleNamespace(branches=[branch], services=SERVICES, request=REQUEST)
    result = await COMPILED.execute("{ branches { refused(really: true) } }", context_value=context)
    assert result.errors
    assert "Ada" not in str(result.errors[0])
    assert result.errors[0].extensions == {"code": "INTERNAL"}
    assert dataclasses.asdict(result)["data"] == {"branches": [{"refused": None}]}
    logged = capsys.readouterr().out
    assert "LookupError" in logged
    assert "refused:" in logged
    assert "0af7651916cd43dd" in logged
    assert "Ada" not in logged


@pytest.mark.parametrize("number", [0, 5])
async def test_a_single_record_and_none(number: int) -> None:
    branch = Branch(title="t", leaf=leaf("n", "x"), leaves=[], maybe=None)
    context = SimpleNamespace(branches=[branch], services=SERVICES, request=REQUEST)
    document = f"{{ branch(number: {number}) {{ title leaf {{ tags }} maybe {{ name }} }} }}"
    result = await COMPILED.execute(document, context_value=context)
    assert result.data == (
        {"branch": {"title": "t", "leaf": {"tags": ["x"]}, "maybe": None}}
        if number == 0
        else {"branch": None}
    )
