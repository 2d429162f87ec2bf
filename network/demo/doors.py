"""How one comes in to the demo by a browser: names, one password, one PIN, and codes for each start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from network.access.recognition import Recognition
from network.access.sessions.sessions import SignInMethod
from network.access.sign_in.doors import Doors
from network.access.viewer import SYSTEM, Role
from network.demo.kept import KeptDemo

PASSWORD = "sunny afternoon walks"  # noqa: S105 - of people who do not exist
PIN = "258036"
TABLET = "The demo's tablet"


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


class DemoAccess(Protocol):
    """What the doors are opened through."""

    @property
    def doors(self) -> Doors: ...
    @property
    def recognition(self) -> Recognition: ...


async def open_doors(services: DemoAccess, demo: KeptDemo) -> DemoDoors:
    """Give everybody the demo's PIN and password, and make this start's codes."""
    everybody = await services.doors.people.list_people(SYSTEM, limit=10_000)
    team = [person.account_id for person in everybody if person.role is Role.HOME_TEAM]
    credentials = services.doors.credentials
    await credentials.give(SYSTEM, team, SignInMethod.PIN, PIN)
    people: list[Person] = []
    for one in demo.invitations:
        viewer = await services.recognition.recognise(one.token)
        if viewer is not None:
            await credentials.give(SYSTEM, [viewer.account_id], SignInMethod.PASSWORD, PASSWORD)
            invitation = await services.doors.people.invite(SYSTEM, viewer.account_id)
            people.append(Person(one.role, one.name, invitation.sign_in_name, invitation.code))
    return DemoDoors(people, await _tablet_code(services.doors, UUID(demo.home_id)))


async def _tablet_code(doors: Doors, home_id: UUID) -> str:
    known = [
        device
        for device in await doors.devices.list_devices(SYSTEM, home_id)
        if device.name == TABLET and device.revoked_at is None
    ]
    if known:
        return (await doors.devices.new_code(SYSTEM, known[0].device_id)).text
    _, code = await doors.devices.add(SYSTEM, home_id, TABLET)
    return code.text
