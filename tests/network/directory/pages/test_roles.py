"""Every page of network IT, for everybody: it opens to network IT and to nobody else."""

from starlette.routing import Route

from network.access.viewer import Role
from tests.network.directory.pages.conftest import Browser
from tests.network.main.conftest import World
from tests.network.main.it_addresses import IT_PAGES
from tests.network.main.test_roles import path_in


def test_every_page_under_it_is_walked(world: World) -> None:
    routes = [route for route in world.app.routes if isinstance(route, Route)]
    found = {f"{m} {r.path}" for r in routes for m in r.methods or () if r.path.startswith("/it")}
    assert {address for address in found if not address.startswith("HEAD")} == IT_PAGES


async def test_whoever_is_not_network_it_is_refused_before_anything_is_looked_up(world: World) -> None:
    for address in sorted(IT_PAGES):
        method, path = address.split(" ")[0], path_in(address, "rosewood")
        for role in (Role.HOME_TEAM, Role.COACH, Role.FINANCE):
            answer = await world.clients[role].send(method, path, b"{}", {"Accept": "text/html"})
            assert answer.status_code == 403, f"{role}: {address}"
        answer = await world.http.request(method, path, headers={"Accept": "text/html"})
        assert answer.status_code == 303, address
        assert answer.headers["Location"].startswith("/sign-in")


async def test_pages_are_kept_by_no_cache_and_hold_nothing_inline(it: Browser) -> None:
    answer = await it.world.it.get("/it", Accept="text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<style" not in answer.text
    assert " style=" not in answer.text
