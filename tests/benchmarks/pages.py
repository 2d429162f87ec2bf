"""How soon a form is there over a weak connection and offline, and how soon a fall is said to be saved."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from network.eventstore.network_key import NetworkKey
from network.services import open_services
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.inspection import PHONE
from tests.browser.scene import Scene, make_scene
from tests.browser.tablet import Tablet
from tests.processes import Processes

SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 184_320, "uploadThroughput": 84_375}
"""Lighthouse's slow 4G as its devtools throttling applies it: 562 ms a request, 1.47 Mbit/s down, 0.68 up."""
FORM = "/homes/{home}/falls/new"
LARGEST_PAINT = """
() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})
"""
SAVE = """
() => new Promise((resolve) => {
  const form = document.querySelector("form[data-outbox]");
  const pressed = performance.now();
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".hearth-confirmation")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
  }).observe(document.body, {childList: true, subtree: true});
  form.querySelector("button:not([type=button])").click();
})
"""
MOST_ONLINE, MOST_OFFLINE, MOST_SAVING = 2_000, 500, 100

Turn = Callable[[Scene, BrowserContext], Awaitable[float]]


async def measure(ground: Ground) -> list[Figure]:
    """The rows."""
    async with _served(ground) as (scene, browser):

        async def rounds(turn: Turn) -> list[float]:
            return [await _in_a_window(browser, scene, turn) for _ in range(ground.rounds)]

        return [
            _figure("Form, first visit, slow 4G", await rounds(_first_visit), MOST_ONLINE),
            _figure("Form, no signal", await rounds(_without_signal), MOST_OFFLINE),
            _figure("Fall said to be saved, slow 4G", await rounds(_saving_slowly), MOST_SAVING),
            _figure("Fall said to be saved, no signal", await rounds(_saving_without_signal), MOST_SAVING),
        ]


@asynccontextmanager
async def _served(ground: Ground) -> AsyncIterator[tuple[Scene, Browser]]:
    dsns = await ground.hearth_database("pages")
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        processes = Processes(dsns, ground.key, Path(folder))
        try:
            await processes.start_projector("projector")
            await processes.start_server()
            async with (
                open_services(dsns, NetworkKey(ground.key)) as services,
                async_playwright() as playwright,
            ):
                scene = await make_scene(services, f"http://localhost:{processes.port}")
                browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                yield scene, browser
                await browser.close()
        finally:
            await processes.kill_all()


async def _in_a_window(browser: Browser, scene: Scene, turn: Turn) -> float:
    """Milliseconds of one turn by somebody whose browser has never been here."""
    context = await browser.new_context(base_url=scene.address, viewport=PHONE, locale="en-GB")
    try:
        await scene.sign_in(context)
        return await turn(scene, context)
    finally:
        await context.close()


async def _first_visit(scene: Scene, context: BrowserContext) -> float:
    page = await context.new_page()
    await _throttle(page)
    await page.goto(scene.path(FORM))
    return await page.evaluate(LARGEST_PAINT)


async def _without_signal(scene: Scene, context: BrowserContext) -> float:
    tablet = await _settled(scene, context)
    await tablet.lose_signal()
    page = await context.new_page()
    await page.goto(scene.path(FORM))
    return await page.evaluate(LARGEST_PAINT)


async def _saving_slowly(scene: Scene, context: BrowserContext) -> float:
    tablet = await _settled(scene, context)
    await tablet.open()
    await _throttle(tablet.page)
    return await _save(tablet)


async def _saving_without_signal(scene: Scene, context: BrowserContext) -> float:
    tablet = await _settled(scene, context)
    await tablet.lose_signal()
    await tablet.open()
    return await _save(tablet)


async def _settled(scene: Scene, context: BrowserContext) -> Tablet:
    """A tablet that has been used once with a signal."""
    tablet = Tablet(scene, context, await context.new_page())
    await tablet.settle_in()
    return tablet


async def _save(tablet: Tablet) -> float:
    await tablet.fill_in_fall()
    return await tablet.page.evaluate(SAVE)


async def _throttle(page: Page) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.emulateNetworkConditions", SLOW_4G)  # pyright: ignore[reportUnknownMemberType]


def _figure(what: str, milliseconds: list[float], most: float) -> Figure:
    middle = median(milliseconds)
    return Figure(
        what=what,
        measured=f"{middle:,.0f} ms",
        beside=f"slowest of {len(milliseconds)}: {max(milliseconds):,.0f} ms",
        ratio=f"{middle / most:.2f}",
        target=f"at most {most:,} ms",
        is_reached=middle <= most,
    )
