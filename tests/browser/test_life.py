"""Life in a home, recorded in seconds and put right: on a phone, without scripts and without a signal."""

import asyncio
from decimal import Decimal

from playwright.async_api import BrowserContext, Page, expect

from households.contributions import AgreeContribution
from households.corrections.life import AmendMoment
from households.events import MomentAmended, MomentShared, SicknessEnded, SicknessStarted
from households.life import ShareMoment
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.eventstore.event import Event
from network.services import Services
from tests.browser.scene import Scene, shown
from tests.browser.tablet import READY, Tablet
from tests.days import today

LOOKS, BETWEEN_LOOKS = 1_200, 0.05


async def events(services: Services, scene: Scene, kind: type[Event]) -> list[Event]:
    stored = await services.store.read(scene.home_id)
    return [said.event for said in stored if isinstance(said.event, kind)]


async def arrived(services: Services, scene: Scene, kind: type[Event]) -> None:
    """Wait until the device has sent it by itself, and pages show it."""
    for _ in range(LOOKS):
        if await events(services, scene, kind):
            break
        await asyncio.sleep(BETWEEN_LOOKS)
    else:
        raise AssertionError(f"No {kind.__name__} has arrived.")
    await shown(services, await services.log.last_position())


async def share_a_moment(page: Page, scene: Scene, *, script: bool = True) -> None:
    await page.goto(scene.path("/homes/{home}"))
    await page.get_by_role("link", name="Share a moment").click()
    await page.wait_for_url("**/moments/new")
    if script:
        # Before that the browser would send the form by itself, as it does without a script.
        await page.wait_for_selector(READY, state="attached")
    await page.get_by_label("Who chose and enjoyed something?").select_option(index=1)
    await page.get_by_label("What was it?").fill("Fed the hens")
    await page.get_by_role("button", name="Save").click()


async def test_what_became_of_a_record_leads_to_its_history_from_the_row_that_leads_to_the_record(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    """A row leads on wherever it is touched, but for the second way in it."""
    await scene.sign_in(context)
    shared = await scene.record(ShareMoment(resident="R1", enjoyed_on=today(), moment="Fed the hens"))
    assert shared.id is not None
    await scene.record(
        AmendMoment(record=shared.id, enjoyed_on=today(), moment="Fed the ducks", why="They were ducks")
    )
    await page.goto(scene.path("/homes/{home}/records?about=life"))
    row = page.locator(".hearth-rows > li", has_text="Fed the ducks").last
    await row.get_by_role("link", name="corrected").click()
    await page.wait_for_url("**#history")
    await expect(page.locator("#history")).to_be_in_viewport()
    await page.goto(scene.path("/homes/{home}"))
    news = page.locator(".hearth-news__line", has_text="Fed the ducks")
    await expect(news).to_have_count(1)
    await news.get_by_role("link", name="corrected").click()
    await page.wait_for_url("**#history")


async def test_a_page_that_follows_what_was_saved_says_so_and_shows_it(tablet: Tablet) -> None:
    await tablet.open("/residents")
    await tablet.follow(tablet.page.locator("main a[href*='/residents/']:not([href$='/new'])").first)
    await tablet.follow(tablet.page.get_by_role("link", name="Goes away"))
    await tablet.page.get_by_label("In hospital").check(force=True)
    await tablet.save_and_be_told()
    saved = tablet.page.locator(".hearth-confirmation")
    await expect(saved).to_contain_text("Saved: Nights away of")
    await expect(saved).to_contain_text("In hospital")
    await expect(saved.get_by_role("link", name="Correct this")).to_be_visible()
    await expect(tablet.page.locator(".hearth-confirmation")).to_be_focused()
    await expect(tablet.page.locator("h1")).to_contain_text("away")
    await expect(tablet.page.get_by_role("link", name="Is back")).to_be_visible()


async def test_a_moment_is_shared_with_three_touches_and_corrected_where_it_is_found(
    page: Page, context: BrowserContext, scene: Scene, services: Services
) -> None:
    await scene.sign_in(context)
    await share_a_moment(page, scene)
    saved = page.locator(".hearth-confirmation")
    for said in ("Share a moment", "Edith Brown", "Fed the hens", "Today", "Recorded by Sam Taylor"):
        await expect(saved).to_contain_text(said)
    await expect(saved).to_contain_text("Received")
    assert "/records/" in (await saved.get_by_role("link", name="Correct this").get_attribute("href") or "")
    await arrived(services, scene, MomentShared)
    await page.goto(scene.path("/homes/{home}/records?about=life"))
    await page.get_by_role("link", name="chose and enjoyed something").click()
    await page.get_by_role("link", name="Correct").click()
    await page.get_by_label("What was it?").fill("Fed the ducks")
    await page.get_by_label("Why do you change the record?").fill("They were ducks")
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**saved=1**")
    await arrived(services, scene, MomentAmended)
    await page.goto(scene.path("/homes/{home}/records?about=life"))
    await page.get_by_role("link", name="chose and enjoyed something").click()
    await page.get_by_text("What it was: Fed the hens → Fed the ducks").wait_for()
    assert len(await events(services, scene, MomentAmended)) == 1


async def test_the_same_without_a_script(plain_page: Page, scene: Scene, services: Services) -> None:
    await scene.sign_in(plain_page.context)
    await share_a_moment(plain_page, scene, script=False)
    await plain_page.get_by_text("Saved: A moment of").wait_for()
    await plain_page.get_by_role("link", name="Take back").click()
    await plain_page.get_by_label("Why?").fill("It was somebody else")
    await plain_page.get_by_role("button", name="Take it back").click()
    await plain_page.get_by_text("This record was taken back, and counts nowhere.").wait_for()
    assert len(await events(services, scene, MomentShared)) == 1


async def test_a_moment_shared_without_a_signal_is_of_the_day_it_was_shared(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await scene.sign_in(context)
    tablet = Tablet(scene, context, page)
    await tablet.settle_in()
    await tablet.open("/moments/new")
    await tablet.lose_signal()
    await tablet.page.get_by_label("Who chose and enjoyed something?").select_option(index=1)
    await tablet.page.get_by_label("What was it?").fill("Sang in the garden")
    await tablet.save()
    await tablet.wait_until(1)
    await tablet.find_signal()
    await tablet.wait_until(0)
    (shared,) = [event for event in await tablet.events() if isinstance(event, MomentShared)]
    assert shared.enjoyed_on == today()


async def test_a_colleague_is_sick_and_well_again_in_a_few_touches(
    page: Page, context: BrowserContext, scene: Scene, services: Services
) -> None:
    await scene.sign_in(context)
    await page.goto(scene.path("/homes/{home}/sickness/new"))
    await page.get_by_label("Who is sick?").select_option(index=1)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".hearth-confirmation")).to_be_visible()
    await arrived(services, scene, SicknessStarted)
    await page.goto(scene.path("/homes/{home}/team"))
    await page.get_by_role("link", name="is well again").click()
    await page.get_by_role("button", name="Save").click()
    await arrived(services, scene, SicknessEnded)
    assert len(await events(services, scene, SicknessStarted)) == 1
    assert len(await events(services, scene, SicknessEnded)) == 1


async def test_a_payment_that_may_repeat_another_says_so_once_it_has_arrived(
    tablet: Tablet, scene: Scene
) -> None:
    page = tablet.page
    await scene.record(
        AgreeContribution(
            resident="R1",
            payer_ref="P1",
            payer_kind=PayerKind.TOP_UP,
            payer_name="Alan Moss",
            weekly_amount=Decimal(120),
            begins_on=today(),
        )
    )
    await scene.record(ReceivePayment(payer="P1", received_on=today(), amount=Decimal(480), reference="July"))
    await tablet.open("/payments/new")
    await tablet.lose_signal()
    await page.get_by_label("Who paid?").select_option(index=1)
    await page.get_by_label("How much?").fill("480")
    await page.get_by_label("Reference").fill("July")
    await page.get_by_role("button", name="Save").click()
    saved = page.locator(".hearth-confirmation")
    await expect(saved).to_contain_text("Saved on this device")
    await tablet.find_signal()
    await expect(saved).to_contain_text("It may repeat an earlier payment, and counts nowhere")
    await expect(saved).to_contain_text("Was this paid twice?")
    await saved.get_by_role("link", name="Open it").click()
    await page.wait_for_url("**/records/**")
    await expect(page.get_by_role("link", name="Was this paid twice?")).to_be_visible()
