"""Browser's windows that stay open: one for each role, because opening one takes longer than a page in it."""

from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, Page

from network.access.viewer import Role
from tests.browser.browsers import Browsers
from tests.browser.door_visits import become_tablet
from tests.browser.inspection import PHONE
from tests.browser.scene import Scene

KEPT = "cache_storage,service_workers,indexeddb,local_storage"
"""All that a browser keeps of a site but its cookies, by which somebody stays signed in."""
Who = tuple[Role | None, bool]


@dataclass(frozen=True, slots=True)
class Windows:
    """A phone for everybody who opens pages of a scene, and the home's tablet; who signs in stays so."""

    browsers: Browsers
    scene: Scene
    _open: dict[Who, Page] = field(default_factory=dict[Who, Page])

    async def of(self, role: Role | None, is_tablet: bool) -> Page:
        """A page as for somebody of a role who was never here before; None is who is not signed in."""
        who = role, is_tablet
        if who not in self._open:
            self._open[who] = (await self._window(role, is_tablet)).pages[0]
        page = self._open[who]
        await self._forget_visits(page)
        await page.set_viewport_size(PHONE)
        return page

    async def close(self) -> None:
        """Close all of them."""
        for page in self._open.values():
            await self.browsers.close(page.context)

    async def _forget_visits(self, page: Page) -> None:
        """Have it as for who was never here: nothing kept, in no cache, and no service worker."""
        # No page of ours may be open: a service worker ends with the last page that it serves.
        await page.goto("about:blank")
        devtools = await page.context.new_cdp_session(page)
        kept = {"origin": self.scene.address, "storageTypes": KEPT}
        await devtools.send("Storage.clearDataForOrigin", kept)  # pyright: ignore[reportUnknownMemberType]
        await devtools.send("Network.clearBrowserCache")  # pyright: ignore[reportUnknownMemberType]
        await devtools.detach()

    async def _window(self, role: Role | None, is_tablet: bool) -> BrowserContext:
        context = await self.browsers.open(
            base_url=self.scene.address,
            viewport=PHONE,
            locale="en-GB",
            timezone_id="Europe/London",
            has_touch=True,
        )
        if role is not None:
            await self.scene.sign_in(context, role)
        if is_tablet:
            await become_tablet(self.scene, context)
        return context
