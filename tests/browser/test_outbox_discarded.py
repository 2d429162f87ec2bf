"""What never left a device is its maker's to discard, with what follows on it; nobody else's."""

from playwright.async_api import expect

from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet
from tests.browser.unsent import NOTHING, change_records, discard, fall_with_observation, look, own, status

LAST_IS_TRIED = """
records.openCursor(null, "prev").onsuccess = ({ target: { result: at } }) => {
  at.update({ ...at.value, tried: true });
};
change.addEventListener("complete", () => {
  const buttons = [...document.querySelectorAll("button")];
  buttons.find((one) => one.textContent.startsWith("Discard it for good")).click();
});
"""
"""Pressed at once: the page may show by itself what has changed."""


async def test_what_is_discarded_goes_with_what_follows_on_it_and_never_arrives(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    before = len(await tablet.events())
    await tablet.open("")
    await look(page)
    last = own(page).locator("li").last
    await last.get_by_role("button", name="Discard").click()
    await last.get_by_role("button", name="Discard it for good, with what you added to it").click()
    await tablet.wait_until(0)
    await tablet.find_signal()
    await tablet.open("")
    await expect(status(page)).to_have_text(NOTHING)
    assert len(await tablet.events()) == before


async def test_what_follows_on_it_in_another_tab_is_discarded_too(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    await tablet.open("")
    await look(page)
    change = await own(page).get_by_role("link", name="Change").first.get_attribute("href")
    other = await tablet.context.new_page()
    await other.goto(f"{tablet.scene.address}{change}")
    await tablet.wait_until(1, "mending")
    await tablet.open("")
    await look(page)
    await own(page).get_by_role("button", name="Discard").click()
    await own(page).get_by_role("button", name="Discard it for good, with what you added to it").click()
    await tablet.wait_until(0)
    await tablet.wait_until(0, "mending")


async def test_why_something_can_not_be_discarded_is_said_though_it_was_just_pressed(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    await tablet.open("")
    await look(page)
    last = own(page).locator("li").last
    await last.get_by_role("button", name="Discard").click()
    await expect(last.get_by_role("button", name="Discard it for good")).to_be_visible()
    await change_records(page, LAST_IS_TRIED)
    await expect(last).to_contain_text("What was added to it may have been sent already")
    await expect(last).to_be_visible()
    await tablet.wait_until(2)


async def test_what_was_turned_away_at_the_door_is_still_its_makers_to_discard(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await tablet.lose_signal()
    await tablet.record_fall()
    await shared.sign_out()
    await expect(page.locator("#offline-who")).to_be_visible()
    async with page.expect_response("**/outbox") as answer:
        await tablet.find_signal()
    assert (await answer.value).status in {401, 403}
    await tablet.lose_signal()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await look(page)
    await discard(page)
    await tablet.wait_until(0)


async def test_a_colleague_can_not_discard_what_is_not_theirs(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Ada Okafor")
    await tablet.lose_signal()
    await tablet.record_fall()
    change = await own(page).get_by_role("link", name="Change", include_hidden=True).get_attribute("href")
    await shared.sign_out()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await tablet.says("1 record is saved on this device and not sent yet.")
    await expect(own(page)).to_have_count(0)
    await page.goto(change or "")
    await tablet.ready()
    await expect(page.locator("main")).to_contain_text("can no longer be opened here")
    await tablet.wait_until(1)
