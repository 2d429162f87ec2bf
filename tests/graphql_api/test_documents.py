"""Each document of the contract, word for word, for each role."""

from network.access.viewer import Role
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import CASELOAD, FALLS_PATTERN, HOME_OUTCOMES, HOME_TODAY, PAYMENTS

QUARTER = {"from": "2025-10-01", "to": "2025-12-31"}


async def test_try(world: World) -> None:
    for role, doc, v in [
        (Role.HOME_TEAM, HOME_TODAY, {"home": "rosewood", "first": 5}),
        (Role.HOME_TEAM, HOME_OUTCOMES, {"home": "rosewood", **QUARTER}),
        (Role.COACH, CASELOAD, QUARTER),
        (Role.COACH, FALLS_PATTERN, {"home": "rosewood", **QUARTER}),
        (Role.FINANCE, PAYMENTS, {"from": "2025-10-01", "to": "2025-12-31", "first": 3}),
    ]:
        import json

        print(json.dumps(await world.ask(role, doc, **v)))
    assert 0
