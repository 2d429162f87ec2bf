# graphql-core wraps types in types that it can not name.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownArgumentType=false
"""Every field of the schema, for every role, of the own home and of another: who gets an answer.

The walk is made from the schema itself, so a field that is added without an expectation
here fails.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    is_leaf_type,
)

from graphql_api.documents import Documents
from graphql_api.schema import LIMITS, create_schema
from network.access.viewer import TOKEN_ROLES, Role
from tests.graphql_api.conftest import World
from tests.graphql_api.walk_expected import INSIDE, OWN_HOME

pytestmark = pytest.mark.asyncio(loop_scope="session")

OF_SUBSCRIPTIONS = ("Subscription.", "HomeActivity.")
"""Tested where they are followed."""

ARGUMENTS = {
    "Query.home": '(id: "{home}")',
    "Query.homes": "(first: 2)",
    "Query.payments": '(from: "2025-01-01", to: "2026-03-01", home: "{home}")',
    "Query.balances": '(asOf: "2026-03-01", home: "{home}")',
    "Query.invoices": '(from: "2025-01-01", to: "2026-03-01", home: "{home}")',
    "Query.cashForecast": '(from: "2026-03-15", home: "{home}")',
    "Home.rates": '(from: "2025-10-01", to: "2025-12-31", measures: [FALLS, SICKNESS])',
    "Home.fallsPattern": '(from: "2025-10-01", to: "2025-12-31")',
    "Home.activity": "(first: 200)",
    "Home.runChart": '(measure: FALLS, from: "2025-01-01", to: "2026-03-01", period: QUARTER)',
    "Query.comparison": '(measure: FALLS, from: "2025-01-01", to: "2026-03-01", homes: ["{home}"])',
    "Query.beforeAfter": '(homes: ["{home}"], measure: FALLS, changedOn: "2025-12-01", months: 2)',
}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return create_schema(Documents(LIMITS)).graphql_core


async def test_every_field_has_an_expectation(schema: GraphQLSchema) -> None:
    fields = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name in kind.fields
    }
    assert {field for field in fields if not field.startswith(OF_SUBSCRIPTIONS)} == set(OWN_HOME)


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_who_gets_an_answer_about_the_own_home(world: World, schema: GraphQLSchema, role: Role) -> None:
    answered = await fields_answered(world, schema, role, "rosewood")
    assert answered == {field for field, roles in OWN_HOME.items() if role in roles}


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_nobody_but_the_centre_gets_an_answer_about_another_home(
    world: World, schema: GraphQLSchema, role: Role
) -> None:
    roots = ("home", "payments", "balances", "invoices", "cashForecast", "beforeAfter")
    document = document_of(schema, "elmhurst", roots=roots)
    answered = fields_of(schema, await world.data(role, document))
    if role in INSIDE:
        assert answered == set()
    else:
        expected = {field for field, roles in OWN_HOME.items() if role in roles}
        assert answered <= expected
        assert "Home.name" in answered


async def fields_answered(world: World, schema: GraphQLSchema, role: Role, home: str) -> set[str]:
    """Every field that was not null anywhere in the answer to a document that asks for everything."""
    document = document_of(schema, home, roots=tuple(schema.query_type.fields if schema.query_type else ()))
    return fields_of(schema, await world.data(role, document))


def document_of(schema: GraphQLSchema, home: str, roots: tuple[str, ...]) -> str:
    """A document that asks for every field that can be reached from these."""
    query = schema.query_type
    assert query is not None
    selected = " ".join(_selected(query, name, home, ()) for name in roots)
    return f"{{ {selected} }}"


def _selected(parent: GraphQLObjectType, name: str, home: str, above: tuple[str, ...]) -> str:
    field = parent.fields[name]
    arguments = ARGUMENTS.get(f"{parent.name}.{name}", "").replace("{home}", home)
    kind = _named(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return f"{name}{arguments}"
    assert kind.name not in above, f"{kind.name} leads back to itself"
    inner = " ".join(_selected(kind, each, home, (*above, kind.name)) for each in kind.fields)
    return f"{name}{arguments} {{ {inner} }}"


def _named(kind: GraphQLOutputType) -> GraphQLOutputType:
    while isinstance(kind, (GraphQLNonNull, GraphQLList)):
        kind = kind.of_type
    return kind


def fields_of(schema: GraphQLSchema, data: dict[str, Any]) -> set[str]:
    """The fields that hold something in an answer."""
    assert schema.query_type is not None
    found: defaultdict[str, int] = defaultdict(int)
    for field in _walk(schema.query_type, data):
        found[field] += 1
    return set(found)


def _walk(parent: GraphQLObjectType, answer: dict[str, Any]) -> Iterator[str]:
    for name, value in answer.items():
        field: GraphQLField = parent.fields[name]
        if value is None:
            continue
        yield f"{parent.name}.{name}"
        kind = _named(field.type)
        if is_leaf_type(kind):
            continue
        assert isinstance(kind, GraphQLObjectType)
        for each in value if isinstance(value, list) else [value]:
            yield from _walk(kind, each)
