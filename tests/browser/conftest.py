"""A real browser on the real server: one of each a worker, a home and a window of its own for each test."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright
from pytest_asyncio import is_async_test

from network.eventstore.network_key import NetworkKey
from network.services import Services, open_services
from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.inspection import PHONE, WIDE
from tests.browser.scene import Scene, make_scene
from tests.browser.tablet import Tablet
from tests.browser.windows import Windows
from tests.conftest import Cluster
from tests.processes import Processes

KEY = secrets.token_bytes(32)
GOODBYE = 20.0
"""Seconds for what all of these tests share to come to its end."""
DRIVEN = ("chrom", "headless_shell", "node")
"""How the names of the browser's processes and of the one that drives it begin."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of these tests, because the browser lives as long as they do."""
    for item in items:
        if Path(__file__).parent in item.path.parents and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def processes(cluster: Cluster) -> AsyncIterator[Processes]:
    """`hearth serve` and the projections, on a database of their own."""
    name = await cluster.copy_template()
    folder = Path(tempfile.mkdtemp(prefix="hearth-browser-"))
    processes = Processes(cluster.server.dsns(name), KEY, folder)
    try:
        await processes.start_projector("projector")
        await processes.start_server()
        yield processes
    finally:
        async with AsyncExitStack() as leaving:
            leaving.callback(shutil.rmtree, folder, ignore_errors=True)
            leaving.push_async_callback(cluster.drop, name)
            leaving.push_async_callback(processes.kill_all)


@pytest.fixture(scope="session")
def address(processes: Processes) -> str:
    """Where the server is, by the name under which a browser takes its cookies without https."""
    return f"http://localhost:{processes.port}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def services(processes: Processes) -> AsyncIterator[Services]:
    """The services on the server's database, for what a test arranges."""
    stack = AsyncExitStack()
    services = await stack.enter_async_context(open_services(processes.dsns, NetworkKey(KEY)))
    yield services
    # A pool waits for every connection that somebody still holds, as a test does that failed halfway.
    async with asyncio.timeout(GOODBYE):
        await stack.aclose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window."""
    async with driven() as playwright:
        yield await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


@asynccontextmanager
async def driven() -> AsyncIterator[Playwright]:
    """Playwright and its browsers, ended by their process ids where they do not end when they are asked."""
    driver = async_playwright()
    playwright = await driver.start()
    started = [one for one in psutil.Process().children() if one.name().lower().startswith(DRIVEN)]
    yield playwright
    try:
        async with asyncio.timeout(GOODBYE):
            await playwright.stop()
    except TimeoutError:
        for process in [below for one in started for below in (*one.children(recursive=True), one)]:
            process.kill()
        raise


@pytest_asyncio.fixture(loop_scope="session")
async def scene(services: Services, address: str) -> Scene:
    """A home that this test has to itself."""
    return await make_scene(services, address)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_scene(services: Services, address: str) -> Scene:
    """A home for tests that look at pages and leave them as they are."""
    return await make_scene(services, address)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def windows(browser: Browser, shared_scene: Scene) -> AsyncIterator[Windows]:
    """Windows on the shared scene for tests that only open pages."""
    windows = Windows(browser, shared_scene)
    yield windows
    async with asyncio.timeout(GOODBYE):
        await windows.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A window as on a phone: its own cookies, its own storage, its own service worker."""
    context = await browser.new_context(
        base_url=address, viewport=PHONE, locale="en-GB", timezone_id="Europe/London", has_touch=True
    )
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """A page as a phone shows it."""
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def wide_context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A window as on a computer."""
    context = await browser.new_context(
        base_url=address, viewport=WIDE, locale="en-GB", timezone_id="Europe/London"
    )
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def wide_page(wide_context: BrowserContext) -> Page:
    """A page as a computer shows it."""
    return await wide_context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def tablet(scene: Scene, context: BrowserContext, page: Page) -> Tablet:
    """A tablet on which Sam is signed in and has opened Today."""
    tablet = Tablet(scene, context, page)
    tablet.account_id = await scene.sign_in(context)
    await tablet.settle_in()
    return tablet
