"""The cash forecast through the whole service, for who may read the payments."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from network.access.viewer import Role
from tests.graphql_api.conftest import TODAY, World
from tests.graphql_api.documents import BALANCES, CASH_FORECAST
from tests.graphql_api.test_limits import error_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEEKLY = Decimal("700.00") + Decimal("210.50") + Decimal("650.00")
"""What all payers of the story owe a week."""


async def forecast(world: World, role: Role = Role.FINANCE, **variables: object) -> dict[str, Any]:
    answer = await world.data(role, CASH_FORECAST, **{"from": f"{TODAY}", **variables})
    return answer["cashForecast"]


def expected(answer: dict[str, Any]) -> Decimal:
    return sum((Decimal(week["expected"]) for week in answer["weeks"]), Decimal())


async def test_thirteen_weeks_each_within_its_band(world: World) -> None:
    answer = await forecast(world)
    starts = [date.fromisoformat(week["startsOn"]) for week in answer["weeks"]]
    assert starts == [TODAY + timedelta(days=7 * number) for number in range(13)]
    for week in answer["weeks"]:
        assert 0 <= Decimal(week["low"]) <= Decimal(week["high"])
    # These payers have paid four bills of some thirty: what is expected is between nothing and all.
    assert 0 < expected(answer) < 13 * WEEKLY + Decimal(200_000)


async def test_it_says_what_is_unpaid_to_the_penny(world: World) -> None:
    yesterday = TODAY - timedelta(days=1)
    balances = await world.data(Role.FINANCE, BALANCES, asOf=f"{yesterday}")
    outstanding = Decimal(balances["balances"]["total"]["outstanding"])
    answer = await forecast(world)
    assert f"On the morning of 15 March 2026 £{outstanding:,.2f} is unpaid" in answer["assumptions"][0]


async def test_the_homes_add_up_to_the_network(world: World) -> None:
    parts = [expected(await forecast(world, home=home)) for home in ("rosewood", "elmhurst")]
    assert sum(parts) == pytest.approx(expected(await forecast(world)), abs=Decimal("0.26"))


async def test_the_same_question_has_the_same_answer(world: World) -> None:
    assert await forecast(world) == await forecast(world)


async def test_past_forecasts_are_counted_both_ways(world: World) -> None:
    backtest = (await forecast(world))["backtest"]
    assert backtest["weeks"] == 10 * 13
    assert 0 <= backtest["heldByBand"] <= backtest["weeks"]


async def test_a_day_that_is_past_is_answered_from_what_was_known_then(world: World) -> None:
    answer = await forecast(world, Role.FINANCE, **{"from": "2025-10-01"})
    assert answer["weeks"][0]["startsOn"] == "2025-10-01"
    assert "On the morning of 1 October 2025" in answer["assumptions"][0]


async def test_a_team_asks_for_its_own_home_and_nobody_for_anothers(world: World) -> None:
    assert (await forecast(world, Role.HOME_TEAM, home="rosewood"))["weeks"]
    closed: list[tuple[Role, str | None]] = [
        (Role.HOME_TEAM, "elmhurst"),
        (Role.HOME_TEAM, None),
        (Role.COACH, "rosewood"),
        (Role.NETWORK_IT, None),
    ]
    for role, home in closed:
        assert await forecast(world, role, home=home) is None


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"weeks": 0}, "1 to 26 weeks"),
        ({"weeks": 27}, "1 to 26 weeks"),
        ({"from": "2024-03-01"}, "at most two years ago"),
        ({"from": "2027-12-01"}, "a year ahead"),
    ],
)
async def test_what_can_not_be_foretold(world: World, variables: dict[str, object], says: str) -> None:
    asked = {"from": f"{TODAY}", **variables}
    assert says in (await error_of(world, CASH_FORECAST, Role.FINANCE, **asked))["message"]
