"""A tablet that a home shares, and the two who work on it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from playwright.async_api import BrowserContext, Page
from playwright.async_api import TimeoutError as TookTooLong

from network.access.sessions.cookies import DEVICE
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from tests.browser.scene import Scene
from tests.browser.tablet import Tablet
from tests.patience import until

PINS = {"Sam Taylor": "482915", "Ada Okafor": "730264"}
SIX_MINUTES = "06:00"


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


async def share_tablet(scene: Scene, context: BrowserContext, page: Page) -> Shared:
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
