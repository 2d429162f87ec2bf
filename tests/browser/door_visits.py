"""The pages at the door, and those of one's own account: which role comes to each, and where on a tablet."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from playwright.async_api import BrowserContext

from network.access.sessions.cookies import DEVICE
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from tests.browser.scene import Scene

PIN = "258036"
PASSWORD = "sunny afternoon walks"


class DoorPath(NamedTuple):
    """How to come to one of them."""

    path: str
    is_signed_in: bool = False
    is_tablet: bool = False


async def somebody(scene: Scene) -> Mapping[str, str]:
    """Somebody of the home who has a PIN."""
    return {"somebody": str(await with_pin(scene))}


async def with_pin(scene: Scene, name: str = "Ada Okafor", pin: str = PIN) -> UUID:
    """The same, by their account."""
    account_id = await scene.account(Role.HOME_TEAM, name)
    await scene.services.doors.credentials.give(SYSTEM, [account_id], SignInMethod.PIN, pin)
    return account_id


async def become_tablet(scene: Scene, context: BrowserContext) -> None:
    """Make a browser's window the home's shared tablet."""
    _, code = await scene.services.doors.devices.add(SYSTEM, scene.home_id, "Ground floor")
    key = await scene.services.doors.devices.enrol(code.text)
    secure = scene.address.replace("http://", "https://")
    await context.add_cookies(
        [{"name": DEVICE, "value": key, "url": secure, "httpOnly": True, "sameSite": "Lax"}]
    )


NOBODY = "00000000-0000-4000-8000-000000000009"
DOOR_PATHS: Mapping[str, DoorPath] = {
    "sign-in": DoorPath("/sign-in", is_tablet=True),
    "sign-in-password": DoorPath("/sign-in/password"),
    "sign-in-pin": DoorPath("/sign-in/people/{somebody}", is_tablet=True),
    "sign-in-code": DoorPath("/sign-in/code"),
    "sign-in-guest": DoorPath("/sign-in/guest", is_tablet=True),
    "sign-in-tablet": DoorPath("/sign-in/tablet"),
    "account": DoorPath("/account", is_signed_in=True),
    "account-pin": DoorPath("/account/pin", is_signed_in=True),
    "account-password": DoorPath("/account/password", is_signed_in=True),
    "account-browser": DoorPath("/account/browsers/new", is_signed_in=True),
    "account-browser-remove": DoorPath(f"/account/browsers/{NOBODY}/remove", is_signed_in=True),
    "account-passkey": DoorPath("/account/passkeys/new", is_signed_in=True),
    "account-passkey-remove": DoorPath(f"/account/passkeys/{NOBODY}/remove", is_signed_in=True),
    "account-sessions": DoorPath("/account/sessions", is_signed_in=True),
}
