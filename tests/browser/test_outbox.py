"""Recording with no signal: kept on the tablet, sent by itself later, once."""

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.scene import Scene
from tests.browser.tablet import Tablet, holds


@pytest_asyncio.fixture(loop_scope="session")
async def tablet(scene: Scene, context: BrowserContext, page: Page) -> Tablet:
    """Somebody is signed in and has opened Today."""
    await scene.sign_in(context)
    tablet = Tablet(scene, context, page)
    await tablet.settle_in()
    return tablet


async def test_a_fall_recorded_with_a_signal_is_received_at_once(tablet: Tablet) -> None:
    await tablet.record_fall()
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1


async def test_a_fall_recorded_without_a_signal_is_there_the_next_day_and_sends_by_itself(
    tablet: Tablet,
) -> None:
    await tablet.lose_signal()
    await tablet.record_fall()
    await tablet.says("1 record is saved on this device and not sent yet.")
    assert await tablet.falls() == []
    await tablet.page.close()
    tablet.page = await tablet.context.new_page()
    await tablet.open("")
    await tablet.says("1 record is saved on this device and not sent yet.")
    await tablet.find_signal()
    await tablet.wait_until(0)
    await tablet.says("Everything that was recorded on this device has been received.")
    assert len(await tablet.falls()) == 1


async def test_what_waits_can_be_read_by_nobody_on_the_tablet(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.record_fall("Beside the blue armchair")
    kept = await tablet.kept()
    assert not holds(kept, "armchair")
    assert not holds(kept, "Brown")
    await expect(tablet.page.locator("[data-focus]")).to_be_focused()
