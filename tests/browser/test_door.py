"""Signing in with a real browser: by finger, by PIN on the tablet, and with scripts turned off."""

from typing import Any

from playwright.async_api import BrowserContext, Page, expect

from network.access.viewer import SYSTEM, Role
from tests.browser.door_visits import PASSWORD, PIN, become_tablet, with_pin
from tests.browser.scene import Scene
from tests.codes import CODE

SENSOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "automaticPresenceSimulation": True,
}


async def begin(scene: Scene, page: Page, name: str = "Ada Okafor", *, has_scripts: bool = True) -> str:
    """Begin with the link that network IT hands out, or the code in it; the sign-in name."""
    account_id = await scene.account(Role.HOME_TEAM, name)
    invitation = await scene.services.doors.people.invite(SYSTEM, account_id)
    await page.goto(invitation.path)
    if not has_scripts:
        await page.fill("[name=code]", invitation.code)
    await page.click("text=Go on")
    await page.fill("[name=new_pin]", PIN)
    await page.fill("[name=new_password]", PASSWORD)
    await page.click("text=Save and sign in")
    await page.wait_for_url(f"**/homes/{scene.home}**")
    return invitation.sign_in_name


async def sign_out(page: Page) -> None:
    await page.click("header >> text=Sign out")
    await page.wait_for_url("**/sign-in**")


async def with_a_sensor(context: BrowserContext, page: Page, *, knows_finger: bool = True) -> None:
    """Give the browser an authenticator, as a phone has one."""
    protocol: Any = await context.new_cdp_session(page)
    options = {**SENSOR, "isUserVerified": knows_finger}
    await protocol.send("WebAuthn.enable")
    await protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def test_a_passkey_is_added_and_lets_its_person_in_without_a_name_or_password(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    await with_a_sensor(context, page)
    await begin(scene, page)
    await page.goto("/account/passkeys/new")
    await page.fill("[name=proof]", "not this one")
    await page.click("button:has-text('Add a passkey')")
    await expect(page.locator("main [role=alert]")).to_have_text("That is not your password.")
    await page.fill("[name=proof]", PASSWORD)
    await page.click("button:has-text('Add a passkey')")
    await page.wait_for_url("**/account?done=passkey-added")
    await expect(page.locator("main")).to_contain_text("Passkey from Chrome")
    await sign_out(page)
    await page.click("text=Sign in with a passkey")
    await page.wait_for_url(f"**/homes/{scene.home}**")


async def test_a_passkey_that_was_removed_lets_nobody_in(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    await with_a_sensor(context, page)
    await begin(scene, page, "Bea Marsh")
    await page.goto("/account/passkeys/new")
    await page.fill("[name=proof]", PASSWORD)
    await page.click("button:has-text('Add a passkey')")
    await page.wait_for_url("**/account?done=passkey-added")
    await page.click("main >> text=Remove >> nth=0")
    await page.fill("[name=proof]", PASSWORD)
    await page.click("button:has-text('Remove it')")
    await page.wait_for_url("**/account?done=passkey")
    await sign_out(page)
    await page.click("text=Sign in with a passkey")
    await expect(page.locator("main [role=alert]")).to_contain_text("This passkey is not known here")


async def test_a_finger_that_the_phone_does_not_know_lets_nobody_in(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    await with_a_sensor(context, page, knows_finger=False)
    await page.goto("/sign-in")
    await page.click("text=Sign in with a passkey")
    await expect(page.locator("main [role=alert]")).to_contain_text("Nothing was done")


async def test_the_person_at_the_tablet_changes_in_two_taps_and_a_pin(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    await with_pin(scene, "Ada Okafor")
    await with_pin(scene, "Sam Price", "194622")
    await become_tablet(scene, context)
    await page.goto("/sign-in")
    await page.tap("text=Ada Okafor")
    pin = page.locator("[name=pin]")
    await expect(pin).to_be_focused()
    assert await pin.get_attribute("inputmode") == "numeric"
    await page.keyboard.type(PIN)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/homes/{scene.home}**")
    await page.tap("header >> text=Sign out")
    await page.tap("text=Sam Price")
    await expect(page.locator("h1")).to_have_text("Sam Price")
    await expect(pin).to_be_focused()
    await page.keyboard.type("194622")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/homes/{scene.home}**")
    await expect(page.locator("header")).to_contain_text("Sam Price")


async def test_after_signing_out_going_back_shows_nothing(scene: Scene, page: Page) -> None:
    await begin(scene, page, "Cara Nwosu")
    await page.goto("/account")
    await sign_out(page)
    await page.go_back()
    await expect(page.locator("h1")).to_have_text("Sign in")


async def test_everything_but_passkeys_works_with_scripts_turned_off(scene: Scene, plain_page: Page) -> None:
    page = plain_page
    name = await begin(scene, page, "Dee Foster", has_scripts=False)
    await sign_out(page)
    await expect(page.locator("text=Sign in with a passkey")).to_be_hidden()
    await page.fill("[name=sign_in_name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("main button:has-text('Sign in'):visible")
    await page.wait_for_url(f"**/homes/{scene.home}**")
    await page.goto("/account/browsers/new")
    await page.fill("[name=proof]", PASSWORD)
    await page.click("text=Show me a code")
    assert CODE.fullmatch(await page.inner_text(".hearth-code"))


async def test_what_was_asked_for_is_shown_after_signing_in(
    scene: Scene, context: BrowserContext, page: Page
) -> None:
    account_id = await with_pin(scene, "Eve Taylor")
    await become_tablet(scene, context)
    await page.goto("/account?x=1")
    await page.click("text=Eve Taylor")
    await page.fill("[name=pin]", PIN)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/account?x=1")
    await scene.services.doors.sessions.end_all(SYSTEM, account_id)
