"""What was saved is a record: it never comes back as something typed, to be saved a second time."""

import asyncio
from datetime import UTC, datetime

import pytest
from playwright.async_api import BrowserContext, Page, expect

from households.events import VolunteeringRecorded
from network.access.viewer import Role
from tests.browser.door_visits import PASSWORD
from tests.browser.scene import Scene
from tests.browser.shared_tablet import SIX_MINUTES, Shared
from tests.browser.tablet import READY, Tablet
from tests.browser.test_door import begin, sign_out
from tests.browser.unsent import status
from tests.patience import until

SIGNAL = pytest.mark.parametrize("signal", [False, True], ids=["without a signal", "with one"])
FORM = "/volunteering/new"
STILL_HERE = "What you had typed is still here."


async def type_hours(tablet: Tablet) -> None:
    """Fill in the form, and wait until what was typed is kept."""
    await tablet.open(FORM)
    await tablet.page.fill("#hours", "3.25")
    await until(lambda: drafts(tablet), "what was typed is kept")


async def save_hours(tablet: Tablet, state: str) -> None:
    """The same, saved; its confirmation is on the page."""
    await type_hours(tablet)
    await tablet.save()
    await tablet.wait_until(1, state)
    await expect(tablet.page.locator(".hearth-confirmation")).to_be_visible()


async def drafts(tablet: Tablet) -> list[str]:
    """The forms of which something typed is kept."""
    names = [kept["name"] for kept in (await tablet.kept())["drafts"]]
    return [name for name in names if not name.endswith(" pages")]


async def is_empty(tablet: Tablet) -> None:
    """The form is as for something new."""
    await tablet.open(FORM)
    await expect(tablet.page.locator("#hours")).to_have_value("")
    await expect(tablet.page.get_by_text(STILL_HERE)).to_have_count(0)
    assert await drafts(tablet) == []


async def come_back(shared: Shared, *, signal: bool) -> None:
    """Sam signs in again."""
    if signal:
        await shared.page.wait_for_url("**/sign-in**")
        await shared.sign_in("Sam Taylor")
        return
    await shared.sign_in_away("Sam Taylor")
    await expect(shared.page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await shared.tablet.ready()


@SIGNAL
async def test_who_signs_out_from_the_confirmation_finds_an_empty_form(shared: Shared, signal: bool) -> None:
    if not signal:
        await shared.tablet.lose_signal()
    await save_hours(shared.tablet, "received" if signal else "waiting")
    await shared.sign_out()
    await come_back(shared, signal=signal)
    await is_empty(shared.tablet)


@SIGNAL
async def test_who_is_signed_out_idle_on_the_confirmation_finds_an_empty_form(
    shared: Shared, signal: bool
) -> None:
    tablet, page = shared.tablet, shared.page
    await page.clock.install()
    if not signal:
        await tablet.lose_signal()
    await save_hours(tablet, "received" if signal else "waiting")
    if signal:
        await shared.leave_alone()
        await shared.sign_in("Sam Taylor")
    else:
        await page.clock.run_for(SIX_MINUTES)
        await expect(page.locator("#offline-who")).to_be_visible()
        # The service worker has a clock of its own, which nobody moves.
        await page.clock.set_system_time(datetime.now(UTC))
        await shared.sign_in_away("Sam Taylor")
        await expect(page.locator("[data-outbox=record-volunteering]")).to_be_visible()
    await is_empty(tablet)


async def test_a_confirmation_that_makes_way_for_the_next_person_leaves_no_draft(shared: Shared) -> None:
    tablet = shared.tablet
    await save_hours(tablet, "received")
    # The page goes by itself within seconds of her coming in, and may be there anew before anybody looks.
    await tablet.page.evaluate("document.documentElement.dataset.outbox = 'left'")
    other = await tablet.context.new_page()
    colleague = Shared(Tablet(tablet.scene, tablet.context, other), shared.device_id, shared.sam, shared.ada)
    await colleague.sign_in("Ada Okafor")
    await expect(tablet.page.locator(READY)).to_have_count(1)
    assert await drafts(tablet) == []


async def test_who_signs_in_with_a_password_finds_an_empty_form(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    tablet = Tablet(scene, context, page)
    name = await begin(scene, page, "Fay Morris")
    for _ in range(2):
        # The first key of all follows from what was typed at this door.
        await sign_out(page)
        await page.fill("[name=sign_in_name]", name)
        await page.fill("[name=password]", PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await page.wait_for_url(f"**/homes/{scene.home}**")
        await tablet.ready()
        if not (await tablet.kept())["records"]:
            await save_hours(tablet, "received")
    await is_empty(tablet)


async def test_who_leaves_the_confirmation_at_once_finds_an_empty_form(tablet: Tablet) -> None:
    await type_hours(tablet)
    # The service takes its time to answer.
    await tablet.context.route("**/outbox", lambda _: asyncio.sleep(0))
    await tablet.save()
    await tablet.wait_until(1)
    assert await drafts(tablet) == []
    await tablet.open("")
    await is_empty(tablet)


async def test_a_form_that_went_as_it_is_and_was_recorded_is_no_draft(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    tablet = Tablet(scene, context, page)
    await scene.sign_in(context, Role.HOME_TEAM)
    # As right after the first sign-in on a device: it does not know yet who this is.
    await tablet.open(FORM)
    assert (await tablet.kept())["people"] == []
    await page.fill("#hours", "3.25")
    await tablet.save()
    await page.wait_for_url("**/records/*saved=1*")
    await tablet.ready()
    assert len([event for event in await tablet.events() if isinstance(event, VolunteeringRecorded)]) == 1
    assert await drafts(tablet) == []
    await tablet.open("")
    await expect(status(page)).to_be_visible()
    await is_empty(tablet)
