"""Answers that come late: what nobody looks at any more is the home's to see to, and nothing is lost."""

import asyncio

from playwright.async_api import Route, expect

from households.events import FallRecorded, RecordSetAside, RecordSettled
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.tablet import Tablet

LATE = 2.5
"""Seconds: longer than a form waits for what becomes of its record."""
OF_BEFORE = """
() => {
  const form = document.querySelector("form[data-outbox]");
  for (const field of form.querySelectorAll("[name=harm]")) field.name = "hurt";
  form.dataset.outboxAsks = "{}";
}
"""
"""A form as an earlier release had it, in which a field had another name."""


async def test_what_is_refused_after_its_form_has_made_way_needs_attention_and_is_not_lost(
    tablet: Tablet,
) -> None:
    async def answer_late(route: Route) -> None:
        answer = await route.fetch()
        await asyncio.sleep(LATE)
        await route.fulfill(response=answer)

    await tablet.open("/moments/new")
    await tablet.context.route("**/outbox", answer_late)
    await tablet.page.evaluate("document.querySelector('[name=resident]').add(new Option('Nobody', 'R99'))")
    await tablet.page.select_option("[name=resident]", "R99")
    await tablet.page.fill("[name=moment]", "Fed the hens")
    await tablet.save()
    await tablet.page.wait_for_selector(".hearth-confirmation")
    await tablet.wait_until(1, "set_aside")
    [aside] = [event for event in await tablet.events() if isinstance(event, RecordSetAside)]
    assert (aside.command, aside.rule) == ("share-moment", "resident_unknown")


async def test_a_form_that_an_earlier_release_kept_is_told_like_to_a_person_and_recorded_anew(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open()
    await tablet.fill_in_fall("Beside the blue armchair")
    await page.evaluate(OF_BEFORE)
    await tablet.save()
    await page.wait_for_url("**/next?*")
    await tablet.ready()
    await tablet.find_signal()
    await tablet.wait_until(1, "set_aside")
    await tablet.open("")
    await tablet.says("1 record from this device needs attention.")
    await tablet.follow(page.get_by_role("link", name="See why"))
    await tablet.follow(page.locator("main").get_by_role("link", name="A fall of Edith Brown-0"))
    for words in ("a form that is no longer in use", "Choose whether the person was hurt.", "blue armchair"):
        await expect(page.locator("main")).to_contain_text(words)
    assert await barriers(page) + await small_targets(page) + await overflowing(page) == []
    await tablet.follow(page.get_by_role("link", name="Mend and record it"))
    await expect(page.locator("[name=description]")).to_have_value("Beside the blue armchair")
    await expect(page.locator("[name=place][value=bedroom]")).to_be_checked()
    await page.check("[name=harm][value=low]", force=True)
    await page.get_by_role("button", name="Save the fall").click()
    await page.wait_for_url("**/next?*")
    fall, settled = (await tablet.events())[-2:]
    assert isinstance(fall, FallRecorded)
    assert isinstance(settled, RecordSettled)
