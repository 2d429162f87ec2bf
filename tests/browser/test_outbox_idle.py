"""Who left a tablet is signed out after idle minutes, though its page is closed and there is no signal."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet, holds
from tests.browser.unsent import change_records, status
from tests.patience import until

SOMEBODY = "Edith Brown"
SIX_MINUTES_AGO = """
settings.get("used").onsuccess = ({ target: { result: used } }) => {
  settings.put({ ...used, at: used.at - 6 * 60_000 }, "used");
};
"""
TWO_DAYS_AGO = """
drafts.openCursor().onsuccess = ({ target: { result: at } }) => {
  at.update({ ...at.value, at: at.value.at - 48 * 3_600_000 });
};
"""
TWELVE_HOURS_LONG = """
settings.get("session").onsuccess = ({ target: { result: session } }) => {
  settings.put({ ...session, begun: session.begun - 12 * 3_600_000 }, "session");
};
"""
OF_ANOTHER = """
settings.get("session").onsuccess = ({ target: { result: session } }) => {
  settings.put({ ...session, account: "another" }, "session");
};
"""
SIGN_IN = "#offline-who"


async def killed_for_six_minutes(tablet: Tablet) -> None:
    """The tablet's page goes as when its battery is empty, and somebody takes the tablet up again later."""
    await tablet.page.goto("/offline")
    await tablet.ready()
    await change_records(tablet.page, SIX_MINUTES_AGO, "settings")
    await tablet.page.close()
    tablet.page = await tablet.context.new_page()


async def asks_who_is_there(page: Page) -> None:
    """The page asks who is there, and names no resident."""
    await expect(page.locator(SIGN_IN)).to_be_visible()
    await expect(page.locator("h1")).to_have_text("Hearth can’t be reached")
    assert SOMEBODY not in await page.content()


async def left_by_sam(shared: Shared) -> Tablet:
    """Sam has looked at pages, recorded a fall without a signal, and is gone; so is the page."""
    tablet = shared.tablet
    for below in ("/residents", ""):
        await tablet.open(below)
    await tablet.lose_signal()
    await tablet.record_fall("Beside the blue armchair")
    await tablet.open("")
    await killed_for_six_minutes(tablet)
    return tablet


async def test_pages_of_who_was_idle_open_for_nobody_until_their_pin_brings_them_back(shared: Shared) -> None:
    tablet = await left_by_sam(shared)
    shared = Shared(tablet, shared.device_id, shared.sam, shared.ada)
    page = tablet.page
    for below in ("/residents", "", "/falls/new"):
        await tablet.open(below)
        await asks_who_is_there(page)
    assert not holds(await tablet.pages_kept(), SOMEBODY)
    assert not holds(await tablet.kept(), SOMEBODY)
    await shared.sign_in_away("Sam Taylor")
    await page.wait_for_url("**/falls/new")
    await expect(page.locator("[name=resident]")).to_contain_text(SOMEBODY)
    await tablet.open("/residents")
    await expect(page.locator("main")).to_contain_text(SOMEBODY)
    await tablet.open("")
    await expect(page.locator("main")).to_contain_text(SOMEBODY)
    await tablet.says("This page is as it was today at")
    await tablet.says("1 record is saved on this device and not sent yet.")
    await tablet.find_signal()
    await page.wait_for_load_state()
    await page.goto("/")
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Sam Taylor")
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1
    assert not [kept for kept in (await tablet.kept())["drafts"] if kept["name"].endswith(" pages")]


async def test_pages_locked_away_come_back_to_nobody_else(shared: Shared) -> None:
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.sign_in("Ada Okafor")
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.sign_in("Sam Taylor")
    tablet = await left_by_sam(shared)
    shared = Shared(tablet, shared.device_id, shared.sam, shared.ada)
    page = tablet.page
    await tablet.open("/residents")
    await asks_who_is_there(page)
    await shared.sign_in_away("Ada Okafor")
    await expect(page.get_by_text("You are signed in as Ada Okafor.")).to_be_visible()
    await tablet.open("/residents")
    await expect(page.locator("h1")).to_have_text("Hearth can’t be reached")
    assert not holds(await tablet.pages_kept(), SOMEBODY)
    await shared.sign_out()
    await expect(page.locator(SIGN_IN)).to_be_visible()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await tablet.open("/residents")
    await expect(page.locator("main")).to_contain_text(SOMEBODY)


async def test_who_was_idle_on_an_open_page_finds_their_pages_again_without_a_signal(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await page.clock.install()
    await tablet.open("")
    await tablet.lose_signal()
    await shared.leave_alone()
    await expect(page.locator(SIGN_IN)).to_be_visible()
    assert not holds(await tablet.pages_kept(), SOMEBODY)
    await shared.sign_in_away("Sam Taylor")
    await expect(page.locator("h1")).to_contain_text("Today at")
    await expect(page.locator("main")).to_contain_text(SOMEBODY)


async def test_who_works_in_one_tab_is_not_signed_out_by_the_other(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await shared.tablet.context.clock.install()
    await tablet.open("")
    other = Tablet(tablet.scene, tablet.context, await tablet.context.new_page())
    await other.open()
    for _ in range(3):
        await tablet.context.clock.run_for("02:00")
        await other.page.keyboard.press("Tab")
    await tablet.context.clock.run_for("02:00")
    await tablet.open("")
    await expect(page.locator("h1")).to_contain_text("Today at")
    await expect(status(page)).to_be_visible()


@pytest.mark.parametrize("signal", [False, True], ids=["without a signal", "with one"])
async def test_who_is_busy_on_an_open_page_is_signed_out_after_twelve_hours_all_the_same(
    shared: Shared, signal: bool
) -> None:
    tablet, page = shared.tablet, shared.page
    await page.clock.install()
    await tablet.open()
    await tablet.fill_in_fall("Half a sentence")
    if not signal:
        await tablet.lose_signal()
    await change_records(page, TWELVE_HOURS_LONG, "settings")
    await page.keyboard.press("Tab")
    await page.clock.run_for("00:06")
    if signal:
        await page.wait_for_url("**/sign-in?**")
    else:
        await asks_who_is_there(page)
    assert not holds(await tablet.pages_kept(), SOMEBODY)
    assert not holds(await tablet.kept(), "Half a sentence")
    # The service worker has a clock of its own, which nobody moves.
    await page.clock.set_system_time(datetime.now(UTC))
    if signal:
        await shared.sign_in("Sam Taylor")
        await tablet.open()
    else:
        await shared.sign_in_away("Sam Taylor")
    await expect(page.locator("[name=description]")).to_have_value("Half a sentence")


async def test_pages_locked_away_go_after_a_day_and_a_half(shared: Shared) -> None:
    tablet = await left_by_sam(shared)
    await tablet.open("")
    await asks_who_is_there(tablet.page)
    assert [kept for kept in (await tablet.kept())["drafts"] if kept["name"].endswith(" pages")]
    await change_records(tablet.page, TWO_DAYS_AGO, "drafts")
    await tablet.open("")

    async def gone() -> bool:
        return (await tablet.kept())["drafts"] == []

    await until(gone, "the pages go")


async def test_a_page_that_was_somebody_elses_is_not_shown(tablet: Tablet) -> None:
    await tablet.open("/residents")
    await change_records(tablet.page, OF_ANOTHER, "settings")
    await tablet.lose_signal()
    await tablet.open("/residents")
    await expect(tablet.page.locator("h1")).to_have_text("Hearth can’t be reached")
    assert SOMEBODY not in await tablet.page.content()


async def test_a_page_that_stays_open_goes_when_somebody_else_has_signed_in(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.context.clock.install()
    await tablet.open("/residents")
    await expect(page.locator("main")).to_contain_text(SOMEBODY)
    await tablet.lose_signal()
    await change_records(page, OF_ANOTHER, "settings")
    await tablet.context.clock.run_for("00:06")
    await expect(page.locator("h1")).to_have_text("Hearth can’t be reached")
    assert SOMEBODY not in await page.content()
