"""A page that was kept shows itself as things stand once the service can be reached, and replaces no form."""

import re

from playwright.async_api import expect

from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet
from tests.browser.unsent import NOTHING, RECEIVED, status

AS_IT_WAS = "This page is as it was today at"


async def test_today_shows_itself_anew_with_what_was_sent_once_the_signal_is_back(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.record_fall()
    await tablet.open("")
    await tablet.says(f"Hearth can’t be reached. {AS_IT_WAS}")
    news = page.locator("section[aria-labelledby=news]")
    await expect(news).not_to_contain_text("fell")
    await page.get_by_text("Record something else").click()
    await tablet.find_signal()
    await expect(news).to_contain_text("fell")
    await expect(status(page)).to_have_text(RECEIVED)
    await expect(page.get_by_role("link", name="Everybody to look in on")).to_be_visible()
    await expect(page.get_by_role("link", name="A payment came in")).to_be_visible()


async def test_a_page_on_which_nothing_waits_shows_itself_anew_too(tablet: Tablet) -> None:
    await tablet.open("/residents")
    await tablet.lose_signal()
    await tablet.open("/residents")
    await tablet.says(AS_IT_WAS)
    await tablet.find_signal()
    await expect(tablet.page.locator("[data-waiting]")).to_be_hidden()
    await expect(tablet.page.locator("h1")).to_contain_text("Who lives at")


async def test_what_was_waiting_as_today_was_opened_stands_on_it_once_it_is_received(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.record_fall()
    await tablet.context.route("**/outbox", lambda route: route.abort())
    await tablet.find_signal()
    await tablet.open("")
    await tablet.says("1 record is saved on this device and not sent yet.")
    await tablet.context.unroute("**/outbox")
    await tablet.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(tablet.page.locator("section[aria-labelledby=news]")).to_contain_text("fell")
    await expect(status(tablet.page)).to_have_text(RECEIVED)


async def test_a_form_that_somebody_fills_in_is_not_replaced(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.record_fall()
    await tablet.wait_until(1, "received")
    await tablet.open("/follow-up")
    await tablet.follow(page.locator("main").get_by_role("link", name="Edith Brown").first)
    form = page.url
    await tablet.lose_signal()
    await page.goto(form)
    await tablet.ready()
    await tablet.says(AS_IT_WAS)
    await page.fill("textarea[name=observation]", "Half a sentence")
    await tablet.find_signal()
    await tablet.says(f"Hearth can be reached again. {AS_IT_WAS}")
    await expect(page.locator("textarea[name=observation]")).to_have_value("Half a sentence")
    await tablet.follow(page.get_by_role("link", name="Show it as it is now"))
    await expect(page.locator("[data-waiting]")).to_be_hidden()


async def test_who_was_signed_out_meanwhile_is_told_to_sign_in_to_see_it_anew(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await tablet.open("")
    await tablet.lose_signal()
    await tablet.open("")
    await tablet.says(AS_IT_WAS)
    await tablet.context.clear_cookies(name=re.compile("^__Host-hearth$"))
    await tablet.find_signal()
    await tablet.says(f"Hearth can be reached again. {AS_IT_WAS}")
    await page.get_by_role("link", name="Sign in to see it as it is now").click()
    await page.wait_for_url(re.compile("/sign-in"))


async def test_a_device_from_which_nothing_was_ever_received_does_not_say_that_everything_was(
    tablet: Tablet,
) -> None:
    await expect(status(tablet.page)).to_have_text(NOTHING)
    await tablet.record_fall()
    await tablet.wait_until(1, "received")
    await tablet.open("")
    await expect(status(tablet.page)).to_have_text(RECEIVED)
