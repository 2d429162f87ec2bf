"""Every page for every role that has signed in, and for nobody: the table of roles holds in browsers too."""

from collections.abc import Mapping

import pytest

from network.access.viewer import TOKEN_ROLES, Role
from network.web.page import PageRoute
from tests.network.main.conftest import World
from tests.network.main.test_roles import (
    DOOR,
    EXPECTED,
    FORBIDDEN,
    HIDDEN,
    OPEN,
    PUBLIC_ADDRESSES,
    Verdict,
    path_in,
)
from tests.signed_in import PAGE, Browser, somebody


@pytest.fixture
async def browsers(world: World) -> Mapping[Role, Browser]:
    """Somebody of each role who has signed in; the home team and the coach of Rosewood."""
    return {role: await somebody(world.services, world.http, role, name=f"A {role}") for role in TOKEN_ROLES}


def pages(world: World) -> list[str]:
    """Every page that is opened, by its address."""
    return [
        f"GET {route.path}"
        for route in world.app.routes
        if isinstance(route, PageRoute) and "GET" in (route.methods or ())
    ]


def forms(world: World) -> list[str]:
    """Every address that a form is sent to."""
    return [
        f"POST {route.path}"
        for route in world.app.routes
        if isinstance(route, PageRoute) and "POST" in (route.methods or ())
    ]


def expected_of(address: str, role: Role, home: str) -> Verdict:
    """What the table says; one's own account is everybody's, as far as there is something at the address."""
    if address in DOOR and address not in PUBLIC_ADDRESSES:
        return OPEN
    table = EXPECTED[address]
    return (table.own if home == "rosewood" else table.other)[role]


def verdict_of(status: int) -> Verdict:
    return status if status in (FORBIDDEN, HIDDEN) else OPEN


async def test_every_page_is_open_forbidden_or_hidden_as_the_table_of_roles_says(
    world: World, browsers: Mapping[Role, Browser]
) -> None:
    wrong: list[str] = []
    before = await world.services.log.last_position()
    for address in pages(world):
        for role, browser in browsers.items():
            for home in ("rosewood", "elmhurst"):
                answer = await browser.get(path_in(address, home))
                verdict, expected = verdict_of(answer.status_code), expected_of(address, role, home)
                # Who may open the page is told that the record named in the address is not there.
                is_absent = verdict == HIDDEN and "{" in address.replace("{home}", "") and expected == OPEN
                if verdict != expected and not is_absent:
                    wrong.append(f"{role} in {home}: {address} answered {answer.status_code}, not {expected}")
    assert wrong == []
    assert await world.services.log.last_position() == before, "Opening a page has recorded something."


async def test_nobody_who_is_not_signed_in_sees_a_page_or_sends_a_form(world: World) -> None:
    wrong: list[str] = []
    for address in [*pages(world), *forms(world)]:
        method, path = address.split(" ")[0], path_in(address, "rosewood")
        headers = {"Accept": PAGE, "Sec-Fetch-Site": "same-origin"}
        answer = await world.http.request(method, path, headers=headers)
        led_to_the_door = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
        if address in PUBLIC_ADDRESSES:
            if led_to_the_door and address != "POST /sign-out":
                wrong.append(f"{address} is for everybody, and led to the door")
        elif not led_to_the_door:
            wrong.append(f"{address} answered {answer.status_code}")
    assert wrong == []


async def test_a_page_of_another_home_is_the_page_of_a_home_that_is_not_there(
    world: World, browsers: Mapping[Role, Browser]
) -> None:
    wrong: list[str] = []
    ada = browsers[Role.HOME_TEAM]
    for address in pages(world):
        if "{home}" not in address:
            continue
        theirs, nowhere = [await ada.get(path_in(address, home)) for home in ("elmhurst", "atlantis")]
        shown = [answer.text.replace(answer.headers["X-Request-Id"], "") for answer in (theirs, nowhere)]
        if theirs.status_code != nowhere.status_code or shown[0] != shown[1]:
            wrong.append(address)
    assert wrong == []
