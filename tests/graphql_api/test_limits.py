"""What goes over a limit, or can't be read, is told what to ask instead, and nothing of the inside."""

import time
import tracemalloc
from typing import Any

import pytest
from graphql import get_introspection_query, parse

from graphql_api.documents import Documents
from graphql_api.limits import MeasuredDocument
from graphql_api.own_documents import read_documents
from graphql_api.schema import LIMITS, create_schema
from network.access.viewer import Role
from outcomes.pages.asked import HOMES_AT_ONCE
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import CASELOAD, HOME_TODAY, PAYMENTS

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEAM, COACH, FINANCE = Role.HOME_TEAM, Role.COACH, Role.FINANCE


async def error_of(world: World, document: str, role: Role = COACH, /, **variables: object) -> dict[str, Any]:
    """The one error of a document that can't be answered."""
    answer = await world.ask(role, document, **variables)
    (error,) = answer["errors"]
    return error


async def test_a_document_so_deep_that_it_can_not_be_parsed(world: World) -> None:
    error = await error_of(world, "{ a " * 900 + "}" * 900)
    assert error["extensions"]["code"] == "TOO_LARGE"
    assert "recursion" not in error["message"]


async def test_introspection_that_goes_round_in_circles(world: World) -> None:
    error = await error_of(
        world, "{ __schema { types { " + "fields { type { " * 7 + "name" + "}}" * 7 + "}}}"
    )
    assert error["extensions"]["code"] == "TOO_LARGE"
    assert error["message"].endswith("Ask for one type by itself with __type, by its name.")


async def test_too_deep_a_document_is_told_what_to_ask_instead(world: World) -> None:
    """Nothing that is recorded lies so deep; the schema itself has types within types."""
    types = "ofType { " * 21
    error = await error_of(world, "{ __schema { types { fields { type { " + types + "name" + " }" * 25 + " }")
    assert error["extensions"]["code"] == "TOO_LARGE"
    assert error["message"].startswith(
        "The document is 26 levels deep, and 24 levels are allowed. Ask for one type"
    )


async def test_introspection_that_would_answer_with_more_values_than_there_are(world: World) -> None:
    circle = (
        "fields { args { type { name kind ofType { name kind ofType { name kind ofType { name kind }}}}}} "
    )
    document = "{ __schema { types { " + "".join(f"a{i}: {circle}" for i in range(20)) + "}}}"
    assert "values" in (await error_of(world, document))["message"]


async def test_the_introspection_query_of_every_client_is_answered(world: World) -> None:
    data = await world.data(COACH, get_introspection_query(input_value_deprecation=True))
    assert data["__schema"]["queryType"]["name"] == "Query"


async def test_too_many_aliases(world: World) -> None:
    aliases = " ".join(f'h{i}: home(id: "rosewood") {{ id }}' for i in range(31))
    error = await error_of(world, f"{{ {aliases} }}")
    assert error["extensions"]["code"] == "TOO_LARGE"
    assert "31 aliases, and 30 are allowed" in error["message"]


async def test_fragments_that_double_at_every_level_are_measured_once_each(world: World) -> None:
    """2 to the power of 40 aliases, in a document of a thousand words."""
    fragments = " ".join(
        f"fragment f{i} on Query {{ ...f{i + 1} a{i}: home(id: 1) {{ id }} ...f{i + 1} }}" for i in range(40)
    )
    error = await error_of(world, f"{{ ...f0 }} {fragments} fragment f40 on Query {{ home(id: 1) {{ id }} }}")
    assert error["extensions"]["code"] == "TOO_LARGE"


@pytest.mark.parametrize(
    "document",
    [
        "{ " + "homes { totalCount } " * 400 + "}",
        "{ " + "__schema { description } " * 400 + "}",
        "{ " + "... on Query { homes { totalCount } } " * 190 + "}",
        "{ __typename "
        + "".join(f"...F{i} " for i in range(60))
        + "}"
        + "".join(f"fragment F{i} on Query {{ a{i}: __typename }}" for i in range(60)),
    ],
    ids=["fields", "introspection", "inline fragments", "fragments"],
)
@pytest.mark.parametrize("role", [None, COACH])
async def test_what_would_take_seconds_to_validate(world: World, document: str, role: Role | None) -> None:
    """Refused before it is validated, of whoever asks: nobody else is answered meanwhile."""
    began = time.process_time()
    answer = await world.post(role, {"query": document})
    assert time.process_time() - began < 1
    assert answer.status_code == 401 if role is None else "parts" in answer.json()["errors"][0]["message"]


async def test_too_many_words(world: World) -> None:
    error = await error_of(world, "{ " + "homes { totalCount } " * 600 + "}")
    assert "2,000 words" in error["message"]


async def test_a_document_of_a_megabyte(world: World) -> None:
    error = await error_of(world, "# " + "x" * 900_000 + "\n{ homes { totalCount } }")
    assert "20,000 are allowed" in error["message"]


@pytest.mark.parametrize("first", [0, -1, 201, 2**31 - 1])
async def test_pages_are_neither_empty_nor_endless(world: World, first: int) -> None:
    error = await error_of(world, HOME_TODAY, TEAM, home="rosewood", first=first)
    assert error["message"].startswith(f"first is {first}") or "values" in error["message"]
    assert "Ask for" in error["message"]


async def test_an_answer_that_could_be_too_large_names_the_way_out(world: World) -> None:
    aliases = " ".join(
        f"p{i}: payments(from: $from, to: $to, first: 1000) {{ edges {{ node {{ id amount }} }} }}"
        for i in range(30)
    )
    document = f"query ($from: Date!, $to: Date!) {{ {aliases} }}"
    error = await error_of(world, document, FINANCE, **{"from": "2025-01-01", "to": "2025-12-31"})
    assert "first" in error["message"]
    assert "after" in error["message"]


@pytest.mark.parametrize("first", [1000, 1000.0])
async def test_a_page_size_in_a_variable_counts_however_it_is_written(world: World, first: float) -> None:
    aliases = " ".join(
        f"p{i}: payments(from: $from, to: $to, first: $first) {{ edges {{ node {{ id amount }} }} }}"
        for i in range(30)
    )
    document = f"query ($from: Date!, $to: Date!, $first: Int!) {{ {aliases} }}"
    period = {"from": "2025-01-01", "to": "2025-12-31"}
    error = await error_of(world, document, FINANCE, first=first, **period)
    assert "values" in error["message"]


@pytest.mark.parametrize("fields", ["...On", "... on Home { ...On }", "... { ...On }"])
async def test_pages_count_as_large_as_they_are_where_no_size_is_asked_for(world: World, fields: str) -> None:
    pages = " ".join(
        f"a{number}: activity {{ edges {{ node {{ id kind occurredAt }} }} }}" for number in range(30)
    )
    document = f"{{ homes {{ edges {{ node {{ {fields} }} }} }} }} fragment On on Home {{ {pages} }}"
    error = await error_of(world, document)
    assert error["message"].startswith("The answer could have 180,150 values")


async def test_what_our_own_pages_ask_for_all_of_a_coach_s_homes_is_allowed() -> None:
    document = parse(read_documents()["CaseloadSignals"])
    measured = MeasuredDocument(document, LIMITS, create_schema(Documents(LIMITS)).graphql_core)
    measured.check_answer("CaseloadSignals", {"first": HOMES_AT_ONCE})


async def test_what_stands_in_a_numbers_place_is_not_kept() -> None:
    document = parse("query ($first: Int!) { homes(first: $first) { totalCount } }")
    measured = MeasuredDocument(document, LIMITS, create_schema(Documents(LIMITS)).graphql_core)
    tracemalloc.start()
    for number in range(50):
        measured.check_answer(None, {"first": f"{number}" + "x" * 100_000})
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


async def test_a_page_size_may_not_be_smuggled_in_as_something_else(world: World) -> None:
    for first in ([10], {"a": 1}, "10", 1.5, True):
        error = await error_of(world, CASELOAD, first=first, **{"from": "2025-10-01", "to": "2025-12-31"})
        assert "Int" in error["message"]


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"from": "2025-02-30", "to": "2025-12-31"}, "2026-04-01"),
        ({"from": "yesterday", "to": "2025-12-31"}, "A Date is a day"),
        ({"from": "20250101", "to": "2025-12-31"}, "A Date is a day"),
        ({"from": "0001-01-01", "to": "2025-12-31"}, "1850"),
        ({"from": "2025-12-31", "to": "9999-12-31"}, "2199"),
        ({"from": 5, "to": "2025-12-31"}, "A Date is a day"),
        ({"from": "2025-12-31", "to": "2025-10-01", "home": "rosewood"}, "first"),
        ({"from": "2025-10-01", "to": "2025-12-31", "knownAt": "2026-01-01T00:00:00"}, "offset"),
        ({"from": "2025-10-01", "to": "2025-12-31", "knownAt": "2199-01-01T00:00:00Z"}, "past"),
        ({"from": "2025-10-01", "to": "2025-12-31", "after": "WyJhIl0"}, "cursor"),
        ({"from": "2025-10-01", "to": "2025-12-31", "after": "\u2603"}, "cursor"),
    ],
)
async def test_values_that_can_not_be_meant(world: World, variables: dict[str, object], says: str) -> None:
    error = await error_of(world, PAYMENTS, FINANCE, **variables)
    assert says in error["message"]


async def test_a_period_that_ends_before_it_begins(world: World) -> None:
    error = await error_of(world, CASELOAD, COACH, **{"from": "2025-12-31", "to": "2025-10-01"})
    assert "before it begins" in error["message"]
    assert error["path"] == ["homes", "edges", 0, "node", "rates"]


async def test_a_measure_named_twice(world: World) -> None:
    period = 'from: "2025-01-01", to: "2025-02-01"'
    document = f'{{ home(id: "rosewood") {{ rates({period}, measures: [FALLS, FALLS]) {{ rate }} }} }}'
    assert "twice" in (await error_of(world, document))["message"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"query": "{ homes { totalCount } }", "query": }',
        b'{"query": "\\ud800"}',
        b"[" * 5000,
        b'{"query": 5}',
        b'{"query": null}',
        b'{"query": "{ homes { totalCount } }", "variables": []}',
        b"[]",
        b'[{"query": "{ homes { totalCount } }"}]',
    ],
)
async def test_requests_that_can_not_be_read(world: World, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {world.tokens[COACH]}", "Content-Type": "application/json"}
    response = await world.http.post("/graphql", content=content, headers=headers)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        problem = response.json()
        assert response.headers["content-type"] == "application/problem+json"
        assert problem["detail"]
        assert problem["remedy"]
    else:
        assert response.json()["errors"]
    assert "Traceback" not in response.text


async def test_a_control_character_in_a_variable_finds_nothing(world: World) -> None:
    for home in ("rose\x00wood", "rose\nwood", "\u200brosewood"):
        assert await world.data(TEAM, HOME_TODAY, home=home) == {"home": None}


async def test_without_a_token_only_the_schema_is_told(world: World) -> None:
    assert (await world.post(None, {"query": "{ homes { totalCount } }"})).status_code == 401
    assert (await world.post(None, {"query": "{ __typename homes { totalCount } }"})).status_code == 401
    assert (await world.post(None, {"query": "{"})).status_code == 401
    schema = await world.post(None, {"query": "{ __schema { queryType { name } } }"})
    assert schema.json() == {"data": {"__schema": {"queryType": {"name": "Query"}}}}


async def test_a_syntax_error_says_where(world: World) -> None:
    error = await error_of(world, "{ homes { totalCount }")
    assert error["message"].startswith("Syntax Error")
    assert error["locations"] == [{"line": 1, "column": 23}]


async def test_mutations_there_are_none(world: World) -> None:
    error = await error_of(world, "mutation { recordFall { id } }")
    assert "mutation" in error["message"].lower()
