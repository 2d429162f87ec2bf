"""The committed contract: as in the code, described to the last value, and not in graphql-core's way."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    parse,
    validate,
)

from graphql_api.documents import Documents
from graphql_api.schema import LIMITS, create_schema

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "graphql"
CONTRACT = FOLDER / "schema.graphql"
OPERATIONS = sorted((FOLDER / "operations").glob("*.graphql"))


@pytest.fixture(scope="module")
def printed() -> str:
    return create_schema(Documents(LIMITS)).as_str() + "\n"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return create_schema(Documents(LIMITS)).graphql_core


def test_the_committed_contract_is_what_the_code_answers(printed: str) -> None:
    assert CONTRACT.read_text(encoding="utf-8") == printed, (
        "The schema has changed. If that is meant, write it down: "
        "python -m graphql_api > graphql/schema.graphql (with graphql/ on the path)."
    )


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.name)
def test_every_document_of_the_project_is_valid(schema: GraphQLSchema, path: Path) -> None:
    assert validate(schema, parse(path.read_text(encoding="utf-8"))) == []


def test_everything_is_described(schema: GraphQLSchema) -> None:
    undescribed = [
        name
        for kind in schema.type_map.values()
        if not kind.name.startswith("__")
        for name, description in _descriptions(kind)
        if not (description or "").strip().endswith((".", ":"))
    ]
    builtin = ["String", "Int", "Float", "Boolean", "ID"]
    assert [name for name in undescribed if name not in builtin] == []


def _descriptions(kind: GraphQLNamedType) -> list[tuple[str, str | None]]:
    found = [(kind.name, kind.description)]
    if isinstance(kind, GraphQLObjectType):
        for name, field in kind.fields.items():
            found.append((f"{kind.name}.{name}", field.description))
            found += [(f"{kind.name}.{name}({arg})", a.description) for arg, a in field.args.items()]
    elif isinstance(kind, GraphQLInputObjectType):
        found += [(f"{kind.name}.{name}", field.description) for name, field in kind.fields.items()]
    elif isinstance(kind, GraphQLEnumType):
        found += [(f"{kind.name}.{name}", value.description) for name, value in kind.values.items()]
    return found


def test_nothing_leads_from_money_to_a_person(schema: GraphQLSchema) -> None:
    assert _reachable(schema, "PaymentConnection").isdisjoint(
        {"Home", "Household", "Resident", "ActivityEntry"}
    )


def _reachable(schema: GraphQLSchema, name: str) -> set[str]:
    found: set[str] = set()
    ahead = [name]
    while ahead:
        kind = schema.type_map[ahead.pop()]
        if kind.name not in found and isinstance(kind, GraphQLObjectType):
            found.add(kind.name)
            ahead += [re.sub(r"[\[\]!]", "", str(field.type)) for field in kind.fields.values()]
    return found


def test_our_folder_does_not_shadow_graphql_core() -> None:
    """A package named graphql would: so no __init__.py, and no loose module either."""
    assert list(FOLDER.glob("*.py")) == []
    script = (
        "import sys; sys.path[:0] = ['.', 'graphql']\n"
        "import strawberry, graphql_api.schema, graphql\n"
        "print(graphql.__file__)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert "site-packages" in run.stdout
