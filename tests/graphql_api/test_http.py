"""GraphQL over HTTP: methods, media types and statuses; what can't be read is told how to be written."""

from typing import Any

import httpx
import pytest

from network.access.viewer import Role
from tests.graphql_api.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

JSON, OWN = "application/json", "application/graphql-response+json"
COUNT = "{ homes { totalCount } }"
ANSWER: dict[str, Any] = {"data": {"homes": {"totalCount": 1}}}
BODY = b'{"query": "{ homes { totalCount } }"}'


async def send(world: World, method: str, content: bytes = b"", **headers: str) -> httpx.Response:
    """What a coach sends, byte for byte."""
    sent = {"Authorization": f"Bearer {world.tokens[Role.COACH]}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    return await world.http.request(method, "/graphql", content=content, headers=encoded)


async def get(world: World, accept: str = JSON, **params: str) -> httpx.Response:
    """A coach's GET."""
    headers = {"Authorization": f"Bearer {world.tokens[Role.COACH]}", "Accept": accept}
    return await world.http.get("/graphql", params=params, headers=headers)


def assert_problem(answer: httpx.Response, status: int, field: str | None, says: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert says in problem["detail"]
    assert problem["remedy"]
    assert problem.get("field") == field


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (OWN, OWN),
        (f"{OWN}, {JSON};q=0.9", OWN),
        (f"{OWN};q=0.5, {JSON}", JSON),
        (f"{OWN};q=nonsense", JSON),
        (f"{OWN};q=0", JSON),
        ("text/xml", JSON),
        (";,;q", JSON),
        ("\u00e9", JSON),
    ],
)
async def test_the_answer_is_in_the_media_type_asked_for_or_json(
    world: World, accept: str, media_type: str
) -> None:
    answer = await send(world, "POST", BODY, Content_Type=JSON, Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.json() == ANSWER


@pytest.mark.parametrize(
    "query",
    ["{", "{ nonsense }", "query ($first: Int!) { homes(first: $first) { totalCount } }", "{ a " * 900],
)
async def test_what_is_not_run_is_400_in_graphqls_own_media_type_and_200_in_json(
    world: World, query: str
) -> None:
    for accept, status in ((OWN, 400), (JSON, 200)):
        answer = await world.post(Role.COACH, {"query": query}, {"Accept": accept})
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, accept)
        assert answer.json().keys() == {"errors"}, "nothing was run, so there is no data, not even null"


async def test_what_fails_as_it_is_run_is_200_with_its_data(world: World) -> None:
    answer = await world.post(Role.COACH, {"query": "{ homes(first: 0) { totalCount } }"}, {"Accept": OWN})
    assert answer.status_code == 200
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["path"] == ["homes"]


async def test_a_query_may_come_by_get(world: World) -> None:
    assert (await get(world, query=COUNT)).json() == ANSWER
    assert (await get(world, query=COUNT, variables="", extensions="{}", operationName="")).json() == ANSWER
    query = "query A($first: Int!) { homes(first: $first) { totalCount } } query B { __typename }"
    asked = {"query": query, "variables": '{"first": 3}'}
    assert (await get(world, **asked, operationName="A")).json() == ANSWER


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": COUNT, "variables": "{"}, "variables"),
        ({"query": COUNT, "variables": "[1]"}, "variables"),
        ({"query": COUNT, "extensions": "x"}, "extensions"),
        ({"query": COUNT, "variables": '{"a": 1, "a": 2}'}, "variables.a"),
    ],
)
async def test_a_get_that_can_not_be_read(world: World, params: dict[str, str], field: str) -> None:
    assert_problem(await get(world, **params), 400, field, "")


async def test_a_parameter_that_is_there_twice(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.tokens[Role.COACH]}", "Accept": JSON}
    answer = await world.http.get("/graphql", params={"query": [COUNT, "{ __typename }"]}, headers=headers)
    assert_problem(answer, 400, "query", "twice")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/jsonx",
        "multipart/form-data; boundary=x",
        ";;",
        '"',
    ],
)
async def test_a_body_that_does_not_say_it_is_json_is_not_read(world: World, content_type: str) -> None:
    answer = await send(world, "POST", BODY, Content_Type=content_type)
    assert_problem(answer, 415, None, "JSON")


async def test_json_with_its_charset_is_read(world: World) -> None:
    assert (await send(world, "POST", BODY, Content_Type="Application/JSON; charset=utf-8")).json() == ANSWER


@pytest.mark.parametrize(
    ("content", "field", "says"),
    [
        (b"", None, "not JSON"),
        (BODY + b" x", None, "not JSON"),
        (b"\xff\xfe", None, "not JSON"),
        (b"[" * 50_000, None, "not JSON"),
        (b"null", None, "object"),
        (b"5", None, "object"),
        (b'"{ homes { totalCount } }"', None, "object"),
        (b"true", None, "object"),
        (b"[]", None, "list"),
        (b"[" + BODY + b"]", None, "list"),
        (b"{}", "query", "no document"),
        (b'{"query": ""}', "query", "no document"),
        (b'{"query": ["{ homes { totalCount } }"]}', "query", "not text"),
        (b'{"query": "{ __typename }", "variables": "{}"}', "variables", "not an object"),
        (b'{"query": "{ __typename }", "extensions": []}', "extensions", "not an object"),
        (b'{"query": "{ __typename }", "operationName": {}}', "operationName", "not text"),
        (BODY[:-1] + b', "query": "{ __typename }"}', "query", "query is there twice"),
        (BODY[:-1] + b', "variables": {"a": 1, "a": 2}}', "variables.a", "variables.a is there twice"),
    ],
)
async def test_a_body_that_can_not_be_read(
    world: World, content: bytes, field: str | None, says: str
) -> None:
    assert_problem(await send(world, "POST", content, Content_Type=JSON), 400, field, says)


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("fragment F on Query { __typename }", None, ""),
        ("type A { b: Int }", None, ""),
        ("query A { __typename } query B { __typename }", None, "operationName"),
        ("query A { __typename }", "B", "operationName"),
        ("subscription { activity { id } }", None, "text/event-stream"),
        ("mutation { record }", None, ""),
    ],
)
async def test_an_operation_that_can_not_be_chosen_or_answered_so(
    world: World, query: str, name: str | None, says: str
) -> None:
    for method in ("GET", "POST"):
        asked = {"query": query} | ({"operationName": name} if name else {})
        answer = await (get(world, **asked) if method == "GET" else world.post(Role.COACH, asked))
        assert answer.status_code == 200
        assert answer.json().keys() == {"errors"}
        assert says in answer.json()["errors"][0]["message"]
        assert "INTERNAL" not in answer.text


@pytest.mark.parametrize("query", ["{", "{ nonsense }", "query A { __typename } query B { __typename }"])
async def test_a_stream_that_can_not_begin_says_why_and_ends(world: World, query: str) -> None:
    answer = await world.post(Role.COACH, {"query": query}, {"Accept": "text/event-stream"})
    assert answer.status_code == 200
    assert answer.text.startswith('event: next\r\ndata: {"errors":[{"message":')
    assert answer.text.rstrip().endswith("event: complete\r\ndata:")
