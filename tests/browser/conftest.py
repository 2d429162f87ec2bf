"""A real browser on the real server: one of each a worker, a home and a window of its own for each test."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from pytest_asyncio import is_async_test

from network.eventstore.network_key import NetworkKey
from network.services import Services, open_services
from tests.browser.browsers import Browsers, driven
from tests.browser.inspection import PHONE, WIDE
from tests.browser.scene import Scene, make_scene
from tests.browser.shared_tablet import Shared, share_tablet
from tests.browser.tablet import Tablet
from tests.browser.windows import Windows
from tests.conftest import FIGURE, Cluster
from tests.patience import SECONDS
from tests.processes import Processes

# What only has to be there is waited for as everywhere; five seconds are too few on a machine under load.
expect.set_options(timeout=SECONDS * 1_000)
KEY = secrets.token_bytes(32)
GOODBYE = 20.0
"""Seconds for what all of these tests share to come to its end."""
RecordProperty = Callable[[str, object], None]
OpenWindow = Callable[..., Awaitable[BrowserContext]]


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
async def browsers() -> AsyncIterator[Browsers]:
    """Chromium without a screen."""
    async with driven() as browsers:
        yield browsers


@pytest_asyncio.fixture(loop_scope="session")
async def scene(services: Services, address: str) -> Scene:
    """A home that this test has to itself."""
    return await make_scene(services, address)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_scene(services: Services, address: str) -> Scene:
    """A home for tests that look at pages and leave them as they are."""
    return await make_scene(services, address)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def windows(browsers: Browsers, shared_scene: Scene) -> AsyncIterator[Windows]:
    """Windows on the shared scene for tests that only open pages."""
    windows = Windows(browsers, shared_scene)
    yield windows
    await windows.close()


@pytest_asyncio.fixture(loop_scope="session")
async def window(
    browsers: Browsers, address: str, record_property: RecordProperty
) -> AsyncIterator[OpenWindow]:
    """Opens windows of this test's own, as somebody in England has them; all of them close with the test."""
    opened: list[BrowserContext] = []
    before = browsers.left

    async def open_window(**options: object) -> BrowserContext:
        opened.append(
            await browsers.open(base_url=address, locale="en-GB", timezone_id="Europe/London", **options)
        )
        return opened[-1]

    yield open_window
    for one in opened:
        await browsers.close(one)
    if browsers.left > before:
        record_property(FIGURE, "a browser that no longer answered was replaced by another")


@pytest_asyncio.fixture(loop_scope="session")
async def context(window: OpenWindow) -> BrowserContext:
    """A window as on a phone: its own cookies, its own storage, its own service worker."""
    return await window(viewport=PHONE, has_touch=True)


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """A page as a phone shows it."""
    return context.pages[0]


@pytest_asyncio.fixture(loop_scope="session")
async def plain_context(window: OpenWindow) -> BrowserContext:
    """A window as on a phone on which no script runs."""
    return await window(viewport=PHONE, has_touch=True, java_script_enabled=False)


@pytest_asyncio.fixture(loop_scope="session")
async def plain_page(plain_context: BrowserContext) -> Page:
    """A page as a phone shows it on which no script runs."""
    return plain_context.pages[0]


@pytest_asyncio.fixture(loop_scope="session")
async def wide_context(window: OpenWindow) -> BrowserContext:
    """A window as on a computer."""
    return await window(viewport=WIDE)


@pytest_asyncio.fixture(loop_scope="session")
async def wide_page(wide_context: BrowserContext) -> Page:
    """A page as a computer shows it."""
    return wide_context.pages[0]


@pytest_asyncio.fixture(loop_scope="session")
async def tablet(scene: Scene, context: BrowserContext, page: Page) -> Tablet:
    """A tablet on which Sam is signed in and has opened Today."""
    tablet = Tablet(scene, context, page)
    tablet.account_id = await scene.sign_in(context)
    await tablet.settle_in()
    return tablet


@pytest_asyncio.fixture(loop_scope="session")
async def shared(scene: Scene, context: BrowserContext, page: Page) -> Shared:
    """A tablet that the home shares; Sam has signed in on it."""
    return await share_tablet(scene, context, page)
