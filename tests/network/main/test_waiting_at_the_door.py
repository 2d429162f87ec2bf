"""Whoever tried too often is told how long to wait: programs by status and header, people in words."""

import pytest

from network.access.secrets.attempts import ADDRESS, PASSKEY, Allowance
from tests.network.main.conftest import World
from tests.network.main.phone import Phone, said

HERE = "127.0.0.1"


async def use_up(world: World, allowance: Allowance, *whose: object) -> None:
    for _ in range(allowance.free + 1):
        await world.services.doors.attempts.begin(allowance, *whose)


async def test_a_program_is_told_as_a_problem_of_its_own_kind(world: World) -> None:
    await use_up(world, PASSKEY, "address", HERE)
    answer = await world.http.post("/sign-in/passkey/options", headers={"Accept": "application/json"})
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (429, 429)
    assert (problem["type"], problem["title"]) == ("/problems/too-many-attempts", "It was tried too often")
    assert int(answer.headers["Retry-After"]) > 0
    assert problem["remedy"].startswith("Wait ")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sign-in/password", {"sign_in_name": "ada.okafor", "password": "sunny afternoon walks"}),
        ("/sign-in/code", {"code": "AAAA-BBBB-CCCC"}),
        ("/sign-in/tablet", {"code": "AAAA-BBBB-CCCC"}),
    ],
)
async def test_a_person_is_told_on_the_form(path: str, fields: dict[str, str], world: World) -> None:
    await use_up(world, ADDRESS, HERE)
    answer = await Phone(world.http).post(path, **fields)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "and try again." in said(answer)
