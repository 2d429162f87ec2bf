"""A home with residents, served in this process with its read models, and people who open its pages."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from households.falls import RecordFall
from households.recording.command import Command
from households.recording.envelope import Envelope, Recorded
from households.residents import MoveIn
from households.terms import Harm, Place
from network.access.viewer import SYSTEM, Role, Viewer
from network.eventstore.event import Event
from network.main import create_app
from network.postgres.dsns import Dsns
from network.read_models import PROJECTIONS, open_projector
from network.services import Services
from tests.network.main.conftest import join, services
from tests.patience import PATIENCE
from tests.seen_page import SeenPage
from tests.signed_in import Browser, somebody

__all__ = ["services"]
HOME = "/homes/rosewood"


@dataclass(frozen=True, slots=True)
class House:
    """Rosewood, where Edith, Walter and Joan live; Elmhurst is a home of others."""

    services: Services
    http: httpx.AsyncClient
    home_id: UUID
    other: UUID
    ada: Browser
    sam: Browser

    async def record(self, command: Command, who: Browser | None = None, **envelope: object) -> str:
        """Record something, and wait until pages show it; the record's id."""
        recorded = await self.take(command, who, **envelope)
        assert recorded.id is not None
        return recorded.id

    async def take(self, command: Command, who: Browser | None = None, **envelope: object) -> Recorded:
        """What became of a command, once pages show it."""
        given = {"command_id": uuid4(), "now": datetime.now(UTC)} | envelope
        viewer = SYSTEM if who is None else self.viewer(who)
        households = self.services.households
        recorded = await households.record(viewer, self.home_id, command, Envelope(**given))  # pyright: ignore[reportArgumentType]
        await self.shown(recorded.log_position)
        return recorded

    async def fall(self, resident: str = "R1", ago: timedelta = timedelta(hours=1), **said: object) -> str:
        """Somebody fell; the fall's id."""
        given: dict[str, object] = {"place": Place.BEDROOM, "harm": Harm.LOW} | said
        at = datetime.now(UTC) - ago
        return await self.record(RecordFall(resident=resident, occurred_at=at, **given), self.sam)  # pyright: ignore[reportArgumentType]

    def viewer(self, who: Browser) -> Viewer:
        """Somebody of the home's team."""
        return Viewer(
            account_id=who.account_id, name="Sam", role=Role.HOME_TEAM, homes=frozenset({self.home_id})
        )

    async def events(self) -> list[Event]:
        """What the home's stream holds."""
        return [stored.event for stored in await self.services.store.read(self.home_id)]

    async def shown(self, position: int) -> None:
        """Wait until every read model has what was recorded up to a position."""
        names = [projection.name for projection in PROJECTIONS]
        assert await self.services.positions.wait_for(names, position, PATIENCE)

    async def see(self, below: str = "", who: Browser | None = None) -> SeenPage:
        """Open a page of the home."""
        return SeenPage(await (who or self.ada).get(HOME + below))

    async def send(
        self, below: str, fields: Mapping[str, str | list[str]], who: Browser | None = None
    ) -> SeenPage:
        """Fill in the form at an address, as a browser does that was shown it, and see where it leads."""
        who = who or self.ada
        form = SeenPage(await who.get(HOME + below))
        assert form.status == 200, form.text
        answer = await who.post(HOME + below, {**form.fields, **fields})
        if answer.status_code == 303:
            answer = await who.get(answer.headers["location"].partition("#")[0])
        return SeenPage(answer)


@pytest.fixture
def database(database_with_read_models: Dsns) -> Dsns:
    """Where the read models are made already."""
    return database_with_read_models


@pytest.fixture
async def house(database: Dsns, services: Services) -> AsyncIterator[House]:
    """The home, with a projector that follows."""
    home_id = await join(services, "rosewood", "1-1000000001")
    other = await join(services, "elmhurst", "1-1000000002")
    stopping = asyncio.Event()
    transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False)
    async with (
        open_projector(database.projector, lambda _: None) as projector,
        httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http,
    ):
        running = asyncio.create_task(projector.runner.run(stopping))
        ada = await somebody(services, http, Role.HOME_TEAM, name="Ada Okafor")
        sam = await somebody(services, http, Role.HOME_TEAM, name="Sam Reed")
        house = House(services, http, home_id, other, ada, sam)
        for ref, (given, family) in PEOPLE.items():
            await house.take(move_in(ref, given, family))
        yield house
        stopping.set()
        await running


PEOPLE = {"R1": ("Edith", "Moss"), "R2": ("Walter", "Pryce"), "R3": ("Joan", "Achebe")}


def move_in(ref: str, given_name: str, family_name: str) -> MoveIn:
    """Somebody came to live here some years ago."""
    return MoveIn(
        resident_ref=ref,
        given_name=given_name,
        family_name=family_name,
        born_on=date(1936, 5, 4),
        household="Rose",
        room=ref[1:],
        moved_in_on=date(2024, 2, 1),
    )
