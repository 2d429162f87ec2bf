"""The frame of every page by keyboard, by ear, on paper and without script, tried on the form for a fall."""

import pytest
from playwright.async_api import BrowserContext, Page, expect

from network.access.viewer import Role
from tests.browser.inspection import WIDE
from tests.browser.scene import Scene

ONE_LINE = 80
"""Fewer pixels than two lines of the navigation have."""
FORM = "/homes/{home}/falls/new"
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"
STOPS = """
() => [...document.querySelectorAll("main a[href], main button, main select, main textarea, main input")]
  .filter((element) => element.type !== "hidden" && element.getClientRects().length > 0)
  .filter((element) => element.type !== "radio" || element === document.getElementsByName(element.name)[0])
  .map((element) => element.id || element.textContent.trim())
"""
SEEN = """
() => {
  const shown = [document.activeElement, document.activeElement.parentElement];
  return shown.some((element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outline || style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 216, 77)";
  });
}
"""


async def open_form(page: Page, context: BrowserContext, scene: Scene) -> None:
    await scene.sign_in(context)
    await page.goto(scene.path(FORM))


async def test_the_first_stop_leads_past_what_is_on_every_page(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await open_form(page, context, scene)
    await page.keyboard.press("Tab")
    assert await page.evaluate(FOCUSED) == "Skip to the content"
    assert await page.locator(".hearth-skip").is_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()


async def test_every_field_and_button_is_reached_by_keyboard_in_order_and_seen_there(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await open_form(page, context, scene)
    await page.locator("#content").focus()
    expected: list[str] = await page.evaluate(STOPS)
    reached: list[str] = []
    for _ in range(80):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(FOCUSED)
        if stop not in reached:
            reached.append(stop)
            assert await page.evaluate(SEEN), f"{stop} does not show that it has the focus"
        if stop == expected[-1]:
            break
    assert [stop for stop in reached if stop in expected] == expected


async def test_what_is_wrong_is_told_first_and_leads_to_its_field(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await open_form(page, context, scene)
    # As without an outbox, so that it is the service which refuses.
    await page.locator("form[data-outbox]").evaluate("form => form.submit()")
    await expect(page.locator("#error-summary")).to_be_focused()
    first = page.locator("#error-summary a").first
    field = (await first.get_attribute("href") or "").removeprefix("#")
    await first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#{field}")).to_be_focused()


async def test_without_script_a_form_is_sent_and_says_what_is_missing(
    plain_context: BrowserContext, scene: Scene
) -> None:
    page = plain_context.pages[0]
    await open_form(page, plain_context, scene)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#error-summary")).to_be_visible()
    await expect(page.locator(".nhsuk-error-message").first).to_be_visible()


@pytest.mark.parametrize("role", [Role.HOME_TEAM, Role.COACH, Role.FINANCE, Role.NETWORK_IT])
async def test_the_navigation_is_one_line_on_a_phone_and_leads_everywhere(
    role: Role, plain_context: BrowserContext, scene: Scene
) -> None:
    page = plain_context.pages[0]
    await scene.sign_in(plain_context, role, "Hamish Bellweather")
    await page.goto("/")
    places, more = page.locator(".hearth-navigation a:visible"), page.locator(".hearth-navigation summary")
    beside = await places.all_inner_texts()
    box = await page.locator(".hearth-navigation").bounding_box()
    assert box is not None
    assert box["height"] < ONE_LINE
    assert box["y"] < ONE_LINE, "The header above it is one line, too."
    if await more.count():
        await more.focus()
        await page.keyboard.press("Enter")
    everywhere = await places.all_inner_texts()
    assert everywhere[: len(beside)] == beside
    last = await places.last.get_attribute("href")
    await places.last.click()
    await page.wait_for_url(f"**{last}")
    assert await page.locator(".hearth-navigation__here").count() == await more.count()
    await page.set_viewport_size(WIDE)
    assert await places.all_inner_texts() == everywhere
    await expect(more.locator("visible=true")).to_have_count(0)


async def test_on_paper_there_is_what_was_read_and_no_frame(
    wide_page: Page, wide_context: BrowserContext, scene: Scene
) -> None:
    await scene.sign_in(wide_context)
    await wide_page.goto(scene.path("/homes/{home}"))
    await wide_page.emulate_media(media="print")
    assert await wide_page.locator("h1").is_visible()
    for frame in (".hearth-header", ".hearth-navigation", ".hearth-footer", ".hearth-ways"):
        assert not await wide_page.locator(frame).is_visible()


async def test_who_is_lost_finds_the_way_back(page: Page, context: BrowserContext, scene: Scene) -> None:
    await scene.sign_in(context)
    await page.goto("/homes/atlantis")
    assert await page.locator("h1").inner_text() == "There is nothing here that you can see"
    await page.get_by_role("link", name="Go to the start").click()
    await page.wait_for_url("**" + scene.path("/homes/{home}"))
