"""A home records over HTTP, and every answer can be relied on."""

from tests.network.main.conftest import World

MOVE_IN = {"given_name": "Edith", "family_name": "Moss", "household": "Rose", "moved_in_on": "2024-02-01"}


async def test_a_resident_moves_in_and_the_answer_names_the_record(world: World) -> None:
    answer = await world.team.post("/homes/rosewood/residents", MOVE_IN)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["id"] == f"{world.own.hex}-{receipt['version']}"
    assert receipt["log_position"] > 0
    assert receipt["set_aside"] is False
