"""The whole service with two homes, and devices that bring it what they kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from households.events import FallRecorded
from network.access.accounts.enrolment import enrol
from network.access.devices.grants import Grants
from network.access.viewer import SYSTEM, Role, Viewer
from network.eventstore.event import Event
from tests.households.outbox.device import Json, form, seal
from tests.network.main.conftest import Client, World, edith, services, world
from tests.signed_in import Browser, sign_in

__all__ = ["edith", "services", "world"]
MARK = {"Hearth-Outbox": "1"}
FALL = (("resident", "R1"), ("place", "bedroom"), ("harm", "low"), ("occurred_at", ""))


class Answer(msgspec.Struct):
    """What became of a record."""

    became: str
    id: UUID | None = None
    record: str | None = None
    log_position: int = 0
    reason: str | None = None
    remedy: str | None = None
    field: str | None = None
    code: str | None = None


class Answers(msgspec.Struct):
    """What became of a delivery."""

    answers: list[Answer]
    log_position: int
    has_acknowledged: bool | None


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of a home's team, with what their device keeps to say who they are."""

    viewer: Viewer
    client: Client
    grant: str


class SignedIn(Client):
    """Talks to the service as a page's script does: with the session's cookie."""

    def __init__(self, browser: Browser, http: httpx.AsyncClient) -> None:
        super().__init__(http, "")
        self.headers = {**browser.headers, "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Tablet:
    """Seals records and brings them."""

    world: World
    public: Json
    grants: Grants

    async def join(self, name: str, home: str = "rosewood", device_id: UUID | None = None) -> Worker:
        """Somebody new in a home's team."""
        accounts = self.world.services.accounts
        account_id = await enrol(
            accounts, self.world.services.directory, SYSTEM, name=name, role=Role.HOME_TEAM, home_refs=[home]
        )
        return await self.sign_in(account_id, name, home, device_id)

    async def sign_in(
        self, account_id: UUID, name: str, home: str = "rosewood", device_id: UUID | None = None
    ) -> Worker:
        """Somebody who is there, with the grant that their device gets."""
        client = SignedIn(
            await sign_in(self.world.services, self.world.http, account_id, device_id), self.world.http
        )
        home_id = self.world.own if home == "rosewood" else self.world.other
        viewer = Viewer(account_id=account_id, name=name, role=Role.HOME_TEAM, homes=frozenset({home_id}))
        return Worker(viewer, client, self.grants.issue(viewer, device_id))

    def keep(
        self,
        maker: Worker,
        kind: str = "record-fall",
        fields: Sequence[tuple[str, str]] = FALL,
        *,
        home: str = "rosewood",
        made_at: datetime | None = None,
        record_id: UUID | None = None,
        **path: str,
    ) -> Json:
        """A record as it waits on the device."""
        content = form(kind, home, fields, made_at or datetime.now(UTC), maker.grant, **path)
        return seal(content, self.public, record_id)

    async def bring(
        self, sender: Worker, *records: Json, sent_at: datetime | None = None, **more: object
    ) -> Answers:
        """What the service says to these records."""
        answer = await self.post(sender, *records, sent_at=sent_at, **more)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=Answers)

    async def post(
        self, sender: Worker, *records: object, sent_at: datetime | None = None, **more: object
    ) -> httpx.Response:
        """The same as it comes over HTTP."""
        body = {"sent_at": (sent_at or datetime.now(UTC)).isoformat(), "records": records, **more}
        return await sender.client.post("/outbox", body, MARK)


@pytest.fixture
async def tablet(edith: World) -> Tablet:
    public = (await edith.team.get("/outbox/key")).json()
    return Tablet(edith, public, edith.services.grants)


async def last_event(tablet: Tablet, home_id: UUID | None = None) -> Event:
    stream = await tablet.world.services.store.read(home_id or tablet.world.own)
    return stream[-1].event


async def falls(tablet: Tablet) -> list[FallRecorded]:
    stream = await tablet.world.services.store.read(tablet.world.own)
    return [stored.event for stored in stream if isinstance(stored.event, FallRecorded)]


def became(answers: Answers) -> list[str]:
    return [answer.became for answer in answers.answers]


async def end_a_guests_shift(owner_pool: asyncpg.Pool, guest: Worker, host: Worker, ends: timedelta) -> None:
    """Make of somebody a guest whose shift ends, or has ended, so long from now."""
    await owner_pool.execute(
        "UPDATE access.accounts SET vouched_by = $2, expires_at = now() + $3::interval WHERE account_id = $1",
        guest.viewer.account_id,
        host.viewer.account_id,
        ends,
    )
