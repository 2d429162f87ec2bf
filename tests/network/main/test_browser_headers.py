"""What every answer tells a browser, whatever was asked: walked over all that can be opened."""

from network.access.viewer import Role
from tests.network.main.conftest import World
from tests.network.main.test_roles import addresses, path_in
from tests.signed_in import PAGE, somebody


async def test_every_answer_keeps_a_browser_from_running_framing_guessing_and_telling(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    wrong: list[str] = []
    for address in addresses(world):
        if not address.startswith("GET "):
            continue
        answer = await ada.get(path_in(address, "rosewood"))
        policy = answer.headers.get("Content-Security-Policy", "")
        needed = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
        if not all(part in policy for part in needed) or "default-src 'none'" not in policy:
            wrong.append(f"{address}: {policy}")
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{address} may be taken for something else")
        if answer.headers.get("Referrer-Policy") not in ("no-referrer", "same-origin"):
            wrong.append(f"{address} tells where one came from")
        if answer.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
            wrong.append(f"{address} can be embedded")
    assert wrong == []


async def test_no_other_site_may_read_anything(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    for address in addresses(world):
        method, path = address.split(" ")[0], path_in(address, "rosewood")
        headers = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site", "Accept": PAGE}
        for sent in ("OPTIONS", method):
            answer = await world.http.request(sent, path, headers={**ada.headers, **headers})
            assert not [name for name in answer.headers if name.startswith("access-control-")], address


async def test_no_page_about_people_is_kept_by_a_browser(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    for address in addresses(world):
        if address.startswith("GET ") and (
            "{home}" in address or "/account" in address or "/person" in address
        ):
            answer = await ada.get(path_in(address, "rosewood"))
            assert answer.headers["Cache-Control"] == "no-store", address


async def test_another_site_can_sign_nobody_in_or_out(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    theirs = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    for path in ("/sign-in/password", "/sign-in/passkey", "/sign-in/tablet", "/sign-out"):
        answer = await ada.post(path, {"sign_in_name": "x", "password": "y", "code": "z"}, **theirs)
        assert answer.status_code == 403, path
        assert "set-cookie" not in answer.headers
    assert (await ada.get("/account")).status_code == 200


async def test_a_new_network_has_no_account(world: World) -> None:
    """Beside those that this test's world has made."""
    made = await world.services.pool.fetch("SELECT name FROM access.accounts")
    assert {row["name"] for row in made} == {f"A {role}" for role in world.clients}
