"""Reading what was just written: the header with a position, and whether it was reached."""

from datetime import UTC, datetime

import pytest

from households.terms import Harm, Place
from network.access.viewer import Role
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import HOME_TODAY
from tests.graphql_api.story import fell

REACHED = "Hearth-Log-Position-Reached"
QUESTION = {"query": HOME_TODAY, "variables": {"home": "rosewood", "first": 1}}


async def test_an_answer_waits_for_what_its_reader_wrote(own_world: World) -> None:
    fall = fell("R1", datetime(2026, 3, 14, 9, 0, tzinfo=UTC), Place.LOUNGE, Harm.NONE)
    position = await own_world.record(own_world.own, [fall])

    early = await own_world.post(Role.HOME_TEAM, QUESTION, {"Hearth-Log-Position": str(position)})
    assert early.headers[REACHED] == "false", (
        "nothing projects here, so it is shown what there is, and told so"
    )
    await own_world.project()
    late = await own_world.post(Role.HOME_TEAM, QUESTION, {"Hearth-Log-Position": str(position)})
    assert late.headers[REACHED] == "true"
    (edge,) = late.json()["data"]["home"]["activity"]["edges"]
    assert edge["node"]["kind"] == "FALL_RECORDED"


@pytest.mark.parametrize("position", ["-1", "x", "1.5", "9" * 40])
async def test_what_is_no_position_is_refused(own_world: World, position: str) -> None:
    answer = await own_world.post(Role.HOME_TEAM, QUESTION, {"Hearth-Log-Position": position})
    assert answer.status_code == 400
    assert "log_position" in answer.json()["detail"]


async def test_without_the_header_nothing_is_said_of_it(own_world: World) -> None:
    assert REACHED not in (await own_world.post(Role.HOME_TEAM, QUESTION)).headers
