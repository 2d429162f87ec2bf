"""What was typed on a shared tablet and not saved when its session ended: its writer's, and nobody else's."""

from playwright.async_api import expect

from tests.browser.shared_tablet import PINS, Shared
from tests.browser.tablet import holds


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
