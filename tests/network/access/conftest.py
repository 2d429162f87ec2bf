"""Accounts, and everything by which people come in, on a real database without the rest of the service."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from network.access.accounts.accounts import Accounts, NewAccount
from network.access.audit.trail import Audit, Refusals
from network.access.devices.devices import Device
from network.access.devices.visitor import Visitor
from network.access.recognition import Recognition
from network.access.sessions.sessions import SignInMethod
from network.access.sign_in.doors import Doors, Threshold, make_doors
from network.access.viewer import SYSTEM, Role, Viewer
from network.postgres.pool import DatabasePool

HOME = UUID(int=1)
SUPPORTED = UUID(int=2)
PASSWORD = "sunny afternoon walks"
PIN = "258036"


@pytest.fixture
def accounts(web_pool: DatabasePool) -> Accounts:
    return Accounts(web_pool)


@pytest.fixture
def new_recognition(web_pool: DatabasePool) -> Callable[[], Recognition]:
    """As another process would have it: with nothing kept."""

    async def caseload(_account_id: UUID) -> frozenset[UUID]:
        return frozenset({SUPPORTED})

    ask: Callable[[UUID], Awaitable[frozenset[UUID]]] = caseload
    return lambda: Recognition(web_pool, Refusals(Audit(web_pool)), ask)


@dataclass(frozen=True, slots=True)
class NamedHome:
    """A home, as far as it is spoken of here."""

    home_id: UUID
    name: str


class TwoHomes:
    """Knows what the homes are called."""

    async def homes(self, viewer: Viewer) -> list[NamedHome]:
        """Both."""
        assert viewer
        return [NamedHome(HOME, "Rosewood House"), NamedHome(SUPPORTED, "Elmhurst")]


@pytest.fixture
async def doors(
    web_pool: DatabasePool, accounts: Accounts, new_recognition: Callable[[], Recognition]
) -> AsyncIterator[Doors]:
    doors = make_doors(
        Threshold(
            pool=web_pool,
            key=b"k" * 32,
            breached=None,
            accounts=accounts,
            refusals=Refusals(Audit(web_pool)),
            forget=new_recognition().forget,
            homes=TwoHomes(),
            now=lambda: datetime.now(UTC),
        )
    )
    yield doors
    doors.hashing.close()


STRANGER = Visitor(address="192.0.2.1", client="Chrome on Android", browser=None, device=None)


async def new_person(accounts: Accounts, name: str = "Ada Okafor", role: Role = Role.HOME_TEAM) -> Viewer:
    """An account that nobody has begun with."""
    homes = frozenset({HOME}) if role is Role.HOME_TEAM else frozenset[UUID]()
    account = NewAccount(account_id=uuid4(), name=name, role=role, homes=homes)
    await accounts.create(SYSTEM, account)
    return Viewer(account_id=account.account_id, name=name, role=role, homes=homes)


async def begun(doors: Doors, viewer: Viewer, visitor: Visitor = STRANGER) -> Visitor:
    """The same person's browser after they have begun there with a password and a PIN."""
    code = (await doors.people.invite(SYSTEM, viewer.account_id)).code
    found = await doors.signing_in.find_start(visitor, code)
    signed_in = await doors.credentials.begin(visitor, viewer, found, PASSWORD, PIN)
    return Visitor(
        address=visitor.address, client=visitor.client, browser=signed_in.browser, device=visitor.device
    )


async def at_tablet(doors: Doors, home: UUID = HOME) -> Visitor:
    """Whoever stands at a new tablet of a home."""
    _, code = await doors.devices.add(SYSTEM, home, "Ground floor")
    device: Device | None = await doors.devices.recognise(await doors.devices.enrol(code.text))
    assert device is not None
    return Visitor(address="192.0.2.1", client="Chrome on Android", browser=None, device=device)


async def give_pin(doors: Doors, viewer: Viewer, pin: str = PIN) -> None:
    """Somebody has a PIN."""
    await doors.credentials.give(SYSTEM, [viewer.account_id], SignInMethod.PIN, pin)
