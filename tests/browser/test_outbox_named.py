"""What is told of a form that waits: which one it is, that it is kept, and when it is sent, in one voice."""

from uuid import UUID

from playwright.async_api import expect

from households.absences import GoAway
from households.events import ResidentMovedIn
from network.access.viewer import SYSTEM
from network.days import local_date, now
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.tablet import Tablet

GOES_AWAY = "goes away"
WHEN_SENT = "It is sent when somebody signs in here."


async def going_away(tablet: Tablet) -> UUID:
    """The form with which somebody goes away, whose own page was never opened here; who it is."""
    moved_in = next(event for event in await tablet.events() if isinstance(event, ResidentMovedIn))
    await tablet.open(f"/residents/{moved_in.resident_id}/goes-away")
    await expect(tablet.page.locator("h1")).to_contain_text(GOES_AWAY)
    await tablet.page.check("[name=reason][value=hospital]", force=True)
    return moved_in.resident_id


async def test_what_is_saved_without_a_signal_is_confirmed_though_the_next_page_is_not_at_hand(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await going_away(tablet)
    await tablet.lose_signal()
    await page.evaluate("document.documentElement.dataset.outbox = 'left'")
    await tablet.save()
    await page.wait_for_url("**saved=1*")
    await tablet.ready()
    confirmation = page.locator(".hearth-confirmation")
    await expect(confirmation).to_contain_text("Saved on this device")
    await expect(confirmation).to_contain_text(GOES_AWAY)
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []


async def test_a_form_that_is_not_recorded_yet_is_named_to_its_person(tablet: Tablet) -> None:
    resident = await going_away(tablet)
    await tablet.scene.record(GoAway(resident=str(resident), away_from=local_date(now())))
    await tablet.save()
    await expect(tablet.page.locator("#error-summary")).to_be_focused()
    await tablet.open("")
    await tablet.says(f"{GOES_AWAY}, today at")
    await tablet.says("is not recorded yet")


async def test_whom_the_service_knows_no_longer_is_told_so_in_one_voice(tablet: Tablet) -> None:
    page = tablet.page
    assert tablet.account_id is not None
    await tablet.open("/volunteering/new")
    await page.fill("#hours", "2")
    await tablet.scene.services.doors.sessions.end_all(SYSTEM, tablet.account_id)
    # The server's process keeps whom it has just recognised for three seconds.
    await page.wait_for_timeout(3_100)
    await tablet.save()
    await expect(page.locator(".hearth-confirmation")).to_contain_text(WHEN_SENT)
    await expect(page.locator(".hearth-confirmation")).not_to_contain_text("can be reached")
    await tablet.says(f"{WHEN_SENT} Sign in")
    await expect(page.locator("header")).to_contain_text("Sam Taylor, on this device only")
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []
