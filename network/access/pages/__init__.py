"""The pages on which people sign in, and those about their own account."""

from network.access.pages.account import AccountPages
from network.access.pages.begin import BeginPages
from network.access.pages.doorway import Doorway
from network.access.pages.passkeys import PasskeyPages
from network.access.pages.sign_in import SignInPages
from network.web.page import Page


def access_pages(doorway: Doorway) -> list[Page]:
    """All of them."""
    return [
        *SignInPages(doorway).pages(),
        *BeginPages(doorway).pages(),
        *AccountPages(doorway).pages(),
        *PasskeyPages(doorway).pages(),
    ]
