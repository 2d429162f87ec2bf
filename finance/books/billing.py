"""What a billing period charges, before and after it is raised: home by home, and line by line."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from finance.books.lines import LineKind
from finance.books.overview import HomeCalled
from finance.books.periods import LENGTH
from finance.books.stuck import HomeBehind, homes_behind
from finance.payments.names import PayerNames
from finance.payments.received import Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "billing.sql")


class PeriodCharged(NamedTuple):
    """What a charge date brings, in pence."""

    charged_on: date
    invoices: int
    pence: int


class HomeCharged(NamedTuple):
    """The same of one home."""

    home: HomeCalled
    invoices: int
    residents: int
    nights: int
    charged: int
    adjusted: int

    @property
    def pence(self) -> int:
        """All that its invoices come to."""
        return self.charged + self.adjusted


class LineCharged(NamedTuple):
    """A line of an invoice, in pence."""

    number: int
    payer: Payer
    invoice: str
    kind: LineKind
    resident_ref: str | None
    nights: int
    weekly: int
    pence: int
    period_starts_on: date

    @property
    def why(self) -> str:
        """What is unusual about it, in a few words; nothing for a whole period at its rate."""
        if self.kind is LineKind.ADJUSTMENT:
            return f"adjusts the period of {self.period_starts_on:%d/%m/%Y}"
        if self.nights < LENGTH:
            return f"{self.nights} of {LENGTH} nights"
        return "" if self.pence == self.weekly * LENGTH // 7 else "nights at less than the whole price"


class Billing:
    """Reads the books that are kept. Every question raises `Forbidden` for others than finance."""

    def __init__(self, pool: DatabasePool, names: PayerNames) -> None:
        self._pool = pool
        self._names = names

    async def periods(self, viewer: Viewer, first: date, last: date) -> list[PeriodCharged]:
        """By charge date, the latest first."""
        viewer.check(viewer.may_read_payments(None))
        rows = await self._pool.fetch(QUERIES["periods_charged"], first, last)
        return [PeriodCharged(**row) for row in rows]

    async def first(self, viewer: Viewer) -> date | None:
        """The first charge date of all; none where nothing is charged."""
        viewer.check(viewer.may_read_payments(None))
        return await self._pool.fetchval(QUERIES["first_charged"])

    async def homes(self, viewer: Viewer, charged_on: date) -> list[HomeCharged]:
        """What a charge date brings, by home."""
        viewer.check(viewer.may_read_payments(None))
        rows = await self._pool.fetch(QUERIES["homes_charged"], charged_on)
        counted = ("invoices", "residents", "nights", "charged", "adjusted")
        return [
            HomeCharged(HomeCalled(row["home_id"], row["ref"], row["name"]), *(row[name] for name in counted))
            for row in rows
        ]

    async def lines(self, viewer: Viewer, charged_on: date, home_id: UUID) -> list[LineCharged]:
        """Of one home. Raises `BooksStuck` where its books can't be worked out."""
        viewer.check(viewer.may_read_payments(home_id), home_id)
        await homes_behind(self._pool, home_id)
        rows = await self._pool.fetch(QUERIES["lines_charged"], charged_on, home_id)
        names = await self._names.of(viewer, [row["payer_id"] for row in rows])
        return [
            LineCharged(
                row["line"],
                Payer(row["payer_id"], names.get(row["payer_id"]), PayerKind(row["payer_kind"])),
                row["invoice"],
                LineKind(row["kind"]),
                row["resident_ref"],
                row["nights"],
                row["weekly"],
                row["pence"],
                row["period_starts_on"],
            )
            for row in rows
        ]

    async def behind(self, viewer: Viewer) -> Sequence[HomeBehind]:
        """Homes whose books can't be worked out: what they are to be charged is not known."""
        viewer.check(viewer.may_read_payments(None))
        return await homes_behind(self._pool, None)

    async def place_of(
        self, viewer: Viewer, home_id: UUID, number: str, payer_id: UUID | None
    ) -> tuple[date, UUID] | None:
        """The charge date and the payer of an invoice by its number; None where there is none.

        Two payers may have given documents from before charging began the same number.
        """
        viewer.check(viewer.may_read_payments(home_id), home_id)
        await homes_behind(self._pool, home_id)
        row = await self._pool.fetchrow(QUERIES["invoice_called"], home_id, number, payer_id)
        return None if row is None else (row["charged_on"], row["payer_id"])
