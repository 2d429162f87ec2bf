"""A home with two payers, their books kept up, and a bank account."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

import httpx
import pytest

from finance.bank.commands import BringIn, BroughtIn, KeepAccount
from finance.bank.reading import Line, Standing
from finance.terms import ColumnMapping
from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role, Viewer
from network.deciding import Refused
from network.eventstore.network_key import NetworkKey
from network.main import create_app
from network.postgres.dsns import Dsns
from network.read_models import open_projector
from network.services import Services, open_services
from tests.patience import PATIENCE
from tests.small_network import NAMESPACE, envelope, open_homes, resident_ref

FINANCE = Viewer(uuid4(), "Finance", Role.FINANCE, frozenset())
COUNCIL = ("LA1", PayerKind.LOCAL_AUTHORITY, "Northshire Council")
BROWN = ("P1", PayerKind.SELF_FUNDER, "Mr Brown")
MAPPING = ColumnMapping(booked_on="Date", amount="Amount", reference="Description", payer="Name")


@dataclass(slots=True)
class Office:
    """Finance at its desk."""

    services: Services
    home: UUID
    account: UUID
    payers: dict[str, UUID]

    async def bring_in(self, *rows: str) -> BroughtIn:
        """A statement of the account."""
        file = "\n".join(("Date,Description,Amount,Name", *rows)).encode()
        return await self.services.bank.bank.bring_in(FINANCE, self.account, BringIn(file=file), uuid4())

    async def lines(self, standing: Standing | None = None) -> list[Line]:
        """What the page shows, newest first."""
        return await self.services.bank.lines.page(FINANCE, standing, 50)

    async def record_payment(self, payer: str, day: date, amount: str, reference: str) -> None:
        """What the home's team records."""
        command = ReceivePayment(payer=payer, received_on=day, amount=Decimal(amount), reference=reference)
        done = await self.services.households.record(SYSTEM, self.home, command, envelope(uuid4()))
        assert await self.services.positions.wait_for(["payments"], done.log_position, PATIENCE)

    async def payments(self) -> list[tuple[str, Decimal]]:
        """The home's payments as the books know them: references and amounts."""
        rows = await self.services.pool.fetch(
            "SELECT reference, amount FROM payments_3.payment ORDER BY position"
        )
        return [(row["reference"], row["amount"]) for row in rows]


@pytest.fixture
def database(database_with_read_models: Dsns) -> Dsns:
    """Where the read models are made already."""
    return database_with_read_models


@pytest.fixture
async def office(database: Dsns) -> AsyncIterator[Office]:
    """The council and Mr Brown pay for two residents."""
    stopping = asyncio.Event()
    async with (
        open_services(database, NetworkKey(bytes(32))) as services,
        open_projector(database.projector, lambda _position: None) as projector,
    ):
        following = asyncio.create_task(projector.follow(stopping))
        [home] = await open_homes(services.directory, services.households, 0, 1)
        for resident, payer in enumerate((COUNCIL, BROWN)):
            await agree(services, home, resident, payer)
        kept = await services.bank.bank.keep_account(
            FINANCE, KeepAccount(name="Fees", mapping=MAPPING), uuid4()
        )
        payers = await services.pool.fetch("SELECT ref, payer_id FROM payments_3.payer")
        yield Office(services, home, kept.account_id, {row["ref"]: row["payer_id"] for row in payers})
        stopping.set()
        with contextlib.suppress(asyncio.CancelledError):
            await following


@pytest.fixture
async def http(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of somebody of finance."""
    services = office.services
    account = await enrol(
        services.accounts, services.directory, SYSTEM, name="Bea Books", role=Role.FINANCE, home_refs=[]
    )
    _, token = await services.accounts.create_token(SYSTEM, account, None)
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="https://hearth", headers=headers) as client:
        yield client


async def agree(
    services: Services, home: UUID, resident: int, payer: tuple[str, PayerKind, str], weekly: str = "700.00"
) -> None:
    """Somebody pays for a resident in January 2024, and the read models know it."""
    ref, kind, name = payer
    agreed = AgreeContribution(
        resident=resident_ref(resident),
        payer_ref=ref,
        payer_kind=kind,
        payer_name=name,
        weekly_amount=Decimal(weekly),
        begins_on=date(2024, 1, 1),
        ends_on=date(2024, 1, 28),
    )
    sent = envelope(uuid5(NAMESPACE, f"agreed/{home}/{resident}"))
    done = await services.households.record(SYSTEM, home, agreed, sent)
    assert await services.positions.wait_for(["payments", "ledger", "bank"], done.log_position, PATIENCE)


def refused_at_most(answers: list[object]) -> None:
    """Of several at once one is done, and no other fails but by a rule."""
    failed = [one for one in answers if isinstance(one, BaseException)]
    assert len(failed) < len(answers), answers
    assert [one for one in failed if not isinstance(one, Refused)] == []
