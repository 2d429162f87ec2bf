"""Network IT at work in a real browser: a tablet is enrolled, a person invited, a session ended."""

from playwright.async_api import BrowserContext, Page, expect

from network.access.viewer import SYSTEM, Role
from tests.browser.door_visits import PASSWORD, PIN
from tests.browser.scene import Scene
from tests.codes import CODE


async def code_on(page: Page) -> str:
    """The code that the page shows this once, as somebody reads it."""
    text = await page.inner_text("#code")
    assert CODE.fullmatch(text.strip())
    return text.strip()


async def name_of(scene: Scene) -> str:
    """What the scene's home is called."""
    return (await scene.services.directory.home(SYSTEM, scene.home)).name


async def test_a_person_is_invited_and_a_tablet_enrolled_and_the_person_signs_in_on_it(
    scene: Scene, wide_context: BrowserContext, wide_page: Page, page: Page
) -> None:
    await scene.sign_in(wide_context, Role.NETWORK_IT, "Nadia Karim")
    home = await name_of(scene)
    await wide_page.goto(f"/it/people/invite?home={scene.home_id}")
    await wide_page.fill("[name=name]", "Ada Okafor")
    await expect(wide_page.locator("[name=home] option:checked")).to_have_text(home)
    await wide_page.click("button:has-text('Invite')")
    await expect(wide_page.locator(".hearth-confirmation")).to_be_focused()
    begins_with = await code_on(wide_page)

    await page.goto("/sign-in/code")
    await page.fill("[name=code]", begins_with)
    await page.tap("text=Go on")
    await page.fill("[name=new_pin]", PIN)
    await page.fill("[name=new_password]", PASSWORD)
    await page.tap("text=Save and sign in")
    await page.wait_for_url(f"**/homes/{scene.home}**")
    await page.context.clear_cookies()

    await wide_page.goto("/it/devices")
    await wide_page.click("text=Enrol a tablet")
    await wide_page.select_option("[name=home]", label=home)
    await wide_page.fill("[name=name]", "Ground floor")
    await wide_page.click("button:has-text('Enrol')")
    tablets_code = await code_on(wide_page)

    await page.goto("/sign-in/tablet")
    await page.fill("[name=code]", tablets_code.lower().replace("-", " "))
    await page.tap("button:has-text('tablet')")
    await page.tap("text=Ada Okafor")
    await page.fill("[name=pin]", PIN)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/homes/{scene.home}**")

    await wide_page.goto(f"/it/devices?home={scene.home_id}")
    await expect(wide_page.locator("main")).to_contain_text("In use")
    await wide_page.goto(f"/it/sessions?home={scene.home_id}")
    row = wide_page.locator("tr", has_text="Ground floor")
    await expect(row).to_contain_text("by PIN")
    await row.locator("text=Sign out").click()
    await wide_page.click("main button:has-text('Sign out')")
    await expect(wide_page.locator(".hearth-confirmation")).to_have_text("Signed out.")
    await page.goto(f"/homes/{scene.home}")
    await page.wait_for_url("**/sign-in**")


async def test_a_tablet_that_is_revoked_lets_nobody_in(
    scene: Scene, wide_context: BrowserContext, wide_page: Page, page: Page
) -> None:
    await scene.sign_in(wide_context, Role.NETWORK_IT, "Nadia Karim")
    await wide_page.goto(f"/it/devices/enrol?home={scene.home_id}")
    # By keyboard alone: the home is chosen already.
    await wide_page.locator("[name=home]").focus()
    await wide_page.keyboard.press("Tab")
    await wide_page.keyboard.type("Upstairs")
    await wide_page.keyboard.press("Enter")
    await page.goto("/sign-in/tablet")
    await page.fill("[name=code]", await code_on(wide_page))
    await page.tap("button:has-text('tablet')")
    await expect(page.locator("main")).to_contain_text(await name_of(scene))
    await wide_page.goto(f"/it/devices?home={scene.home_id}")
    await wide_page.click("text=Revoke")
    await wide_page.click("button:has-text('Revoke it')")
    await expect(wide_page.locator(".hearth-confirmation")).to_contain_text("The device is revoked")
    await page.goto("/sign-in")
    await expect(page.locator("main")).not_to_contain_text(await name_of(scene))


async def test_network_it_works_with_scripts_turned_off(
    scene: Scene, plain_context: BrowserContext, plain_page: Page
) -> None:
    await scene.sign_in(plain_context, Role.NETWORK_IT, "Nadia Karim")
    page = plain_page
    await page.goto("/it/people/invite")
    await page.click("button:has-text('Invite')")
    await expect(page.locator("#error-summary")).to_contain_text("Write the person's name.")
    await page.fill("[name=name]", "Colin Reed")
    await page.check("[value=finance]")
    await page.click("button:has-text('Invite')")
    assert await code_on(page)
    await page.get_by_role("link", name="To the person").click()
    await page.get_by_role("link", name="Disable the account").click()
    await page.click("button:has-text('Disable the account')")
    await expect(page.locator(".hearth-confirmation")).to_contain_text("The account is disabled")
