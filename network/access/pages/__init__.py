"""The pages on which people sign in, and those about their own account."""

from collections.abc import Callable
from datetime import datetime

from network.access.doors import Doors
from network.access.grants import Grants
from network.access.pages.account import AccountPages
from network.access.pages.begin import BeginPages
from network.access.pages.doorway import Doorway
from network.access.pages.passkeys import PasskeyPages
from network.access.pages.sign_in import SignInPages
from network.access.pages.who import WhoPages
from network.web.page import Page
from network.web.pages import Pages


def access_pages(doors: Doors, pages: Pages, grants: Grants, now: Callable[[], datetime]) -> list[Page]:
    """All of them."""
    doorway = Doorway(doors=doors, pages=pages, now=now)
    return [
        *SignInPages(doorway).pages(),
        *BeginPages(doorway).pages(),
        *AccountPages(doorway).pages(),
        *PasskeyPages(doorway).pages(),
        *WhoPages(grants).pages(),
    ]
