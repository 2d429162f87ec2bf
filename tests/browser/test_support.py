"""A question from the coach's page over the home's Today to the answer, in a browser."""

import re

from playwright.async_api import BrowserContext, Page, expect

from network.access.viewer import Role
from tests.browser.coaching_visits import something_said
from tests.browser.scene import Scene


async def test_what_waits_stands_on_today_and_with_the_coach_until_the_home_has_answered(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await something_said(scene)
    await scene.sign_in(context, Role.COACH)
    await page.goto(scene.path("/coach"))
    await expect(page.locator("main")).to_contain_text(
        "1 question without an answer, 2 open actions, 1 of them"
    )
    await page.goto(scene.path("/coach/homes/{home}"))
    section = page.locator("section", has=page.get_by_role("heading", name="You and "))
    await expect(section).to_contain_text("1 question waits for an answer. 2 agreed actions are open.")

    await scene.sign_in(context, Role.HOME_TEAM)
    await page.goto(scene.path("/homes/{home}"))
    await expect(page.locator("main")).to_contain_text("1 action is due within a week")
    today = page.url
    await page.get_by_role("link", name="Answer our coach").click()
    # The page that is left has a link of that name, too.
    await page.wait_for_url(lambda at: at != today)
    await page.get_by_role("link", name="Answer", exact=False).first.click()
    await page.get_by_label("What do you say to it?").fill("Two of us would.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").first).to_contain_text("Your answer is saved.")
    await page.get_by_role("button", name=re.compile("Done.*A rail along the corridor")).click()
    await expect(page.locator("main")).to_contain_text("Ticked off.")
    await page.goto(scene.path("/homes/{home}"))
    await expect(page.get_by_role("link", name="Answer our coach")).to_have_count(0)
    await expect(page.locator("main")).not_to_contain_text("due within a week")
