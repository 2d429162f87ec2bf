"""What the service refused before somebody's eyes is no record: it stays theirs to mend or to discard."""

from playwright.async_api import expect

from households.events import RecordSetAside
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.shared_tablet import Shared
from tests.browser.tablet import Tablet, holds
from tests.browser.test_outbox_forms import STRANGER, refused
from tests.browser.unsent import RECEIVED, discard, own, status
from tests.patience import until

NOT_YET = "is not recorded yet"
WHY = "The home knows no resident"


async def mend_for_later(tablet: Tablet, description: str) -> None:
    """Type something else into what was refused, and wait until the device keeps it so."""

    async def kept() -> object:
        [record] = (await tablet.kept())["records"]
        return record["draft"]

    async def kept_anew() -> bool:
        return await kept() != before

    before = await kept()
    await tablet.page.fill("[name=description]", description)
    await until(kept_anew, "what was typed is kept")


async def leave_it(tablet: Tablet) -> None:
    """Press Today, and be there when all that the page does by itself is done."""
    await tablet.page.locator("main").press("Tab")
    await tablet.open("")


async def test_a_refused_form_that_is_left_is_no_record_and_can_be_finished(tablet: Tablet) -> None:
    page = tablet.page
    await refused(tablet)
    await mend_for_later(tablet, "By the lift, mended")
    await leave_it(tablet)
    await tablet.says("A fall, today at")
    await tablet.says(f"{NOT_YET}. {WHY}")
    await expect(status(page)).not_to_contain_text("saved on this device")
    await expect(status(page)).not_to_contain_text(RECEIVED)
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []
    # A new form is a new form.
    await tablet.open()
    await expect(page.locator("[name=description]")).to_have_value("")
    await tablet.open("")
    await tablet.follow(page.get_by_role("link", name="Finish it"))
    await expect(page.locator("[name=description]")).to_have_value("By the lift, mended")
    await expect(page.locator("#resident-error")).to_be_visible()
    await page.select_option("[name=resident]", index=1)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.wait_until(1, "received")
    assert len(await tablet.falls()) == 1
    assert not [event for event in await tablet.events() if isinstance(event, RecordSetAside)]
    await tablet.open("")
    await expect(status(page)).to_have_text(RECEIVED)


async def test_it_holds_up_nothing_else_about_the_same_person_and_is_discarded_when_asked_twice(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await tablet.open()
    await page.evaluate(STRANGER)
    await tablet.fill_in_fall()
    await page.fill("[name=occurred_at]", "2020-01-01T10:00")
    await tablet.save_and_be_told()
    await expect(page.locator("#error-summary")).to_be_focused()
    await tablet.record_fall("The same person, another time")
    await tablet.wait_until(1, "received")
    await tablet.open("")
    await tablet.says(NOT_YET)
    await discard(page)
    await tablet.wait_until(0, "mending")
    await expect(status(page)).to_have_text(RECEIVED)
    assert len(await tablet.falls()) == 1


async def test_it_is_its_makers_alone_and_waits_for_them_to_sign_in_again(shared: Shared) -> None:
    tablet, page = shared.tablet, shared.page
    await refused(tablet)
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await tablet.says("1 form on this device is not recorded yet.")
    # Nor why it was refused, which may name somebody.
    for words in ("By the lift", WHY):
        assert not holds(await tablet.kept(), words)
    await shared.sign_in("Ada Okafor")
    await tablet.says("1 form on this device is not recorded yet.")
    await expect(page.get_by_role("link", name="Finish it")).to_have_count(0)
    await expect(own(page)).to_have_count(0)
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await shared.sign_in("Sam Taylor")
    await tablet.says(f"{NOT_YET}. {WHY}")
    await tablet.follow(page.get_by_role("link", name="Finish it"))
    await expect(page.locator("[name=description]")).to_have_value("By the lift")


async def test_what_nothing_typed_opens_again_is_seen_to_by_the_team_once_its_session_ends(
    tablet: Tablet,
) -> None:
    # Sam came in by a passkey.
    await refused(tablet)
    await tablet.page.get_by_role("button", name="Sign out").click()
    await tablet.page.wait_for_url("**/sign-in")
    await tablet.scene.sign_in(tablet.context, name="Ada Okafor")
    await tablet.open("")
    await tablet.wait_until(1, "set_aside")
    assert await tablet.falls() == []
