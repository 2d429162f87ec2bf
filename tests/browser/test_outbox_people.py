"""A tablet that a home shares, with no signal: who may go on, who made what, and what the next can't see."""

from playwright.async_api import BrowserContext, expect

from households.events import RecordSetAside
from households.reference import sickness_reasons
from network.access.viewer import SYSTEM
from tests.browser.shared_tablet import PINS, Shared
from tests.browser.tablet import by, holds
from tests.browser.test_door import with_a_sensor

SICK = """
async ([path, reason_code]) => {
  const staff = document.querySelector("[name=staff] option:nth-child(2)").value;
  const first_day = new Date().toLocaleDateString("sv", { timeZone: "Europe/London" });
  const body = JSON.stringify({ staff, first_day, reason_code });
  const headers = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  return (await (await fetch(path, { method: "POST", headers, body })).json()).id;
}
"""


async def test_ada_sends_what_sam_recorded_and_can_not_read_it_while_it_waits(shared: Shared) -> None:
    tablet = shared.tablet
    await tablet.lose_signal()
    await tablet.record_fall("Beside the blue armchair")
    await shared.sign_out()
    await shared.page.wait_for_url("**/offline")
    await tablet.ready()
    await tablet.says("1 record is saved on this device and not sent yet.")
    await tablet.find_signal()
    kept, pages = await tablet.kept(), await tablet.pages_kept()
    assert len(kept["records"]) == 1
    assert len(pages) > 5
    for name in ("armchair", "Brown", "Taylor", "Okafor"):
        assert not holds(kept, name), f"{name} is in the database"
        assert not holds(pages, name), f"{name} is in a page that is kept"
    await shared.sign_in("Ada Okafor")
    await tablet.wait_until(1, "received")
    assert by(await tablet.falls()) == [(shared.sam, shared.ada)]


async def test_signing_out_says_how_many_records_wait(shared: Shared) -> None:
    await shared.tablet.context.route("**/outbox", lambda route: route.abort())
    await shared.tablet.record_fall()
    await shared.tablet.record_fall()
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.tablet.says("2 records are saved on this device and not sent yet.")


async def test_who_is_known_on_the_tablet_signs_in_without_a_signal_and_records(shared: Shared) -> None:
    tablet = shared.tablet
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.sign_in("Ada Okafor")
    await tablet.lose_signal()
    await shared.sign_out()
    await expect(shared.page.locator("#offline-who option")).to_have_text(["Ada Okafor", "Sam Taylor"])
    await expect(shared.page.get_by_text("Somebody who isn’t in this list")).to_be_visible()
    await shared.sign_in_away("Sam Taylor")
    await expect(shared.page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()
    await tablet.open()
    names = await shared.page.locator("[name=resident] option").all_inner_texts()
    assert len(names) == 11
    assert "Edith Brown-3" in names[1:][3]
    await tablet.fill_in_fall()
    await tablet.save()
    await shared.page.wait_for_url("**/next?*")
    await tablet.ready()
    await tablet.wait_until(1)
    await tablet.find_signal()
    # Ada's session ended with her signing out, although that could not be said at the time.
    await shared.page.goto("/")
    await shared.page.wait_for_url("**/sign-in")
    assert await tablet.falls() == []
    await shared.sign_in("Ada Okafor")
    await tablet.wait_until(1, "received")
    assert by(await tablet.falls()) == [(shared.sam, shared.ada)]


async def test_a_passkey_leaves_what_a_pin_opens_without_a_signal(
    shared: Shared, context: BrowserContext
) -> None:
    tablet, page = shared.tablet, shared.page
    await with_a_sensor(context, page)
    await page.goto("/account/passkeys/new")
    await page.fill("[name=proof]", PINS["Sam Taylor"])
    await page.click("button:has-text('Add a passkey')")
    await page.wait_for_url("**/account?done=passkey-added")
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await page.goto("/sign-in/password")
    await page.click("text=Sign in with a passkey")
    await page.wait_for_url("**/homes/*")
    await tablet.ready()
    [sam] = (await tablet.kept())["people"]
    assert len(sam["ways"]) == 2
    await tablet.lose_signal()
    await shared.sign_out()
    await shared.sign_in_away("Sam Taylor")
    await expect(page.get_by_text("You are signed in as Sam Taylor.")).to_be_visible()


async def test_what_is_for_one_person_alone_is_not_kept_and_the_rest_goes_with_the_next(
    shared: Shared,
) -> None:
    tablet, home = shared.tablet, shared.tablet.scene.home
    code, reason = next(iter(sickness_reasons().items()))
    await tablet.open("/sickness/new")
    record = await shared.page.evaluate(SICK, [f"/homes/{home}/sickness", code])
    for below in (f"/records/{record}", "/team"):
        await tablet.open(below)
        await expect(shared.page.locator("main")).to_contain_text(reason if record in below else "The team")
    kept = await tablet.pages_kept()
    assert f"hearth-pages /homes/{home}/team" in kept
    assert not any("/records/" in address for address in kept)
    assert not holds({at: page for at, page in kept.items() if at.startswith("hearth-pages")}, reason)
    # Nobody has signed out: Ada types her PIN at the tablet that Sam left.
    await shared.sign_in("Ada Okafor")
    assert f"hearth-pages /homes/{home}/team" not in await tablet.pages_kept()


async def test_ten_wrong_pins_wipe_the_roster_and_leave_the_records(shared: Shared) -> None:
    tablet = shared.tablet
    await tablet.lose_signal()
    await tablet.record_fall()
    await shared.sign_out()
    said = shared.page.locator("[data-said]")
    for left in range(9, 0, -1):
        await shared.try_away("Sam Taylor", "000000")
        await expect(said).to_contain_text(f"{left} tries are left" if left > 1 else "1 try is left")
    await shared.try_away("Sam Taylor", "000000")
    await expect(said).to_contain_text("Nobody is known on this device any more.")
    kept = await tablet.kept()
    assert kept["people"] == []
    assert len(kept["records"]) == 1
    await tablet.find_signal()
    await shared.sign_in("Sam Taylor")
    await tablet.wait_until(1, "received")


async def test_a_tablet_that_is_revoked_forgets_its_people_at_the_next_contact_but_no_record(
    shared: Shared,
) -> None:
    tablet, scene = shared.tablet, shared.tablet.scene
    await tablet.lose_signal()
    await tablet.record_fall()
    await scene.services.doors.devices.revoke(SYSTEM, shared.device_id)
    # The server's process keeps whom it has just recognised for three seconds.
    await shared.page.wait_for_timeout(3_100)
    await tablet.find_signal()
    await shared.page.goto("/sign-in")
    await tablet.ready()
    kept = await tablet.kept()
    assert kept["people"] == []
    assert await tablet.count("waiting") == 1
    assert not holds(await tablet.pages_kept(), "Brown")
    await scene.sign_in(tablet.context, name="Mia Novak")
    await tablet.open("")
    await tablet.wait_until(1, "set_aside")
    [event] = [event for event in await tablet.events() if isinstance(event, RecordSetAside)]
    assert (event.rule, event.recorded_by) == ("device_revoked", shared.sam)
