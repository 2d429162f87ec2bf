"""Somebody who is signed in with a browser: a client that sends their session's cookie and asks for pages."""

from collections.abc import Mapping
from uuid import UUID

import httpx

from network.access.accounts.enrolment import enrol
from network.access.sessions.cookies import SESSION
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.services import Services

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"


class Browser:
    """Asks as a browser does that was signed in. No cookie jar: httpx keeps Secure ones from plain http."""

    def __init__(self, http: httpx.AsyncClient, account_id: UUID, token: str) -> None:
        self._http = http
        self.account_id = account_id
        self.token = token
        self.headers = {
            "Accept": PAGE,
            "Cookie": f"{SESSION}={token}",
            "Origin": str(http.base_url).rstrip("/"),
            "Sec-Fetch-Site": "same-origin",
        }

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return await self._http.get(path, headers={**self.headers, **headers})

    async def post(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> httpx.Response:
        """Send a form."""
        return await self._http.post(path, data=dict(fields), headers={**self.headers, **headers})


async def sign_in(
    services: Services, http: httpx.AsyncClient, account_id: UUID, device_id: UUID | None = None
) -> Browser:
    """A browser with a session of this account, on a phone of their own or on a shared device."""
    method = SignInMethod.PASSWORD if device_id is None else SignInMethod.PIN
    return Browser(
        http, account_id, await services.doors.sessions.begin(account_id, method, device_id=device_id)
    )


async def somebody(
    services: Services, http: httpx.AsyncClient, role: Role, home: str = "rosewood", name: str = "Ada Okafor"
) -> Browser:
    """A browser with a session of a new account of a role, tied to a home where the role is."""
    homes = [home] if role in (Role.HOME_TEAM, Role.COACH) else []
    account_id = await enrol(
        services.accounts, services.directory, SYSTEM, name=name, role=role, home_refs=homes
    )
    return await sign_in(services, http, account_id)
