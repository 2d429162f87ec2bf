"""Browsers that keep nothing, and devices without any room: what can still be done is done, and the rest is said."""

from tests.browser.test_outbox_people import PINS, Shared, shared

__all__ = ["shared"]

BLOCKED = """
IDBFactory.prototype.open = () => { throw new DOMException("Not here.", "SecurityError"); };
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
