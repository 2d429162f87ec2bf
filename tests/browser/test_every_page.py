"""What holds for every page alike, looked at in a real browser."""

import pytest
from playwright.async_api import BrowserContext, Page

from network.main import Services, create_app
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
)
from tests.browser.scene import Scene
from tests.browser.visits import LEADS_ON, NO_PAGE, VISITS, Visit

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 50_000, 20_000, 7
WITHOUT_A_ROUTE = {"nothing-here"}

every_page = pytest.mark.parametrize("name", sorted(VISITS))


async def open_visit(page: Page, context: BrowserContext, scene: Scene, visit: Visit) -> None:
    if visit.role is not None:
        await scene.sign_in(context, visit.role)
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
    assert names - LEADS_ON - NO_PAGE == set(VISITS) - WITHOUT_A_ROUTE


@every_page
async def test_nobody_meets_a_barrier(name: str, page: Page, context: BrowserContext, scene: Scene) -> None:
    watch = Watch(page)
    await open_visit(page, context, scene, VISITS[name])
    assert await barriers(page) == []
    assert await small_targets(page) == []
    await page.set_viewport_size(WIDE)
    assert await barriers(page) == []
    complaints = [said for said in watch.complaints if f"status of {VISITS[name].status}" not in said]
    assert complaints == []
    assert watch.other_hosts(scene.address) == []


@every_page
async def test_a_small_screen_and_large_letters_lose_nothing(
    name: str, page: Page, context: BrowserContext, scene: Scene
) -> None:
    await open_visit(page, context, scene, VISITS[name])
    await page.set_viewport_size(NARROW)
    assert await overflowing(page) == []
    await page.set_viewport_size(PHONE)
    await enlarge(page)
    assert await overflowing(page) == []
    await page.set_viewport_size(WIDE)
    assert await overflowing(page) == []


@pytest.mark.parametrize("name", sorted(name for name, visit in VISITS.items() if visit.is_form))
async def test_a_form_comes_quickly_over_a_weak_connection(
    name: str, page: Page, context: BrowserContext, scene: Scene, record_property: object
) -> None:
    await open_visit(page, context, scene, VISITS[name])
    await page.wait_for_load_state("networkidle")
    weight = await sizes(page)
    print(f"{name}: {weight}")  # noqa: T201
    assert weight["bytes"] <= MOST_BYTES
    assert weight["script"] <= MOST_SCRIPT
    assert weight["requests"] <= MOST_REQUESTS
