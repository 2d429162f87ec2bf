"""Books with payments in them, and finance's export of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from time import monotonic
from uuid import UUID, uuid4

import pytest

from finance.export.freshness import BooksFreshness
from finance.export.payments import PaymentsExport
from finance.payments.projection import PROJECTION
from network.access.audit.trail import Audit
from network.access.viewer import Role, Viewer
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass, Sealed
from network.postgres.pool import DatabasePool
from network.projections.schemas import create_schema

RECORDED_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FINANCE = Viewer(uuid4(), "Finance", Role.FINANCE, frozenset())


@dataclass(slots=True)
class Books:
    """Fills the read model by hand."""

    pool: DatabasePool
    keyring: Keyring
    numbers: "count[int]"

    async def add_home(self, ref: str, name: str) -> UUID:
        """A home."""
        home_id = uuid4()
        await self._insert("home", home_id=home_id, ref=ref, name=name)
        return home_id

    async def add_resident(self, home_id: UUID, ref: str, initials: str) -> UUID:
        """A resident with sealed initials."""
        resident_id = uuid4()
        token = await self._seal(initials, resident_id, home_id, "initials")
        await self._insert("resident", home_id=home_id, resident_id=resident_id, ref=ref)
        await self._insert("resident_initials", home_id=home_id, resident_id=resident_id, token=token)
        return resident_id

    async def add_public_payer(self, ref: str, name: str) -> UUID:
        """A payer whose name is no secret."""
        payer_id = uuid4()
        await self._insert(
            "payer", payer_id=payer_id, kind="local_authority", ref=ref, name=name, home_id=None
        )
        return payer_id

    async def add_private_payer(self, home_id: UUID, person_id: UUID, ref: str, name: str) -> UUID:
        """A payer whose name is sealed under the resident's key."""
        payer_id = uuid4()
        token = await self._seal(name, person_id, home_id, "payer_name")
        await self._insert(
            "payer", payer_id=payer_id, kind="self_funder", ref=ref, name=None, home_id=home_id
        )
        await self._insert(
            "private_payer", payer_id=payer_id, home_id=home_id, person_id=person_id, token=token
        )
        return payer_id

    async def add_payment(
        self, home_id: UUID, payer_id: UUID, amount: str, day: date, **others: object
    ) -> int:
        """A payment; its version."""
        number = next(self.numbers)
        row = {
            "recorded_at": RECORDED_AT + timedelta(minutes=number),
            "resident_id": None,
            "posted_on": day,
            "reference": f"REF {number}",
            "method": "BACS",
            "remittance": None,
            "reverses": None,
            "possible_duplicate_of": None,
            **others,
        }
        await self._insert(
            "payment",
            home_id=home_id,
            version=number,
            position=number,
            payer_id=payer_id,
            received_on=day,
            amount=Decimal(amount),
            **row,
        )
        return number

    async def _seal(self, text: str, person_id: UUID, home_id: UUID, label: str) -> bytes:
        await self.keyring.prepare([(person_id, RecordClass.FINANCE)], home_id)
        return self.keyring.seal(Sealed.of(text, person_id, RecordClass.FINANCE, label), home_id)

    async def _insert(self, table: str, **row: object) -> None:
        async with self.pool.acquire() as connection:
            await connection.copy_records_to_table(
                table, schema_name=PROJECTION.schema, columns=list(row), records=[tuple(row.values())]
            )


@pytest.fixture
def keyring(web_pool: DatabasePool) -> Keyring:
    """The keyring of a web process."""
    return Keyring(web_pool, NetworkKey(bytes(32)), KeyCache(timedelta(seconds=60), 50_000, monotonic))


@pytest.fixture
async def books(projector_pool: DatabasePool, keyring: Keyring) -> Books:
    """The read model `payments`, empty and up to date with an empty log."""
    async with projector_pool.acquire() as connection:
        await create_schema(connection, PROJECTION)
    return Books(projector_pool, keyring, count(1))


@pytest.fixture
async def export(books: Books, web_pool: DatabasePool, keyring: Keyring) -> PaymentsExport:
    """Finance's export."""
    return PaymentsExport(web_pool, keyring, BooksFreshness(web_pool, timedelta(seconds=1)), Audit(web_pool))
