"""The lists that forms offer are there without a signal, however soon somebody went on to another page."""

from playwright.async_api import BrowserContext, Page

from tests.browser.scene import Scene
from tests.browser.tablet import Tablet

NEVER_FETCHED = """
const fetched = window.fetch;
window.fetch = (path, ...rest) => {
  if (sessionStorage.isPast || !String(path).endsWith("/moments/new")) return fetched(path, ...rest);
  window.isHeld = true;
  return new Promise(() => {});
};
"""
"""The forms before that of a moment are kept, it and what comes after it are not."""


async def test_who_goes_on_while_the_forms_are_still_fetched_finds_the_lists_without_a_signal(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    tablet = Tablet(scene, context, page)
    await scene.sign_in(context)
    await context.add_init_script(NEVER_FETCHED)
    await page.goto(f"/homes/{scene.home}")
    await page.wait_for_function("() => window.isHeld")
    await page.wait_for_function("() => navigator.serviceWorker?.controller")
    await tablet.lose_signal()
    await tablet.open()
    assert await page.locator("[name=resident] option").count() == 11
    await tablet.find_signal()
    await page.evaluate("sessionStorage.isPast = true")
    await tablet.open("")
    await tablet.lose_signal()
    await tablet.open("/moments/new")
    assert await page.locator("[name=resident] option").count() == 11
