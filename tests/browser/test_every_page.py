"""What holds for every page alike, looked at in a real browser."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page

from network.main import create_app
from network.services import Services
from network.web.page import PageRoute
from tests.browser.inspection import (
    NARROW,
    PHONE,
    WIDE,
    Watch,
    barriers,
    enlarge,
    overflowing,
    sizes,
    small_targets,
    unfold,
)
from tests.browser.scene import Scene
from tests.browser.visits import LEADS_ON, NO_PAGE, VISITS, Visit
from tests.browser.windows import Windows
from tests.conftest import FIGURE

RecordFigure = Callable[[str, object], None]

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 50_000, 20_000, 7
WITHOUT_A_ROUTE = {"nothing-here", "reference", "problem"}
"""What is no page of a part: the interface describes itself."""

every_page = pytest.mark.parametrize("name", sorted(VISITS))


async def open_visit(page: Page, scene: Scene, visit: Visit) -> None:
    more = await visit.prepare(scene)
    answer = await page.goto(scene.path(visit.path, more), wait_until="load")
    assert answer is not None
    assert answer.status == visit.status, await page.inner_text("body")


async def test_every_page_is_visited_here(services: Services) -> None:
    names = {
        route.name
        for route in create_app(services).routes
        if isinstance(route, PageRoute) and "GET" in (route.methods or ())
    }
    assert names - LEADS_ON - NO_PAGE == set(VISITS) - WITHOUT_A_ROUTE, "Add it to tests/browser/visits.py."


@every_page
async def test_a_page_has_no_barrier_loses_nothing_and_keeps_to_its_budget(
    name: str, windows: Windows, shared_scene: Scene, record_property: RecordFigure
) -> None:
    """One look a page, because opening it is what takes the time."""
    visit = VISITS[name]
    page = await windows.of(visit.role, visit.is_tablet)
    watch = Watch(page)
    await open_visit(page, shared_scene, visit)
    assert await barriers(page) == [], "on a phone"
    assert await small_targets(page) == [], "too small for a thumb"
    assert await overflowing(page) == [], "on a phone"
    await page.set_viewport_size(WIDE)
    assert await barriers(page) == [], "on a computer"
    await page.set_viewport_size(NARROW)
    await unfold(page)
    assert await overflowing(page) == [], "at 320 pixels"
    assert [said for said in watch.complaints if f"status of {visit.status}" not in said] == []
    assert watch.other_hosts(shared_scene.address) == []
    if visit.is_form:
        record_property(FIGURE, f"{name}: {await kept_to_the_budget(page)}")
    watch.end()
    await enlarge(page)
    for size in (PHONE, WIDE):
        await page.set_viewport_size(size)
        assert await overflowing(page) == [], f"in large letters at {size['width']} pixels"


async def kept_to_the_budget(page: Page) -> str:
    """What a form costs on a weak connection, for who comes to it first."""
    await page.wait_for_load_state("networkidle")
    weight = await sizes(page)
    cost = (
        f"{weight['bytes']:,} bytes in {weight['requests']} requests, of them script {weight['script']:,}; "
        f"kept for offline afterwards {weight['later']:,}"
    )
    assert weight["bytes"] <= MOST_BYTES, cost
    assert weight["script"] <= MOST_SCRIPT, cost
    assert weight["requests"] <= MOST_REQUESTS, cost
    return cost
