"""Value for money from what homes record: costs, charges and nights of the same months, beside falls."""

from datetime import date
from decimal import Decimal

import pytest

from finance.value.reading import ValuesForMoney
from households.costs import RecordCost
from households.terms import CostCategory
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from network.nights_and_falls import NightsAndFalls
from tests.graphql_api.conftest import TODAY, World


def cost(month: str, category: CostCategory, amount: str) -> RecordCost:
    return RecordCost(month=month, category=category, amount=Decimal(amount))


async def test_a_homes_costs_stand_beside_its_income_nights_and_falls(own_world: World) -> None:
    world = own_world
    costs = [
        cost("2025-12", CostCategory.CARE_WAGES, "9000.00"),
        cost("2025-12", CostCategory.FOOD, "300.00"),
        cost("2026-01", CostCategory.CARE_WAGES, "9300.50"),
        cost("2024-06", CostCategory.CARE_WAGES, "1.00"),
    ]
    await world.record(world.own, costs)
    await world.project()
    values = ValuesForMoney(world.services.pool, NightsAndFalls(world.services.pool))
    found = await values.of_all(SYSTEM, TODAY)
    assert (found.months[0], found.months[-1]) == (date(2025, 3, 1), date(2026, 2, 1))
    elmhurst, rosewood = found.homes
    assert (elmhurst.name, elmhurst.value.months, elmhurst.value.cost_a_night) == ("Elmhurst", 0, None)
    value = rosewood.value
    assert (value.months, value.cost) == (2, 18_600_50)
    # R1 to R3, whom nothing takes away, on 62 nights; 18 beds. Two payers for R1, by the night.
    assert (value.occupied, value.available) == (3 * 62, 18 * 62)
    assert value.income == pytest.approx(62 / 7 * (700_00 + 210_50), abs=3)
    assert found.all_homes == value
    assert rosewood.outcomes.falls is not None
    assert rosewood.outcomes.low is not None
    assert rosewood.outcomes.low < rosewood.outcomes.falls
    for role in (Role.HOME_TEAM, Role.COACH, Role.NETWORK_IT):
        with pytest.raises(Forbidden):
            await values.of_all(Viewer(SYSTEM.account_id, "x", role, frozenset({world.own})), TODAY)
