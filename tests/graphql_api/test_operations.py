"""Which operation of a text is run, and what beside it matters."""

from typing import Any

import pytest

from network.access.viewer import Role
from tests.graphql_api.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOMES = """
fragment Names on HomeConnection { edges { node { ref } } }
query Homes { homes { ...Names } }
"""
OF_ANOTHER_RELEASE = """
fragment Spent on Ledger { spent }
query Spending($period: Period! = AUTO) { ledger(period: $period) { ...Spent } }
"""


async def ask(world: World, text: str, operation: str | None) -> dict[str, Any]:
    answer = await world.post(Role.COACH, {"query": text, "operationName": operation})
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("text", [HOMES + OF_ANOTHER_RELEASE, OF_ANOTHER_RELEASE + HOMES])
async def test_an_operation_is_answered_whatever_else_its_file_asks(world: World, text: str) -> None:
    assert await ask(world, text, "Homes") == await ask(world, HOMES, None)


@pytest.mark.parametrize("operation", ["Spending", None])
async def test_what_is_run_or_could_be_is_checked(world: World, operation: str | None) -> None:
    answer = await ask(world, HOMES + OF_ANOTHER_RELEASE, operation)
    assert answer.get("data") is None
    assert "Unknown type 'Ledger'." in [error["message"] for error in answer["errors"]]


async def test_two_operations_of_one_name_are_no_choice(world: World) -> None:
    (error,) = (await ask(world, HOMES + "query Homes { homes { totalCount } }", "Homes"))["errors"]
    assert "operation" in error["message"]
