"""How one comes in to the demo by a browser: names, one password, one PIN, and codes.

A demo is kept from one start to the next, and so are its people's own passwords and PINs: a start sets
only what is missing, and hands out a code again for as long as it works.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from network.access.accounts.people import KnownPerson
from network.access.recognition import Recognition
from network.access.secrets.codes import CodePurpose, CodeUnknown
from network.access.sessions.sessions import SignInMethod
from network.access.sign_in.doors import Doors
from network.access.viewer import SYSTEM, Role
from network.demo.kept import KeptCode, KeptDemo

PASSWORD = "sunny afternoon walks"  # noqa: S105 - of people who do not exist
PIN = "258036"
TABLET = "The demo's tablet"
TIME_TO_TYPE = timedelta(hours=1)
"""A code that works for less is not handed out again."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo, and what they sign in with."""

    role: str
    name: str
    sign_in_name: str
    code: str


@dataclass(frozen=True, slots=True)
class DemoDoors:
    """What the guide tells about signing in."""

    people: Sequence[Person]
    tablet_code: str
    codes: tuple[KeptCode, ...] = ()
    """The same codes, to be kept for the next start."""


class DemoAccess(Protocol):
    """What the doors are opened through."""

    @property
    def doors(self) -> Doors: ...
    @property
    def recognition(self) -> Recognition: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


async def open_doors(services: DemoAccess, demo: KeptDemo) -> DemoDoors:
    """Give the demo's PIN and password to whoever has none, and codes for those that no longer work."""
    everybody = await services.doors.people.list_people(SYSTEM, limit=10_000)
    team = [person for person in everybody if person.role is Role.HOME_TEAM and person.vouched_by is None]
    await _give(services, [person for person in team if not person.has_pin], SignInMethod.PIN, PIN)
    opened: list[Person] = []
    codes: list[KeptCode] = []
    for one in demo.invitations:
        viewer = await services.recognition.recognise(one.token)
        person = next(
            (person for person in everybody if viewer and person.account_id == viewer.account_id), None
        )
        if person is None:
            continue
        await _give(services, [] if person.has_password else [person], SignInMethod.PASSWORD, PASSWORD)
        code = await _code_of(services, demo, person)
        codes.append(code)
        known = await services.doors.people.find(SYSTEM, person.account_id)
        opened.append(Person(one.role, one.name, known.sign_in_name or "", code.text))
    tablet = await _tablet_code(services, demo)
    return DemoDoors(opened, tablet.text, (*codes, tablet))


async def _give(
    services: DemoAccess, people: Sequence[KnownPerson], method: SignInMethod, secret: str
) -> None:
    if people:
        ids = [person.account_id for person in people]
        await services.doors.credentials.give(SYSTEM, ids, method, secret)


async def _code_of(services: DemoAccess, demo: KeptDemo, person: KnownPerson) -> KeptCode:
    async def invite() -> KeptCode:
        invitation = await services.doors.people.invite(SYSTEM, person.account_id)
        return KeptCode(str(person.account_id), invitation.code, invitation.expires_at.isoformat())

    return await _kept_or(services, demo, person.account_id, CodePurpose.START, invite)


async def _tablet_code(services: DemoAccess, demo: KeptDemo) -> KeptCode:
    devices, home_id = services.doors.devices, UUID(demo.home_id)
    known = [
        device.device_id
        for device in await devices.list_devices(SYSTEM, home_id)
        if device.name == TABLET and device.revoked_at is None
    ]
    if not known:
        device_id, code = await devices.add(SYSTEM, home_id, TABLET)
        return KeptCode(str(device_id), code.text, code.expires_at.isoformat())

    async def make() -> KeptCode:
        code = await devices.new_code(SYSTEM, known[0])
        return KeptCode(str(known[0]), code.text, code.expires_at.isoformat())

    return await _kept_or(services, demo, known[0], CodePurpose.DEVICE, make)


async def _kept_or(
    services: DemoAccess,
    demo: KeptDemo,
    whose: UUID,
    purpose: CodePurpose,
    make: Callable[[], Awaitable[KeptCode]],
) -> KeptCode:
    """The code of the start before, if it will work for a while; else a new one."""
    kept = next((code for code in demo.codes if code.whose == str(whose)), None)
    if kept is None or datetime.fromisoformat(kept.expires_at) - services.now() < TIME_TO_TYPE:
        return await make()
    try:
        await services.doors.codes.find(kept.text, purpose)
    except CodeUnknown:
        return await make()
    return kept
