"""What somebody recorded without a signal is theirs to look at and to change until it leaves the device."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from households.events import FallAmended
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet, answers_lost, has_lost_one, holds
from tests.browser.test_outbox_forms import STRANGER
from tests.browser.unsent import change_oldest, change_records, discard, fall_with_observation, look, own

EVERY = 1_000
"""More answers than a device waits for in a test."""
HOLD_FOR_A_MOMENT = """
(id) => new Promise((held) => {
  const moment = () => new Promise((over) => setTimeout(over, 1_500));
  void navigator.locks.request(`hearth-form-${id}`, () => { held(); return moment(); });
})
"""
HOLD_AFTER_IT = """
(id) => {
  const moment = () => new Promise((over) => setTimeout(over, 3_000));
  void navigator.locks.request(`hearth-form-${id}`, moment);
}
"""
ELEVEN_MORE = """
records.getAll().onsuccess = ({ target: { result: [{ seq: _seq, ...first }] } }) => {
  for (let number = 1; number <= 11; number += 1) {
    records.add({ ...first, id: crypto.randomUUID(), own: undefined });
  }
};
"""


async def test_a_slip_is_mended_before_it_is_sent_and_nobody_learns_of_it(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    made_at = datetime.fromtimestamp((await tablet.kept())["records"][0]["kept"] / 1000, UTC)
    await tablet.open("")
    await look(page)
    await expect(own(page)).to_contain_text("Slipped on the wet flor")
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []
    await tablet.follow(own(page).get_by_role("link", name="Change").last)
    await expect(page.locator("[name=description]")).to_have_value("Slipped on the wet flor")
    await tablet.wait_until(1, "mending")
    # The page may be opened anew, as when a phone had put it away.
    await page.reload()
    await tablet.ready()
    await page.fill("[name=description]", "Slipped on the wet floor")
    await page.check("[name=place][value=corridor]", force=True)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.wait_until(2)
    await tablet.find_signal()
    await tablet.wait_until(2, "received")
    [fall] = await tablet.falls()
    assert fall.facts.place == "corridor"
    assert abs(fall.occurred_at - made_at) < timedelta(seconds=2)
    assert (await tablet.events())[-1].facts.on_anticoagulant is False


async def test_what_follows_on_a_record_in_its_form_waits_for_it_when_the_signal_returns(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    await tablet.open()
    await tablet.fill_in_fall("Somebody else's")
    await page.select_option("[name=resident]", index=2)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.wait_until(3)
    await change_oldest(tablet)
    await tablet.find_signal()
    await tablet.wait_until(1, "received")
    await tablet.wait_until(1)
    await page.check("[name=place][value=corridor]", force=True)
    await tablet.save()
    await tablet.wait_until(3, "received")
    assert (await tablet.falls())[-1].facts.place == "corridor"
    assert isinstance((await tablet.events())[-1], FallAmended)


async def test_a_change_that_is_refused_and_mended_keeps_its_time_and_what_follows(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await fall_with_observation(tablet)
    saved = (await tablet.kept())["records"][0]["kept"] / 1000
    await change_oldest(tablet)
    await tablet.find_signal()
    await page.evaluate(STRANGER)
    await page.select_option("[name=resident]", "R99")
    await tablet.save_and_be_told()
    await expect(page.locator("#resident-error")).to_be_visible()
    await page.select_option("[name=resident]", index=1)
    saved_again = await page.evaluate("Date.now()") / 1000
    await tablet.save()
    await tablet.wait_until(2, "received")
    [fall] = await tablet.falls()
    occurred = fall.occurred_at.timestamp()
    assert abs(occurred - saved) < abs(occurred - saved_again)
    assert isinstance((await tablet.events())[-1], FallAmended)


async def test_what_is_left_in_its_form_unchanged_is_sent_as_it_was(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.record_fall()
    await look(tablet.page)
    await tablet.follow(own(tablet.page).get_by_role("link", name="Change"))
    await tablet.page.fill("[name=description]", "Never saved")
    await tablet.find_signal()
    await tablet.page.wait_for_timeout(500)
    assert await tablet.falls() == []
    await tablet.page.get_by_role("button", name="Sign out").click()
    await tablet.page.wait_for_url("**/sign-in")
    await tablet.scene.sign_in(tablet.context)
    await tablet.open("")
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1
    kept = await tablet.kept()
    assert kept["drafts"] == [], "It would come back as a second fall."
    assert "own" not in kept["records"][0] or kept["records"][0]["own"] is None


async def test_a_change_of_what_is_gone_meanwhile_is_not_said_to_be_saved(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.record_fall()
    await look(page)
    await tablet.follow(own(page).get_by_role("link", name="Change"))
    await change_records(page, "records.clear();")
    await page.fill("[name=description]", "By the lift")
    await tablet.save()
    await expect(page.locator("#error-summary")).to_contain_text("is no longer on this device")
    await expect(page.locator("[name=description]")).to_have_value("By the lift")
    await expect(page.locator(".hearth-confirmation")).to_have_count(0)


async def test_a_form_that_is_still_held_for_a_moment_opens_all_the_same(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.record_fall()
    [record] = (await tablet.kept())["records"]
    await look(tablet.page)
    other = await tablet.context.new_page()
    await other.goto(f"/homes/{tablet.scene.home}/falls/new")
    await other.evaluate(HOLD_FOR_A_MOMENT, record["id"])
    await tablet.follow(own(tablet.page).get_by_role("link", name="Change"))
    await expect(tablet.page.locator("[name=description]")).to_have_value("Slipped on the wet floor")
    await tablet.wait_until(1, "mending")


async def test_what_is_left_unchanged_is_sent_though_its_form_is_held_a_little_longer(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.record_fall()
    [record] = (await tablet.kept())["records"]
    await change_oldest(tablet)
    other = await tablet.context.new_page()
    await other.goto("/offline")
    await other.evaluate(HOLD_AFTER_IT, record["id"])
    await tablet.open("")
    await tablet.find_signal()
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1


async def test_what_may_have_arrived_is_neither_changed_nor_discarded(tablet: Tablet) -> None:
    lost = await answers_lost(tablet.context, EVERY)
    await tablet.record_fall()
    await has_lost_one(lost)
    await tablet.lose_signal()
    await tablet.open("")
    await look(tablet.page)
    await expect(own(tablet.page)).to_contain_text("It may have been sent already.")
    await expect(own(tablet.page).get_by_role("button")).to_have_count(0)
    await expect(own(tablet.page).get_by_role("link")).to_have_count(0)
    await tablet.context.unroute("**/outbox")
    await tablet.find_signal()
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1


async def test_what_waits_is_shown_to_nobody_else_and_to_its_maker_only_until_they_sign_out(
    shared: Shared,
) -> None:
    tablet, page = shared.tablet, shared.page
    await tablet.lose_signal()
    await tablet.record_fall("Beside the blue armchair")
    assert not holds(await tablet.kept(), "armchair")
    await look(page)
    await expect(own(page)).to_contain_text("armchair")
    await shared.sign_out()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await look(page)
    await expect(own(page)).to_contain_text("A fall, ")
    await expect(own(page)).not_to_contain_text("armchair")
    await expect(own(page).get_by_role("link", name="Change")).to_have_count(0)
    await discard(page)
    await tablet.wait_until(0)


async def test_more_than_ten_are_counted_and_can_be_looked_at(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.record_fall("By the lift")
    await change_records(page, ELEVEN_MORE)
    await tablet.open("")
    await look(page)
    await expect(own(page).locator("li")).to_have_count(10)
    await own(page).get_by_role("button", name="Show 2 more").click()
    await expect(own(page).locator("li")).to_have_count(12)
    await expect(own(page).locator("li").last).to_contain_text("By the lift")
    await expect(own(page).locator("li").nth(10)).to_be_focused()
