"""A tablet that a home shares, with no signal: who may go on, who made what, and what the next can't see."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from playwright.async_api import TimeoutError as TookTooLong

from households.events import RecordSetAside
from households.reference import sickness_reasons
from network.access.sessions.cookies import DEVICE
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from tests.browser.scene import Scene
from tests.browser.tablet import Tablet, by, holds
from tests.browser.test_door import with_a_sensor
from tests.patience import until

PINS = {"Sam Taylor": "482915", "Ada Okafor": "730264"}
SIX_MINUTES = "06:00"
SICK = """
async ([path, reason_code]) => {
  const staff = document.querySelector("[name=staff] option:nth-child(2)").value;
  const first_day = new Date().toLocaleDateString("sv", { timeZone: "Europe/London" });
  const body = JSON.stringify({ staff, first_day, reason_code });
  const headers = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  return (await (await fetch(path, { method: "POST", headers, body })).json()).id;
}
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """The home's tablet, and the two who work on it."""

    tablet: Tablet
    device_id: UUID
    sam: UUID
    ada: UUID

    @property
    def page(self) -> Page:
        """What is on it."""
        return self.tablet.page

    async def sign_in(self, name: str) -> None:
        """Two taps and a PIN, with a signal."""
        await self.page.goto("/sign-in")
        # What makes of a PIN a key for when there is no signal is a script of the page.
        await self.tablet.follow(self.page.locator("#content").get_by_role("link", name=name))
        await self.page.fill("[name=pin]", PINS[name])
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.wait_for_url("**/homes/*")
        await self.tablet.ready()

    async def sign_in_away(self, name: str, pin: str | None = None) -> None:
        """The same without a signal; the page that it leads to, with all that it does by itself done."""
        await self.try_away(name, pin or PINS[name], leads_on=True)
        await self.tablet.ready()

    async def try_away(self, name: str, pin: str, *, leads_on: bool = False) -> None:
        """Type a PIN without a signal, whatever comes of it."""
        await self.page.select_option("#offline-who", label=name)
        await self.page.fill("#offline-secret", pin)
        if leads_on:
            await self.tablet.leave()
        await self.page.get_by_role("button", name="Sign in on this device").click()

    async def sign_out(self) -> None:
        """One tap."""
        await self.page.get_by_role("button", name="Sign out").click()

    async def leave_alone(self) -> None:
        """Nobody touches it until it signs out by itself."""

        async def is_signed_out() -> bool:
            # A page that still scrolls while its clock is moved was touched: then it takes as long again.
            await self.page.clock.run_for(SIX_MINUTES)
            with suppress(TookTooLong):
                await self.page.wait_for_url("**/sign-in?**", timeout=5_000)
            return "/sign-in?" in self.page.url

        await until(is_signed_out, "idle minutes sign out")
        # The service worker has a clock of its own, which nobody moves.
        await self.page.clock.set_system_time(datetime.now(UTC))


@pytest_asyncio.fixture(loop_scope="session")
async def shared(scene: Scene, context: BrowserContext, page: Page) -> Shared:
    """Enrolled by network IT; Sam has signed in on it."""
    doors = scene.services.doors
    device_id, code = await doors.devices.add(SYSTEM, scene.home_id, "Kitchen")
    key = await doors.devices.enrol(code.text)
    secure = scene.address.replace("http://", "https://")
    await context.add_cookies(
        [{"name": DEVICE, "value": key, "url": secure, "httpOnly": True, "sameSite": "Lax"}]
    )
    sam, ada = [await scene.account(Role.HOME_TEAM, name) for name in PINS]
    for account_id, pin in zip((sam, ada), PINS.values(), strict=True):
        await doors.credentials.give(SYSTEM, [account_id], SignInMethod.PIN, pin)
    shared = Shared(Tablet(scene, context, page), device_id, sam, ada)
    await shared.sign_in("Sam Taylor")
    await page.wait_for_function("() => navigator.serviceWorker?.controller")
    return shared


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


async def test_who_is_signed_out_while_away_from_the_form_finds_there_what_they_typed_and_nobody_else_does(
    shared: Shared,
) -> None:
    tablet = shared.tablet
    await shared.page.clock.install()
    await tablet.open()
    await tablet.fill_in_fall("Half a sentence")
    await shared.leave_alone()
    assert "/sign-in" in (await tablet.context.request.get("/account", headers={"accept": "text/html"})).url
    assert not holds(await tablet.kept(), "Half a sentence")
    await shared.sign_in("Ada Okafor")
    await tablet.open()
    await expect(shared.page.locator("[name=description]")).to_have_value("")
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.sign_in("Sam Taylor")
    await tablet.open()
    await expect(shared.page.locator("[name=description]")).to_have_value("Half a sentence")
    await expect(shared.page.locator("[name=place][value=bedroom]")).to_be_checked()
    await tablet.save()
    await shared.page.wait_for_url("**/next?*")
    await tablet.wait_until(1, "received")
    await tablet.open()
    await expect(shared.page.locator("[name=description]")).to_have_value("")


async def test_what_somebody_mistyped_is_no_key_to_who_signs_in_after_them(shared: Shared) -> None:
    await shared.sign_out()
    await shared.page.wait_for_url("**/sign-in")
    await shared.tablet.follow(shared.page.get_by_role("link", name="Ada Okafor"))
    await shared.page.fill("[name=pin]", "119911")
    await shared.page.get_by_role("button", name="Sign in").click()
    await expect(shared.page.get_by_text("That is not the PIN.").first).to_be_visible()
    await shared.tablet.ready()
    # By a passkey: nothing is typed that a key could follow from.
    await shared.tablet.scene.sign_in(shared.tablet.context, name="Sam Taylor")
    await shared.tablet.open("")
    [session] = [kept for kept in (await shared.tablet.kept())["settings"] if holds(kept, "identity")]
    assert session["identity"] is None


async def test_who_comes_straight_back_after_idle_minutes_finds_what_they_typed(shared: Shared) -> None:
    tablet = shared.tablet
    await shared.page.clock.install()
    await tablet.open()
    await tablet.fill_in_fall("Half a sentence")
    await shared.leave_alone()
    await tablet.ready()
    await shared.sign_in("Sam Taylor")
    await tablet.open()
    await expect(shared.page.locator("[name=description]")).to_have_value("Half a sentence")


async def test_a_guest_comes_back_to_what_they_typed_and_signs_in_without_a_signal(
    shared: Shared,
) -> None:
    tablet, page = shared.tablet, shared.page
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await tablet.follow(page.get_by_role("link", name="I am here for this shift only"))
    for name, value in {"name": "Grace Lund", "pin": "193746", "vouching_pin": PINS["Sam Taylor"]}.items():
        await page.fill(f"[name={name}]", value)
    await page.select_option("[name=vouched_by]", label="Sam Taylor")
    await page.get_by_role("button", name="Let them in").click()
    await page.wait_for_url("**/homes/*")
    await tablet.ready()
    await tablet.open()
    await tablet.fill_in_fall("Half a sentence")
    await shared.sign_out()
    await page.wait_for_url("**/sign-in")
    await tablet.follow(page.get_by_role("link", name="Grace Lund"))
    await page.fill("[name=pin]", "193746")
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/homes/*")
    await tablet.open()
    await expect(page.locator("[name=description]")).to_have_value("Half a sentence")
    await tablet.lose_signal()
    await shared.sign_out()
    await shared.sign_in_away("Grace Lund", "193746")
    await expect(page.get_by_text("You are signed in as Grace Lund.")).to_be_visible()
