"""Hearth on a tablet's home screen."""

from tests.network.main.conftest import World, services, world

__all__ = ["services", "world"]


async def test_the_app_opens_at_the_start_and_has_an_icon_of_its_own(world: World) -> None:
    answer = await world.http.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    for icon in manifest["icons"]:
        assert (await world.http.get(icon["src"])).status_code == 200


async def test_the_page_without_a_signal_names_nobody(world: World) -> None:
    page = await world.http.get("/offline")
    assert page.status_code == 200
    assert "data-offline-place" in page.text
    assert "hearth-person" not in page.text
