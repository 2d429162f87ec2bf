"""Hearth on a tablet's home screen."""

from tests.network.main.conftest import World, services, world

__all__ = ["services", "world"]


async def test_the_app_opens_at_the_start_and_has_an_icon_of_its_own(world: World) -> None:
    answer = await world.http.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    sizes: list[str] = []
    for icon in manifest["icons"]:
        drawn = await world.http.get(icon["src"])
        assert drawn.headers["content-type"].startswith(icon["type"])
        sizes.append(icon["sizes"])
        if icon["type"] == "image/png":
            assert f"{size_of(drawn.content)}x{size_of(drawn.content)}" == icon["sizes"]
    assert sizes == ["any", "192x192", "512x512"]


async def test_an_iphone_finds_an_icon_in_a_format_that_it_takes(world: World) -> None:
    page = (await world.http.get("/offline")).text
    address = page.partition('rel="apple-touch-icon" href="')[2].partition('"')[0]
    assert size_of((await world.http.get(address)).content) == 180


def size_of(png: bytes) -> int:
    """The width of a picture as its header says it."""
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big")


async def test_the_page_without_a_signal_names_nobody(world: World) -> None:
    page = await world.http.get("/offline")
    assert page.status_code == 200
    assert "data-offline-place" in page.text
    assert "hearth-person" not in page.text
