"""Invoices as finance reads them: one a period for each home and payer, a line for each contribution."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.lines import LineKind
from finance.books.periods import LENGTH
from finance.export.errors import DaysReversed
from finance.payments.names import PayerNames
from finance.payments.received import HomeOfPayment, Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "invoices.sql")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which invoices, by their charge dates, both included."""

    from_on: date
    to_on: date
    home_id: UUID | None = None
    payer_id: UUID | None = None
    number: str | None = None


class InvoiceLine(NamedTuple):
    """A line, in pence."""

    description: str
    nights: int
    weekly: int
    pence: int
    adjusts: date | None
    outstanding: int


class Invoice(NamedTuple):
    """An invoice, in pence."""

    number: str
    home: HomeOfPayment
    payer: Payer
    charged_on: date
    due_on: date
    pence: int
    lines: Sequence[InvoiceLine]

    @property
    def outstanding(self) -> int:
        """What is unpaid of its lines."""
        return sum(line.outstanding for line in self.lines)


class Totals(NamedTuple):
    """How many invoices, and what they add up to in pence."""

    invoices: int
    pence: int


class AfterInvoice(NamedTuple):
    """The last invoice of a page: the next page begins after it."""

    charged_on: date
    home_id: UUID
    payer_id: UUID
    number: str


class Invoices:
    """Reads the books that are kept; a charge is on its invoice from its charge date, raised or not."""

    def __init__(self, pool: DatabasePool, names: PayerNames) -> None:
        self._pool = pool
        self._names = names

    async def totals(self, viewer: Viewer, wanted: Wanted) -> Totals:
        """Of all that are wanted. Raises `Forbidden`, `NotYours`."""
        self._check(viewer, wanted)
        row = await self._pool.fetchrow(QUERIES["totals_of_invoices"], *_selection(wanted))
        return Totals(0, 0) if row is None else Totals(row["invoices"], row["pence"])

    async def page(
        self, viewer: Viewer, wanted: Wanted, first: int, after: AfterInvoice | None, today: date
    ) -> list[Invoice]:
        """At most `first`, by charge date; what is unpaid is so today. Raises `Forbidden`, `NotYours`."""
        self._check(viewer, wanted)
        place = after or AfterInvoice(wanted.from_on, UUID(int=0), UUID(int=0), "")
        rows = await self._pool.fetch(QUERIES["page_of_invoices"], *_selection(wanted), *place, first)
        lines = await self._lines(wanted, rows, today)
        names = await self._names.of(viewer, [row["payer_id"] for row in rows])
        return [
            Invoice(
                row["invoice"],
                HomeOfPayment(row["home_id"], row["home_name"]),
                Payer(row["payer_id"], names.get(row["payer_id"]), PayerKind(row["payer_kind"])),
                row["charged_on"],
                row["invoice_due_on"],
                row["pence"],
                lines[row["home_id"], row["payer_id"], row["invoice"]],
            )
            for row in rows
        ]

    async def _lines(
        self, wanted: Wanted, rows: Sequence[asyncpg.Record], today: date
    ) -> dict[tuple[UUID, UUID, str], list[InvoiceLine]]:
        found: defaultdict[tuple[UUID, UUID, str], list[InvoiceLine]] = defaultdict(list)
        asked = [row["home_id"] for row in rows], [row["payer_id"] for row in rows]
        for row in await self._pool.fetch(
            QUERIES["lines_of_invoices"], *asked, wanted.from_on, wanted.to_on, today
        ):
            found[row["home_id"], row["payer_id"], row["invoice"]].append(_line(row))
        return found

    def _check(self, viewer: Viewer, wanted: Wanted) -> None:
        viewer.check(viewer.may_read_payments(wanted.home_id), wanted.home_id)
        if wanted.to_on < wanted.from_on:
            raise DaysReversed


def _selection(wanted: Wanted) -> tuple[date, date, UUID | None, UUID | None, str | None]:
    return wanted.from_on, wanted.to_on, wanted.home_id, wanted.payer_id, wanted.number


def _line(row: asyncpg.Record) -> InvoiceLine:
    said = description(
        LineKind(row["kind"]), row["resident_ref"], row["period_starts_on"], row["nights"], row["posted_on"]
    )
    return InvoiceLine(said, row["nights"], row["weekly"], row["pence"], row["adjusts"], row["outstanding"])


def description(
    kind: LineKind, resident_ref: str | None, period_starts_on: date | None, nights: int, posted_on: date
) -> str:
    """A line in words: for whom and for which nights."""
    if kind is LineKind.OPENING or period_starts_on is None:
        return "Owed when charging began"
    who = resident_ref or "A resident"
    period = f"{_said(period_starts_on)} to {_said(period_starts_on + timedelta(days=LENGTH - 1))}"
    if kind is LineKind.ADJUSTMENT:
        return f"{who}: adjustment of {period}, known since {_said(posted_on)}"
    counted = "1 night" if nights == 1 else f"{nights} nights"
    return f"{who}: {counted}, {period}"


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
