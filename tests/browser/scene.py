"""A home with people in it and somebody who is signed in, for one test that opens pages."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from playwright.async_api import BrowserContext

from households.recording.command import Command
from households.recording.envelope import Envelope, Recorded
from network.access.accounts.enrolment import enrol
from network.access.sessions.cookies import SESSION
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.read_models import PROJECTIONS
from network.services import Services
from tests.patience import PATIENCE
from tests.small_network import open_homes

NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Scene:
    """One home of the network that the server shows, with ten residents and two staff."""

    services: Services
    address: str
    """Where the server is."""
    home_id: UUID
    home: str
    """The home's reference, as it stands in addresses."""
    records: dict[str, str] = field(default_factory=dict[str, str])
    """Ids of what was recorded here, by the names that addresses give them: `fall`, `resident`."""

    async def record(self, command: Command, from_outbox: bool = False) -> Recorded:
        """Record something in the home, and wait until pages show it."""
        envelope = Envelope(command_id=uuid4(), now=datetime.now(UTC), from_outbox=from_outbox)
        recorded = await self.services.households.record(SYSTEM, self.home_id, command, envelope)
        await shown(self.services, recorded.log_position)
        return recorded

    async def account(self, role: Role, name: str = "Sam Taylor") -> UUID:
        """A new account of a role, for this home where the role is tied to homes."""
        homes = [self.home] if role in (Role.HOME_TEAM, Role.COACH) else []
        services = self.services
        return await enrol(
            services.accounts, services.directory, SYSTEM, name=name, role=role, home_refs=homes
        )

    async def sign_in(
        self, context: BrowserContext, role: Role = Role.HOME_TEAM, name: str = "Sam Taylor"
    ) -> UUID:
        """Let a browser's window be signed in as somebody new; their account."""
        account_id = await self.account(role, name)
        await self.let_in(context, account_id, self.services)
        return account_id

    async def let_in(self, context: BrowserContext, account_id: UUID, services: Services) -> None:
        """Begin a session for somebody, and give it to the browser's window."""
        token = await services.doors.sessions.begin(account_id, SignInMethod.PASSWORD)
        # Over http a browser takes this cookie from localhost alone, and from a test only as if over https.
        secure = self.address.replace("http://", "https://")
        await context.add_cookies(
            [{"name": SESSION, "value": token, "url": secure, "httpOnly": True, "sameSite": "Lax"}]
        )

    def path(self, template: str, more: Mapping[str, str] | None = None) -> str:
        """An address with this home and its records in it."""
        return template.format(**{"home": self.home, **self.records, **(more or {})})


async def make_scene(services: Services, address: str) -> Scene:
    """A home that no other test has."""
    number = next(NUMBERS)
    [home_id] = await open_homes(services.directory, services.households, number, 1)
    # What the directory and the home's stream hold by now is shown before the test begins.
    await shown(services, await services.log.last_position())
    return Scene(services, address, home_id, f"home-{number:04}")


async def shown(services: Services, position: int) -> None:
    """Wait until every read model has what was recorded up to a position."""
    names = [projection.name for projection in PROJECTIONS]
    assert await services.positions.wait_for(names, position, PATIENCE), "The projections did not follow."
