"""A form that can't be saved as it is says so beside each field, and what was typed is lost on no way."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from households.events import FallAmended, RecordSetAside, VolunteeringRecorded
from network.days import LONDON
from tests.browser.inspection import barriers, overflowing, small_targets
from tests.browser.tablet import KEEP_MANY, Tablet
from tests.households.outbox.device import form, seal

STRANGER = "document.querySelector('[name=resident]').add(new Option('Nobody', 'R99'))"
OF_A_NEWER_RELEASE = """
async (version) => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("hearth");
    asked.onsuccess = () => resolve(asked.result);
  });
  const store = db.transaction("records", "readwrite").objectStore("records");
  await new Promise((resolve) => {
    store.openCursor().onsuccess = ({ target: { result: at } }) => {
      at.update({ ...at.value, sealed: { ...at.value.sealed, v: version } }).onsuccess = resolve;
    };
  });
  db.close();
}
"""


def errors(page: Page) -> list[str]:
    """The fields that have an error beside them."""
    return [".nhsuk-form-group--error " + field for field in ("#resident", "#place", "#harm")]


async def refused(tablet: Tablet) -> None:
    """A fall of somebody whom the home does not know."""
    await tablet.open()
    await tablet.page.evaluate(STRANGER)
    await tablet.fill_in_fall("By the lift")
    await tablet.page.select_option("[name=resident]", "R99")
    await tablet.save_and_be_told()
    await expect(tablet.page.locator("#error-summary")).to_be_focused()


async def test_what_is_missing_is_said_beside_its_field_without_a_signal_too(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open()
    await tablet.save()
    await expect(page.locator("#error-summary")).to_be_focused()
    for field in errors(page):
        await expect(page.locator(field)).to_have_count(1)
    await expect(page.locator("#resident-error")).to_contain_text("Choose who fell.")
    assert "resident-error" in (await page.get_attribute("#resident", "aria-describedby") or "")
    await page.locator("#error-summary").get_by_role("link", name="Choose who fell.").click()
    await expect(page.locator("#resident")).to_be_focused()
    await tablet.fill_in_fall()
    await page.locator("[name=harm][value=low]").evaluate("(radio) => { radio.checked = false; }")
    await tablet.save()
    await expect(page.locator("#error-summary li")).to_have_count(1)
    await expect(page.locator(".nhsuk-form-group--error")).to_have_count(1)
    await tablet.wait_until(0)


async def test_what_could_not_be_read_at_its_arrival_is_said_while_its_maker_looks_at_it(
    tablet: Tablet,
) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open("/volunteering/new")
    for hours, said in {
        "2,5": "Hours: write figures with a point, such as 2.5 or 1071.52.",
        "1001": "Hours: give a number between 0.01 and 1000.",
        "2.125": "Hours: write at most 2 figures after the point.",
    }.items():
        await page.fill("#hours", hours)
        await tablet.save()
        await expect(page.locator("#hours-error")).to_contain_text(said)
    await page.fill("#hours", "£1,000.00")
    await page.fill("#given-on", "0026-11-20")
    await tablet.save()
    await expect(page.locator(".nhsuk-error-message")).to_have_text(
        ["Error: The day: the year is not between 1900 and 2199. Check the date."]
    )
    await tablet.wait_until(0)
    await page.fill("#given-on", "")
    await tablet.save()
    await tablet.wait_until(1)
    await tablet.find_signal()
    await tablet.wait_until(1, "received")
    given = [event for event in await tablet.events() if isinstance(event, VolunteeringRecorded)]
    assert [event.hours for event in given] == [1000]


async def test_a_time_later_than_the_clock_is_asked_about_once_without_a_signal(tablet: Tablet) -> None:
    page = tablet.page
    await page.clock.install()
    await tablet.lose_signal()
    await tablet.open()
    await tablet.fill_in_fall()
    tomorrow, later = (datetime.now(LONDON) + timedelta(days=days) for days in (1, 2))
    for at in (tomorrow, later):
        await page.fill("[name=occurred_at]", f"{at:%Y-%m-%dT%H:%M}")
        # Pressed twice at once, nobody has read it yet.
        await page.locator("form[data-outbox] button").dblclick()
        for place in ("#error-summary li", "#occurred-at-error"):
            await expect(page.locator(place)).to_contain_text(
                f"That is later than this device’s clock says ({datetime.now(LONDON):%A}"
            )
        assert await barriers(page) + await small_targets(page) + await overflowing(page) == []
    await tablet.wait_until(0)
    await page.clock.run_for("00:02")
    await tablet.save()
    await tablet.wait_until(1)


async def test_a_time_of_just_now_is_not_asked_about(tablet: Tablet) -> None:
    await tablet.lose_signal()
    await tablet.open()
    await tablet.fill_in_fall()
    await tablet.page.fill(
        "[name=occurred_at]", f"{datetime.now(LONDON) + timedelta(minutes=2):%Y-%m-%dT%H:%M}"
    )
    await tablet.save()
    await tablet.wait_until(1)


async def test_a_text_that_is_too_long_says_so_and_keeps_what_was_typed(tablet: Tablet) -> None:
    page = tablet.page
    await tablet.lose_signal()
    await tablet.open("/practice/new")
    await page.fill("#text", "a" * 501)
    await tablet.save()
    await expect(page.locator("#text-error")).to_contain_text("write at most 500 characters. There are 501.")
    assert len(await page.input_value("#text")) == 501
    await tablet.wait_until(0)


async def test_a_refusal_is_said_on_the_form_and_its_record_stays_until_it_is_mended(tablet: Tablet) -> None:
    await refused(tablet)
    await expect(tablet.page.locator("#resident-error")).to_be_visible()
    await expect(tablet.page.locator("[name=description]")).to_have_value("By the lift")
    await expect(tablet.page.locator("[data-waiting]")).to_be_hidden()
    # Nothing reaches the service now; were it gone from here, nobody would ever know of it.
    await tablet.lose_signal()
    await tablet.wait_until(1, "mending")
    await tablet.page.select_option("[name=resident]", index=1)
    await tablet.save()
    await tablet.page.wait_for_url("**/next?*")
    await tablet.wait_until(0, "mending")
    await tablet.find_signal()
    await tablet.wait_until(1, "received")
    assert len((await tablet.kept())["records"]) == len(await tablet.falls()) == 1


async def test_what_follows_on_a_record_put_off_waits_behind_it_in_later_deliveries_too(
    tablet: Tablet,
) -> None:
    person = await tablet.page.evaluate("() => fetch('/outbox/person').then((answer) => answer.json())")
    public = await tablet.page.evaluate("() => fetch('/outbox/key').then((answer) => answer.json())")
    deliveries: list[str] = []
    tablet.page.on("request", lambda asked: deliveries.append(asked.post_data or ""))
    await tablet.lose_signal()
    await tablet.record_fall()
    # Between the two stand as many others as one delivery takes.
    fields = [("hours", "2"), ("given_on", "")]
    others = [
        seal(
            form("record-volunteering", tablet.scene.home, fields, datetime.now(UTC), person["grant"]), public
        )
        for _ in range(50)
    ]
    await tablet.page.evaluate(KEEP_MANY, others)
    await tablet.page.check("[name=on_anticoagulant][value=yes]", force=True)
    await tablet.save()
    # What to do now is said without an answer of the service, too.
    advice = tablet.page.get_by_role("region", name="Call 999 now", exact=True)
    await expect(advice).to_be_visible()
    await tablet.wait_until(52)
    await tablet.page.evaluate(OF_A_NEWER_RELEASE, 2)
    follow_up = (await tablet.kept())["records"][-1]
    await tablet.find_signal()
    await tablet.wait_until(50, "received")
    await tablet.wait_until(2)
    assert not [sent for sent in deliveries if follow_up["sealed"]["box"] in sent]
    assert not [event for event in await tablet.events() if isinstance(event, RecordSetAside)]
    await tablet.page.evaluate(OF_A_NEWER_RELEASE, 1)
    await tablet.open("")
    await tablet.wait_until(52, "received")
    assert isinstance((await tablet.events())[-1], FallAmended)
