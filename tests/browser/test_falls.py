"""A fall, as somebody records it in a corridor with one thumb: on a phone, and also where no script runs."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from playwright.async_api import BrowserContext, Page, expect

from households.events import FallAmended, FallObserved, FallRecorded
from households.terms import Harm
from network.eventstore.event import Event
from network.services import Services
from tests.browser.scene import Scene
from tests.browser.tablet import NEVER_LEADS_ON
from tests.patience import until
from tests.small_network import fall_of

MOST_TAPS = 10


class Thumb:
    """Taps on a page and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    async def choose(self, label: str, text: str) -> None:
        """Pick from a list: open it, and tap the line."""
        self.taps += 2
        option = self.page.locator("option", has_text=text).first
        await self.page.get_by_label(label).select_option(await option.get_attribute("value"))

    async def tap(self, question: str, answer: str) -> None:
        """Tap an answer's tile."""
        self.taps += 1
        await self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).tap()

    async def press(self, button: str) -> None:
        """Press a button."""
        self.taps += 1
        await self.page.get_by_role("button", name=button, exact=True).tap()

    async def follow(self, link: str) -> None:
        """Follow a link."""
        self.taps += 1
        await self.page.get_by_role("link", name=link, exact=True).tap()


async def events(services: Services, scene: Scene, kind: type[Event]) -> list[Event]:
    stored = await services.store.read(scene.home_id)
    return [said.event for said in stored if isinstance(said.event, kind)]


async def arrived(services: Services, scene: Scene, kind: type[Event], count: int = 1) -> list[Event]:
    """Wait until so many are there: a page leads on before it knows that they are."""

    async def so_many() -> bool:
        return len(await events(services, scene, kind)) == count

    await until(so_many, f"{count} {kind.__name__} arrived")
    return await events(services, scene, kind)


async def record_a_fall(page: Page, scene: Scene) -> Thumb:
    """From Today to the saved fall: found on the floor, a little hurt, nobody saw it."""
    thumb = Thumb(page)
    await page.goto(scene.path("/homes/{home}"))
    await thumb.follow("Record a fall")
    await thumb.choose("Who fell?", "Edith Brown-1")
    await thumb.tap("Where?", "Bedroom")
    await thumb.tap("Hurt?", "A little hurt")
    await thumb.tap("Did they hit their head?", "Not sure")
    await thumb.tap("Did anybody see it?", "Found afterwards")
    await thumb.tap("What was done?", "First aid")
    await thumb.tap("Who was told?", "Relatives")
    await thumb.press("Save the fall")
    await page.get_by_role("heading", name="What to do now").wait_for()
    return thumb


async def answer_the_protocol(page: Page, scene: Scene, services: Services) -> None:
    """The next step says what to do, and takes what was done."""
    await page.get_by_text("Do they take a blood thinner? Then call 999 now").wait_for()
    thumb = Thumb(page)
    await thumb.tap("Do they take a blood thinner?", "Yes")
    await thumb.press("Save")
    await page.get_by_role("heading", name="Call 999 now", exact=True).wait_for()
    await thumb.tap("What has been done since?", "Called 999")
    await thumb.press("Save")
    await page.get_by_text("999 was called.").wait_for()
    _, amended = await arrived(services, scene, FallAmended, 2)
    assert isinstance(amended, FallAmended)
    assert amended.facts.on_anticoagulant is True
    assert "999" in amended.facts.actions


async def test_a_fall_is_recorded_with_few_taps_and_the_protocol_is_asked_after_it(
    page: Page, context: BrowserContext, scene: Scene, services: Services
) -> None:
    await scene.sign_in(context)
    await page.add_init_script(f"({NEVER_LEADS_ON})()")
    thumb = await record_a_fall(page, scene)
    assert thumb.taps <= MOST_TAPS
    (fall,) = await arrived(services, scene, FallRecorded)
    assert isinstance(fall, FallRecorded)
    assert (fall.facts.witnessed, fall.facts.head_struck) == (False, None)
    await answer_the_protocol(page, scene, services)


async def test_the_same_without_a_script(plain_page: Page, scene: Scene, services: Services) -> None:
    await scene.sign_in(plain_page.context)
    thumb = await record_a_fall(plain_page, scene)
    assert thumb.taps <= MOST_TAPS
    await arrived(services, scene, FallRecorded)
    await answer_the_protocol(plain_page, scene, services)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
async def test_what_is_missing_is_said_and_what_was_chosen_stays(
    page: Page, plain_page: Page, scene: Scene, services: Services, script: bool
) -> None:
    seen = page if script else plain_page
    await scene.sign_in(seen.context)
    await seen.goto(scene.path("/homes/{home}/falls/new"))
    thumb = Thumb(seen)
    await thumb.tap("Where?", "Lounge")
    await thumb.press("Save the fall")
    await seen.get_by_text("Choose who fell.").first.wait_for()
    await seen.get_by_text("Choose whether the person was hurt.").first.wait_for()
    assert await seen.get_by_role("radio", name="Lounge").is_checked()
    assert await events(services, scene, FallRecorded) == []


async def test_somebody_is_looked_in_on_from_the_list_with_three_taps(
    page: Page, context: BrowserContext, scene: Scene, services: Services
) -> None:
    await scene.sign_in(context)
    await scene.record(fall_of(1, datetime.now(UTC) - timedelta(hours=1)))
    await page.goto(scene.path("/homes/{home}/follow-up"))
    thumb = Thumb(page)
    await thumb.follow("Edith Brown-1")
    await thumb.tap("What did you see?", "Awake, and answers as usual.")
    await thumb.press("Save")
    assert thumb.taps == 3
    await page.wait_for_url("**/follow-up?*")
    await arrived(services, scene, FallObserved)
    await page.get_by_text("looked in on once").wait_for()


async def test_of_who_has_died_no_care_is_asked_but_what_follows_a_death(
    plain_page: Page, scene: Scene
) -> None:
    page = plain_page
    await scene.sign_in(page.context)
    fall = replace(fall_of(1, datetime.now(UTC) - timedelta(minutes=5)), harm=Harm.FATAL, head_struck=None)
    recorded = await scene.record(fall)
    await page.goto(scene.path("/homes/{home}/falls/") + f"{recorded.id}/next")
    await expect(page.get_by_role("region", name="They have died: call 999 now")).to_be_visible()
    for care in ("head to toe", "Look in on", "blood thinner", "hit their head", "Somebody saw it", "warm"):
        await expect(page.locator("main")).not_to_contain_text(care)
    await expect(page.get_by_text("Agree with the police who tells the relatives")).to_be_visible()
    thumb = Thumb(page)
    await thumb.tap("What has been done since?", "Called 999")
    await thumb.press("Save")
    await expect(page.locator("main")).to_contain_text("Do what the ambulance service")
    await expect(page.get_by_role("link", name="the page of Edith Brown-1")).to_be_visible()
    await thumb.follow("Decide whether the CQC has to be told")
    await expect(page.locator("main")).to_contain_text("Regulation 16")
    await page.goto(scene.path("/homes/{home}/follow-up"))
    await expect(page.locator("main")).to_contain_text("Nobody has to be looked in on")
