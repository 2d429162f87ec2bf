"""Payments that may be recorded twice, each beside the one that it may repeat, for somebody to settle."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol
from uuid import UUID

import asyncpg

from finance.books.overview import HomeCalled
from finance.payments.names import PayerNames
from finance.payments.received import Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "doubles.sql")


class Recorded(NamedTuple):
    """A payment as it was recorded."""

    id: str
    received_on: date
    amount: Decimal
    """In pounds."""
    reference: str | None
    method: str | None
    remittance: str | None
    resident_ref: str | None
    recorded_at: datetime
    bank_line: UUID | None
    """The line of a statement that it was matched with."""


class Double(NamedTuple):
    """A payment that may repeat another: it counts in no total until somebody says."""

    home: HomeCalled
    payer: Payer
    first: Recorded
    second: Recorded

    @property
    def id(self) -> str:
        """The id of the one that is in doubt."""
        return self.second.id


class SaysBothPaid(Protocol):
    """Settles in a home, under the name of who says so, that two payments are two."""

    async def __call__(self, viewer: Viewer, home_id: UUID, payment: int, command_id: UUID) -> int:
        """The position in the log. Raises what recording in a home raises."""
        ...


class Doubles:
    """Reads them, for who keeps the books. Raises `Forbidden` for others."""

    def __init__(self, pool: DatabasePool, names: PayerNames) -> None:
        self._pool = pool
        self._names = names

    async def open(self, viewer: Viewer, through: date | None = None) -> list[Double]:
        """Those that nobody has settled, of days through one or of all; the newest first."""
        return await self._fetch(viewer, through, None)

    async def find(self, viewer: Viewer, payment: RecordId) -> Double | None:
        """One that nobody has settled."""
        found = await self._fetch(viewer, None, payment)
        return found[0] if found else None

    async def _fetch(self, viewer: Viewer, through: date | None, one: RecordId | None) -> list[Double]:
        viewer.check(viewer.may_keep_books())
        place = (one.stream_id, one.version) if one else (None, None)
        rows = await self._pool.fetch(QUERIES["doubles_unsettled"], through, *place)
        names = await self._names.of(viewer, [row["payer_id"] for row in rows])
        return [_double(row, names) for row in rows]


def _double(row: asyncpg.Record, names: dict[UUID, str | None]) -> Double:
    payer = Payer(row["payer_id"], names.get(row["payer_id"]), PayerKind(row["payer_kind"]))
    first, second = (_recorded(row, side) for side in ("first", "second"))
    return Double(HomeCalled(row["home_id"], row["ref"], row["name"]), payer, first, second)


def _recorded(row: asyncpg.Record, side: str) -> Recorded:
    said: Sequence[object] = row[side]
    version, *others = said
    return Recorded(str(RecordId(row["home_id"], int(str(version)))), *others)  # pyright: ignore[reportArgumentType] - a row of PostgreSQL's
