"""Coaches and finance find what they came for from the bare address."""

import asyncio
from datetime import date
from decimal import Decimal

from playwright.async_api import BrowserContext, Page, expect

from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.access.viewer import Role
from tests.browser.scene import Scene
from tests.patience import SECONDS
from tests.small_network import resident_ref


async def test_a_coach_begins_with_the_homes_in_their_care(
    page: Page, context: BrowserContext, scene: Scene
) -> None:
    await scene.sign_in(context, Role.COACH)
    homes = page.locator(".hearth-caseload__name a")
    # What pages show of the home may come a moment later; that it is this coach's is known at once.
    async with asyncio.timeout(SECONDS):
        while await homes.count() == 0:
            await page.goto("/")
    assert await homes.count() == 1
    assert await homes.first.get_attribute("href") == scene.path("/coach/homes/{home}")


async def test_finance_adds_payments_up_before_it_takes_the_file(
    wide_page: Page, wide_context: BrowserContext, scene: Scene
) -> None:
    amount = Decimal("1071.52")
    agreed = AgreeContribution(
        resident=resident_ref(0),
        payer_ref="P-1",
        payer_kind=PayerKind.SELF_FUNDER,
        payer_name="Mr Brown",
        weekly_amount=amount,
        begins_on=date(2024, 1, 1),
    )
    await scene.record(agreed)
    paid = ReceivePayment(payer="P-1", received_on=date(2024, 4, 2), amount=amount, reference="INV 7")
    await scene.record(paid)
    await scene.sign_in(wide_context, Role.FINANCE)
    await wide_page.goto("/")
    await wide_page.get_by_role("link", name="payments", exact=True).click()
    await wide_page.wait_for_url("**/finance/payments")
    await wide_page.fill("[name=from]", "2024-04-01")
    await wide_page.fill("[name=to]", "2024-04-30")
    await wide_page.fill("[name=home]", scene.home)
    await wide_page.get_by_role("button", name="Add them up").click()
    await expect(wide_page.locator("#totals")).to_contain_text("£1,071.52")
    async with wide_page.expect_download() as coming:
        await wide_page.get_by_role("link", name="Download the file").click()
    download = await coming.value
    assert "INV 7" in (await download.path()).read_text()


async def test_finance_is_told_what_is_wrong_with_the_days(
    wide_page: Page, wide_context: BrowserContext, scene: Scene
) -> None:
    await scene.sign_in(wide_context, Role.FINANCE)
    for query, said in (
        ("from=2024-04-30&to=2024-04-01", "#to-error"),
        ("from=2024-04-30", "#to-error"),
        ("from=2024-04-01&to=2024-04-30&home=atlantis", "#home-error"),
        ("from=soon&to=2024-04-30", "#from-error"),
    ):
        await wide_page.goto(f"/finance/payments?{query}")
        assert await wide_page.locator(said).is_visible(), query
