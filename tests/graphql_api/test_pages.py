"""Pages: going through them, however small, gives the whole list once, in its order."""

from typing import Any

import pytest

from network.access.viewer import Role
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import CASELOAD, HOME_TODAY, PAYMENTS

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUARTER = {"from": "2025-10-01", "to": "2025-12-31"}


async def walk(
    world: World, role: Role, document: str, path: list[str], first: int, **variables: object
) -> list[dict[str, Any]]:
    """Every entry of a list, page by page; at most fifty pages."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    for _ in range(50):
        page: Any = await world.data(role, document, first=first, after=after, **variables)
        for name in path:
            page = page[name]
        found += [edge["node"] for edge in page["edges"]]
        assert len(page["edges"]) <= first
        if page["edges"]:
            assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]
    raise AssertionError("The list has no end.")


@pytest.mark.parametrize("first", [1, 2, 100])
async def test_homes_by_name(world: World, first: int) -> None:
    homes = await walk(world, Role.FINANCE, CASELOAD, ["homes"], first, **QUARTER)
    assert [home["name"] for home in homes] == ["Elmhurst", "Rosewood"]


@pytest.mark.parametrize("first", [1, 2, 5, 100])
async def test_payments_in_the_order_of_the_books(world: World, first: int) -> None:
    payments = await walk(world, Role.FINANCE, PAYMENTS, ["payments"], first, **QUARTER)
    assert [p["reference"] for p in payments] == ["ROSE-1", "BYRNE OCT", "ELM-1", "ROSE-2", "BYRNE NOV"]


@pytest.mark.parametrize("role", [Role.HOME_TEAM, Role.COACH])
async def test_activity_newest_first(world: World, role: Role) -> None:
    path = ["home", "activity"]
    whole = await walk(world, role, HOME_TODAY, path, 200, home="rosewood")
    pages = await walk(world, role, HOME_TODAY, path, 7, home="rosewood")
    assert [entry["id"] for entry in pages] == [entry["id"] for entry in whole]
    versions = [int(entry["id"].split("-")[1]) for entry in whole]
    assert versions == sorted(versions, reverse=True)
    document = '{ home(id: "rosewood") { activity { totalCount pageInfo { hasPreviousPage } } } }'
    activity = (await world.data(role, document))["home"]["activity"]
    assert activity == {"totalCount": len(whole), "pageInfo": {"hasPreviousPage": False}}


async def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    payments = (await world.data(Role.FINANCE, PAYMENTS, **QUARTER))["payments"]
    answer = await world.ask(Role.FINANCE, CASELOAD, after=payments["edges"][0]["cursor"], **QUARTER)
    assert "cursor" in answer["errors"][0]["message"]
