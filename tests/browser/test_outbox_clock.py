"""A tablet whose clock is wrong: what happened when is right all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from network.days import LONDON
from tests.browser.tablet import Tablet


async def with_a_clock_a_day_slow(tablet: Tablet) -> None:
    """Ada signs in on a tablet whose clock is a day slow."""
    await tablet.context.clock.install(time=datetime.now(UTC) - timedelta(days=1))
    await tablet.scene.sign_in(tablet.context, name="Ada Okafor")
    await tablet.settle_in()


async def test_a_tablet_whose_clock_is_a_day_wrong_records_when_it_was(tablet: Tablet) -> None:
    await with_a_clock_a_day_slow(tablet)
    await tablet.record_fall()
    await tablet.wait_until(1, "received")
    [fall] = await tablet.falls()
    assert abs(fall.occurred_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert fall.clock_shift == pytest.approx(86_400, abs=60)


async def test_a_time_that_such_a_tablet_takes_for_the_future_is_recorded_as_it_was_typed(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await with_a_clock_a_day_slow(tablet)
    await tablet.open()
    await tablet.fill_in_fall()
    typed = datetime.now(LONDON).replace(second=0, microsecond=0) - timedelta(hours=2)
    await page.fill("[name=occurred_at]", f"{typed:%Y-%m-%dT%H:%M}")
    await tablet.save()
    await expect(page.locator("#occurred-at-error")).to_contain_text("later than this device’s clock says")
    await page.clock.run_for("00:02")
    await tablet.save()
    await tablet.wait_until(1, "received")
    [fall] = await tablet.falls()
    assert fall.occurred_at == typed
    assert fall.clock_shift == pytest.approx(86_400, abs=60)
