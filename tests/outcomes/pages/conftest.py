"""A dozen homes with made-up histories, a coach of most of them, and the whole service."""

import random
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest_asyncio

from households.activity.projection import PROJECTION as ACTIVITY
from network.access.viewer import SYSTEM, Role
from network.directory.commands import AssignCoach, JoinHome, NewHousehold
from network.eventstore.network_key import NetworkKey
from network.main import create_app
from network.postgres.dsns import Dsns
from network.postgres.pool import create_pool
from network.services import Services, open_services
from tests.conftest import Cluster
from tests.graphql_api.conftest import project
from tests.outcomes.filling import fill
from tests.outcomes.slow import FIRST, House, Job, Stay, day
from tests.seen_page import SeenPage
from tests.signed_in import Browser, somebody

NAMES = (
    *("Alder", "Birch", "Cedar", "Damson", "Elder"),
    *("Fern", "Gorse", "Hazel", "Ivy", "Łucja Lodge"),
)
OTHERS = "Maple"
YEARS = 2
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
"""When all of it is looked at: how far the month that runs has come decides what is marked."""


@dataclass(frozen=True, slots=True)
class Network:
    """What the tests find there."""

    services: Services
    dsns: Dsns
    key: NetworkKey
    http: httpx.AsyncClient
    homes: Mapping[str, UUID]
    coach: Browser
    """Supports every home but Maple."""
    team: Browser
    """Of Alder."""

    @property
    def today(self) -> date:
        """The day in the homes."""
        return day(today())

    async def see(self, path: str, who: Browser | None = None) -> SeenPage:
        """Open a page, as the coach unless somebody else is named."""
        return SeenPage(await (who or self.coach).get(path))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def network(cluster: Cluster) -> AsyncIterator[Network]:
    """A network for tests that only read."""
    name = await cluster.copy_template()
    dsns, key = cluster.server.dsns(name), NetworkKey(secrets.token_bytes(32))
    async with (
        open_services(dsns, key, clock=lambda: NOW) as services,
        await create_pool(dsns.projector, application_name="tests projector", max_size=8) as pool,
    ):
        transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
            names = enumerate((*NAMES, OTHERS))
            homes = {home: await _join(services, number, home) for number, home in names}
            await project(pool, services, dsns)
            await fill(pool, {home_id: house_of(home) for home, home_id in homes.items()})
            silent = f"UPDATE activity_{ACTIVITY.version}.home SET last_recorded_at = $2 WHERE home_id = $1"
            await pool.execute(silent, homes["Cedar"], NOW - timedelta(days=30))
            coach = await somebody(services, http, Role.COACH, "alder")
            for home in NAMES[1:]:
                command = AssignCoach(account_id=coach.account_id)
                await services.directory.assign(SYSTEM, homes[home], command, uuid4())
            team = await somebody(services, http, Role.HOME_TEAM, "alder")
            yield Network(services, dsns, key, http, homes, coach, team)
    await cluster.drop(name)


def today() -> int:
    """The number of the day in the homes, as `slow` counts them."""
    return (NOW.date() - FIRST).days


def ref_of(home: str) -> str:
    """What addresses call a home."""
    return "lucja" if home.startswith("Ł") else home.lower()


def house_of(home: str) -> House:
    """Ten residents and eight staff for two years.

    Alder fell far less after a year, Birch far more of late, Cedar has gone silent,
    Damson is too small a team, nobody ever fell in Elder, and in Hazel nothing was recorded for a
    month. In Alder and Elder nobody shared moments or volunteered: how many days of those a month has
    hangs on the day of the test.
    """
    chance = random.Random(home)
    now, begun = today(), today() - 365 * YEARS
    people = [UUID(int=chance.getrandbits(128)) for _ in range(10)]
    staff = [UUID(int=chance.getrandbits(128)) for _ in range(2 if home == "Damson" else 8)]
    silent_from = now - 30 if home == "Cedar" else now
    shared_until = begun if home in ("Alder", "Elder") else silent_from
    falls = [
        (chance.choice(people), number, chance.random() < 0.3)
        for number in range(begun, silent_from)
        if chance.random() < _falls_a_day(home, now - number)
    ]
    return House(
        recorded_from=begun,
        stays=[Stay(person, begun, None) for person in people],
        falls=falls,
        beds=[(begun, 12)],
        team=[Job(who, begun, None, [(begun, 30)]) for who in staff],
        spells=[(staff[0], begun + 60, begun + 75), (staff[1], begun + 400, begun + 420)],
        full_time=[(begun, 37)],
        recorded_days={
            number
            for number in range(begun, silent_from, 10)
            if home != "Hazel" or not 200 < now - number < 230
        },
        moments=[(people[0], number) for number in range(begun, shared_until, 14)],
        volunteering=[(number, 3) for number in range(begun, shared_until, 28)],
    )


def _falls_a_day(home: str, days_ago: int) -> float:
    if home == "Elder":
        return 0.0
    if home == "Alder":
        return 0.3 if days_ago > 365 else 0.05
    if home == "Birch":
        return 0.15 if days_ago > 40 else 0.9
    return 0.05 if home == "Fern" else 0.15


async def _join(services: Services, number: int, home: str) -> UUID:
    command = JoinHome(
        ref=ref_of(home),
        name=home,
        cqc_location_id=f"1-10000000{number:02}",
        icb_ods_code="QOX" if number % 2 else "QT1",
        joined_on=day(today() - 365 * YEARS),
        programme_started_on=day(today() - 365) if home == "Alder" else None,
        households=(NewHousehold(name="Rose", beds=12),),
    )
    return (await services.directory.join(SYSTEM, command, uuid4())).home_id
