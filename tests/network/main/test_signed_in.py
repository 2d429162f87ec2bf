"""A browser's session opens what a token opens, and without one a browser is led to sign in."""

from network.access.viewer import SYSTEM, Role
from tests.network.main.conftest import World
from tests.signed_in import PAGE, somebody


async def test_a_session_opens_what_its_role_may_see(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    homes = await ada.get("/network/homes")
    assert [home["ref"] for home in homes.json()["homes"]] == ["rosewood"]
    assert (await ada.get("/network/accounts")).status_code == 403


async def test_a_browser_without_a_session_is_led_to_sign_in_and_back(world: World) -> None:
    answer = await world.http.get("/network/homes?first=2", headers={"Accept": PAGE})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/network/homes%3Ffirst%3D2"


async def test_a_program_without_a_session_gets_a_problem(world: World) -> None:
    answer = await world.http.get("/network/homes", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_session_that_ended_is_led_to_sign_in_at_once(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    assert (await ada.get("/network/homes")).status_code == 200
    [session] = await world.services.doors.sessions.list_all(SYSTEM, account_id=ada.account_id)
    await world.services.doors.sessions.end(SYSTEM, session.session_id)
    assert (await ada.get("/network/homes")).status_code == 303


async def test_nobody_comes_in_by_a_cookie_that_is_no_session(world: World) -> None:
    for value in ("", "x", "A" * 43, "hearth_" + "A" * 43, "é" * 43):
        cookie = f"__Host-hearth={value}".encode()
        answer = await world.http.get("/network/homes", headers=[(b"cookie", cookie)])
        assert answer.status_code == 401
