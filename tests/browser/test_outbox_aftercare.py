"""After a fall without a signal: what to do now, whom to look in on and when, and what was seen."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, Page, expect

from households.events import FallAmended, FallObserved
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.scene import shown
from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet, answers_lost, has_lost_one, holds
from tests.browser.test_outbox_idle import killed_for_six_minutes
from tests.browser.unsent import discard, look, own
from tests.small_network import fall_of

FALLEN = "Edith Brown-0"
FIRST_AID = "[name=actions][value=first_aid]"
WORRY = "Something was worrying: call 999 or 111 now."
ON_THE_LIST = "something was worrying"
EVERY = 1_000
"""More answers than a device waits for in a test."""


def waits(page: Page) -> Locator:
    """Today's list of what waits."""
    return page.locator("section[aria-labelledby=waits]")


async def found_on_the_floor(tablet: Tablet) -> None:
    """A fall that nobody saw, in which the head was struck."""
    await tablet.open()
    await tablet.fill_in_fall()
    for answer in ("[name=head_struck][value=yes]", "[name=witnessed][value=no]"):
        await tablet.page.check(answer, force=True)
    await tablet.save()
    await tablet.page.wait_for_url("**/next?*")
    await tablet.ready()


async def see(tablet: Tablet) -> None:
    """Look in, and write down what was seen."""
    await tablet.page.check("[name=observation] >> nth=0", force=True)
    await tablet.save()
    await tablet.page.wait_for_url("**/follow-up?*")
    await tablet.ready()


async def in_order(page: Page) -> None:
    """What every page keeps to."""
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []


async def test_nobody_is_to_look_in_on_who_is_in_hospital_and_relatives_who_know_are_not_told_again(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open()
    await tablet.fill_in_fall()
    for action in ("999", "hospital"):
        await page.check(f"[name=actions][value='{action}']", force=True)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.ready()
    await expect(page.locator("[data-whose]")).to_contain_text(FALLEN)
    await expect(page.locator("[data-look-in]")).to_be_hidden()
    await expect(page.get_by_text("Tell the relatives.")).to_be_visible()
    await page.check("[name=told][value=relatives]", force=True)
    await tablet.save()
    await tablet.wait_until(2)
    await expect(page.get_by_text("Tell the relatives.")).to_be_hidden()


async def test_of_who_has_died_no_care_is_asked_without_a_signal_either(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open()
    await tablet.fill_in_fall()
    await page.check("[name=harm][value=fatal]", force=True)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.ready()
    await expect(page.get_by_role("region", name="They have died: call 999 now")).to_be_visible()
    for care in (
        "[data-look-in]",
        "[data-tell-relatives]",
        ".hearth-callout",
        "[name=head_struck]",
        FIRST_AID,
    ):
        await expect(page.locator(care).filter(visible=True)).to_have_count(0)
    await expect(page.get_by_text("Decide whether the CQC has to be told")).to_be_visible()
    await in_order(page)
    await tablet.open("")
    await expect(waits(page)).to_contain_text("999")
    await expect(waits(page)).not_to_contain_text("Look in on")


async def test_what_to_do_now_is_said_of_this_fall_and_nothing_is_asked_twice(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await expect(page.get_by_role("region", name="Do they take a blood thinner?")).to_be_visible()
    await expect(page.locator(".hearth-urgent:visible")).to_have_count(1)
    await expect(page.locator("[data-whose]")).to_contain_text(f"{FALLEN} fell today at")
    for asked, field in {"on_anticoagulant": True, "head_struck": False, "witnessed": False}.items():
        assert await page.locator(f"[name={asked}]").first.is_visible() is field, asked
    await expect(page.locator("[data-look-in]")).to_contain_text(f"Look in on {FALLEN} at")
    await expect(page.locator("[data-look-in]")).to_contain_text("in 30 minutes")
    await in_order(page)
    await page.check("[name=on_anticoagulant][value=yes]", force=True)
    await tablet.save()
    await expect(page.get_by_role("region", name="Call 999 now", exact=True)).to_be_visible()
    await tablet.open("")
    await expect(waits(page)).to_contain_text(f"{FALLEN} fell today at")
    await expect(waits(page)).to_contain_text("999")
    await tablet.follow(waits(page).get_by_role("link", name="what to do now"))
    await expect(page.get_by_role("region", name="Call 999 now", exact=True)).to_be_visible()


async def test_somebody_is_looked_in_on_after_a_fall_that_was_not_sent_yet(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await tablet.open("")
    await in_order(page)
    await tablet.follow(waits(page).get_by_role("link", name=f"Look in on {FALLEN}"))
    await expect(page.locator("h1")).to_have_text(f"Look in on {FALLEN}")
    await expect(page.locator("[data-whom]")).to_contain_text("in 30 minutes")
    await see(tablet)
    await expect(page.locator(".hearth-confirmation")).to_be_focused()
    await expect(page.locator(".hearth-confirmation")).to_contain_text("Awake, and answers as usual.")
    await expect(page.locator("[data-aftercare]")).to_contain_text("looked in on once")
    await in_order(page)
    await tablet.find_signal()
    await tablet.wait_until(2, "received")
    fall, seen = (await tablet.events())[-2:]
    assert isinstance(seen, FallObserved)
    assert seen.resident_id == fall.resident_id
    # Told by the service now, and by the device no more.
    await shown(tablet.scene.services, await tablet.scene.services.log.last_position())
    await tablet.open("")
    await expect(waits(page)).to_contain_text("Everybody to look in on")
    await expect(page.locator("[data-here]")).to_have_count(0)


async def test_a_worry_is_named_with_what_to_do_now_and_stays_on_the_list(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await page.goto(page.url.replace("/falls/next", "/falls/observe"))
    await tablet.ready()
    await page.check("[name=concern]", force=True)
    await see(tablet)
    for said in ("Yes, it worries me", WORRY):
        await expect(page.locator(".hearth-confirmation")).to_contain_text(said)
    await expect(page.locator("[data-aftercare]")).to_contain_text(f"looked in on once, {ON_THE_LIST}")
    await in_order(page)
    await tablet.find_signal()
    await tablet.wait_until(2, "received")
    await shown(tablet.scene.services, await tablet.scene.services.log.last_position())
    await tablet.open("/follow-up")
    await expect(page.locator("[data-aftercare]")).to_contain_text(f"looked in on once, {ON_THE_LIST}")
    # What the device is given to go on with.
    assert '"worrying": true' in (await page.get_attribute("[data-aftercare]", "data-aftercare") or "")
    await tablet.follow(page.locator("[data-aftercare]").get_by_role("link", name=FALLEN))
    await page.check("[name=concern]", force=True)
    await see(tablet)
    await expect(page.locator("h1")).to_have_text(f"What to do now for {FALLEN}")
    await expect(page.get_by_role("region", name="Get help now")).to_be_visible()


async def test_the_list_is_at_hand_though_nobody_had_opened_it_and_goes_on_by_itself(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.scene.record(fall_of(1, datetime.now(UTC) - timedelta(minutes=40)))
    await come_to_know_it(tablet)
    await tablet.lose_signal()
    await tablet.open("")
    await tablet.follow(waits(page).get_by_role("link", name="Everybody to look in on"))
    listed = page.locator("[data-aftercare] li", has_text="Edith Brown-1")
    await expect(listed).to_contain_text("nobody has looked in yet")
    before = await listed.inner_text()
    await tablet.follow(listed.get_by_role("link"))
    await see(tablet)
    await expect(listed).to_contain_text("looked in on once")
    assert await listed.inner_text() != before
    await tablet.find_signal()
    await tablet.wait_until(2, "received")
    assert isinstance((await tablet.events())[-1], FallObserved)


async def come_to_know_it(tablet: Tablet) -> None:
    """Open Today once what was kept before is old."""
    await tablet.record_fall("Something that the tablet sent")
    await tablet.wait_until(1, "received")
    await tablet.open("")
    await tablet.page.wait_for_function("() => caches.match(`${location.pathname}/follow-up`)")
    kept = await tablet.pages_kept()
    assert any(address.endswith("/follow-up") for address in kept)


async def test_after_idle_minutes_its_maker_is_told_again_and_nobody_can_read_it_meanwhile(
    shared: Shared,
) -> None:
    tablet = shared.tablet
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await killed_for_six_minutes(tablet)
    shared = Shared(tablet, shared.device_id, shared.sam, shared.ada)
    await tablet.open("")
    await expect(tablet.page.locator("#offline-who")).to_be_visible()
    assert not holds(await tablet.kept(), FALLEN)
    await shared.sign_in_away("Sam Taylor")
    await expect(waits(tablet.page).get_by_role("link", name=f"Look in on {FALLEN}")).to_be_visible()
    await tablet.page.goto("/offline")
    await tablet.ready()
    section = tablet.page.locator("[data-offline-place] section")
    await expect(section).to_contain_text("nobody has looked in yet")
    await in_order(tablet.page)


async def test_a_fall_that_is_discarded_asks_for_nothing(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await tablet.open("")
    await expect(waits(page)).to_contain_text(FALLEN)
    await look(page)
    await discard(page)
    await expect(own(page)).to_have_count(0)
    await expect(page.locator("[data-here]")).to_have_count(0)


async def test_what_follows_finds_its_fall_in_the_home(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await page.check("[name=on_anticoagulant][value=no]", force=True)
    await tablet.save()
    await tablet.wait_until(2)
    await page.goto(page.url.replace("/falls/next", "/falls/observe"))
    await tablet.ready()
    await see(tablet)
    await tablet.find_signal()
    await tablet.wait_until(3, "received")
    _, amended, seen = (await tablet.events())[-3:]
    assert isinstance(amended, FallAmended)
    assert isinstance(seen, FallObserved)


async def test_a_fall_whose_answer_was_lost_is_told_once(tablet: Tablet) -> None:
    lost = await answers_lost(tablet.context, EVERY)
    await found_on_the_floor(tablet)
    await has_lost_one(lost)
    await tablet.open("")
    await tablet.says("1 record is saved on this device and not sent yet.")
    await expect(waits(tablet.page)).to_contain_text(f"{FALLEN} fell today at")
    await expect(waits(tablet.page).get_by_role("link", name=f"Look in on {FALLEN}")).to_have_count(1)


async def test_who_takes_over_is_told_to_ask_whose_fall_it_was_and_to_sign_in_once_there_is_a_signal(
    shared: Shared,
) -> None:
    tablet, page = shared.tablet, shared.page
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Ada Okafor")
    await tablet.lose_signal()
    await found_on_the_floor(tablet)
    await expect(page.locator("[data-waiting]")).not_to_contain_text("colleague")
    await shared.sign_out()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await tablet.says("Ask them who has to be looked in on.")
    assert FALLEN not in await page.content()
    await tablet.find_signal()
    await expect(page.locator("h1")).to_have_text("Hearth can be reached again")
    await expect(page.locator("main")).not_to_contain_text("sent by itself")
    await page.locator("main").get_by_role("link", name="Sign in").click()
    await page.wait_for_url("**/sign-in*")
    await shared.sign_in("Sam Taylor")
    await tablet.wait_until(1, "received")
    await expect(waits(page)).to_contain_text(FALLEN)
