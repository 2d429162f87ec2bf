"""Browsers that keep nothing and devices without any room: what can be done is done, the rest is said."""

from playwright.async_api import expect

from tests.browser.shared_tablet import PINS, Shared
from tests.browser.tablet import Tablet
from tests.browser.unsent import change_oldest

BLOCKED = """
IDBFactory.prototype.open = () => { throw new DOMException("Not here.", "SecurityError"); };
"""

FULL = """
() => {
  IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => {
    throw new DOMException("No room.", "QuotaExceededError");
  };
}
"""


async def test_where_the_browser_keeps_nothing_somebody_signs_in_and_out_with_a_signal(
    shared: Shared,
) -> None:
    page = shared.page
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await page.add_init_script(BLOCKED)
    await page.goto("/sign-in")
    await page.locator("#content").get_by_role("link", name="Ada Okafor").click()
    await page.fill("[name=pin]", PINS["Ada Okafor"])
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/homes/*")
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")


async def test_a_device_without_room_keeps_no_change_says_so_and_sends_what_waits(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.record_fall()
    await change_oldest(tablet)
    await page.evaluate(FULL)
    await page.fill("[name=description]", "By the lift")
    await tablet.save()
    await expect(page.locator("#error-summary")).to_contain_text("There is no room left on this device")
    await expect(page.locator("[name=description]")).to_have_value("By the lift")
    await tablet.open("")
    await tablet.wait_until(1)
    await page.evaluate(FULL)
    await tablet.find_signal()
    await tablet.wait_until(0)
    assert len(await tablet.falls()) == 1
    assert (await tablet.kept())["records"] == []
