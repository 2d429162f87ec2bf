"""Answers that come late: what nobody looks at any more is the home's to see to, and nothing is lost."""

import asyncio

from playwright.async_api import Route

from households.events import RecordSetAside
from tests.browser.tablet import Tablet

LATE = 2.5
"""Seconds: longer than a form waits for what becomes of its record."""


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
