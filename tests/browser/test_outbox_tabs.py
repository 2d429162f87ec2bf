"""Who signs out on one page is gone from the others too, and what was typed there is theirs alone."""

import pytest
from playwright.async_api import expect

from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet, holds
from tests.browser.test_outbox_idle import SIGN_IN, SOMEBODY
from tests.browser.unsent import change_records

LAY_ASIDE = """
settings.get("session").onsuccess = ({ target: { result: session } }) => settings.put(session, "aside");
"""
COME_IN = """
settings.get("aside").onsuccess = ({ target: { result: session } }) => settings.put(session, "session");
"""


@pytest.mark.parametrize("signal", [False, True], ids=["without a signal", "with one"])
async def test_who_signs_out_on_one_page_leaves_the_others_and_finds_what_they_typed(
    shared: Shared, signal: bool
) -> None:
    tablet = shared.tablet
    await tablet.open("")
    other = Tablet(tablet.scene, tablet.context, await tablet.context.new_page())
    page = other.page
    if not signal:
        await tablet.lose_signal()
    await other.open()
    await expect(page.locator("[name=resident]")).to_contain_text(SOMEBODY)
    await other.fill_in_fall("Half a sentence")
    await shared.sign_out()
    await page.wait_for_url("**/sign-in?**")
    if not signal:
        await expect(page.locator(SIGN_IN)).to_be_visible()
    await other.ready()
    assert SOMEBODY not in await page.content()
    assert not holds(await other.kept(), "Half a sentence")
    back = Shared(other, shared.device_id, shared.sam, shared.ada)
    if signal:
        await back.sign_in("Sam Taylor")
        await other.open()
    else:
        await back.sign_in_away("Sam Taylor")
    await expect(page.locator("[name=description]")).to_have_value("Half a sentence")


async def test_what_is_typed_is_not_recorded_as_said_by_who_came_in_meanwhile(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Ada Okafor")
    await change_records(page, LAY_ASIDE, "settings")
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Sam Taylor")
    await tablet.open()
    await tablet.fill_in_fall()
    await tablet.lose_signal()
    await change_records(page, COME_IN, "settings")
    await page.evaluate("document.documentElement.dataset.outbox = 'left'")
    await tablet.save()
    await tablet.ready()
    assert (await tablet.kept())["records"] == []
