"""A phone or a tablet at the door, and who holds it: with its cookies, as a browser keeps them."""

import re
from html import unescape
from uuid import UUID

import httpx

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from tests.network.main.conftest import World
from tests.signed_in import PAGE

PASSWORD = "sunny afternoon walks"
PIN = "258036"


class Phone:
    """A browser with its cookies, which httpx would not send over plain http."""

    def __init__(self, http: httpx.AsyncClient, agent: str = "Mozilla/5.0 (Android) Chrome/140") -> None:
        self._http = http
        self._agent = agent
        self.cookies: dict[str, str] = {}
        self.set: list[str] = []

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return self._keep(await self._http.get(path, headers={**self._headers(), **headers}))

    async def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form."""
        return self._keep(await self._http.post(path, data=fields, headers=self._headers()))

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """Go where an answer leads."""
        assert answer.status_code == 303, answer.text
        return await self.get(answer.headers["Location"])

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Accept": PAGE,
            "User-Agent": self._agent,
            "Sec-Fetch-Site": "same-origin",
            **({"Cookie": cookie} if cookie else {}),
        }

    def _keep(self, answer: httpx.Response) -> httpx.Response:
        for cookie in answer.headers.get_list("set-cookie"):
            self.set.append(cookie)
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer


def said(answer: httpx.Response) -> str:
    """The page's text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def new_person(
    world: World, name: str = "Ada Okafor", role: Role = Role.HOME_TEAM, home: str = "rosewood"
) -> UUID:
    homes = [home] if role in (Role.HOME_TEAM, Role.COACH) else []
    return await enrol(
        world.services.accounts, world.services.directory, SYSTEM, name=name, role=role, home_refs=homes
    )


async def code_for(world: World, account_id: UUID) -> str:
    return (await world.services.doors.people.invite(SYSTEM, account_id)).code


async def phone_of(world: World, account_id: UUID, password: str = PASSWORD, pin: str = PIN) -> Phone:
    """The phone of somebody who has begun."""
    phone = Phone(world.http)
    code = await code_for(world, account_id)
    answer = await phone.post("/sign-in/begin", code=code, new_password=password, new_pin=pin)
    assert answer.status_code == 303, said(answer)
    return phone


async def tablet_of(world: World, home: UUID | None = None) -> Phone:
    """A home's shared tablet."""
    _, code = await world.services.doors.devices.add(SYSTEM, home or world.own, "Ground floor")
    tablet = Phone(world.http)
    answer = await tablet.post("/sign-in/tablet", code=code.text)
    assert answer.status_code == 303, said(answer)
    return tablet


async def is_in(phone: Phone) -> bool:
    return (await phone.get("/account")).status_code == 200
