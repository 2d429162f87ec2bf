"""Everything that finance can take away: what, in which format, and how it becomes a file."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from finance.export.accounting import Codes, sage50, xero
from finance.export.books_export import BooksExport, OpenBooks, Progress, Taking
from finance.export.extracts import BALANCES, CHARGES, LEDGER, Extract
from finance.export.payments import PaymentsExport
from finance.export.payments_workbook import PAYMENTS, payments_rows
from finance.export.selection import Selection
from finance.export.sources import Source, csv_of, journal, rows_of, workbook_of
from finance.export.totals import Totals
from finance.export.xero_files import xero_files, xero_zip
from network.access.viewer import Viewer

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Offer(NamedTuple):
    """A file that finance can take."""

    what: str
    format: str
    title: str
    """What people call it."""
    media_type: str
    ending: str
    from_the_beginning: bool = False
    """Whether it is of a day, and not of some days."""
    is_summed_first: bool = False
    """Whether it is known what it adds up to before its first byte."""

    @property
    def path(self) -> str:
        """Where it is over HTTP."""
        return f"/finance/{self.what}.{self.ending}"


_OFFERS = (
    Offer("payments", "csv", "Payments", CSV, "csv", is_summed_first=True),
    Offer("payments", "xlsx", "Payments", XLSX, "xlsx", is_summed_first=True),
    Offer("charges", "csv", "Charges", CSV, "csv"),
    Offer("charges", "xlsx", "Charges", XLSX, "xlsx", is_summed_first=True),
    Offer("balances", "csv", "Balances", CSV, "csv", from_the_beginning=True),
    Offer("balances", "xlsx", "Balances", XLSX, "xlsx", from_the_beginning=True, is_summed_first=True),
    Offer("ledger", "csv", "Ledger", CSV, "csv"),
    Offer("ledger", "xlsx", "Ledger", XLSX, "xlsx", is_summed_first=True),
    Offer("ledger", "hledger", "Ledger", "text/plain; charset=utf-8", "journal", from_the_beginning=True),
    Offer("invoices", "xero", "Invoices", "application/zip", "xero.zip", is_summed_first=True),
    Offer("invoices", "sage50", "Invoices", CSV, "sage50.csv"),
)
OFFERS: Mapping[tuple[str, str], Offer] = {(offer.what, offer.format): offer for offer in _OFFERS}
_EXTRACTS = {"charges": CHARGES, "balances": BALANCES, "ledger": LEDGER}


def added_up_of(offer: Offer) -> str:
    """The column whose sum is the file's control total."""
    if offer.what == "payments":
        return PAYMENTS.added_up
    return Asked(offer, Selection(date.min, date.min), Codes()).extract.table.added_up


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file, of what."""

    offer: Offer
    selection: Selection
    codes: Codes

    @property
    def extract(self) -> Extract:
        """What is taken of a home's books for it."""
        if self.offer.what == "invoices":
            return xero(self.codes) if self.offer.format == "xero" else sage50(self.codes)
        return _EXTRACTS[self.offer.what]


@dataclass(frozen=True, slots=True)
class Exports:
    """Everything that can be taken away."""

    payments: PaymentsExport
    books: BooksExport

    async def find_home(self, offer: Offer, name: str) -> UUID:
        """The home of that id or reference, as the file's books know it. Raises `NoSuchHome`."""
        books = self.payments if offer.what == "payments" else self.books
        return await books.find_home(name)

    @asynccontextmanager
    async def open(
        self, viewer: Viewer, asked: Asked, progress: Progress | None = None
    ) -> AsyncIterator[Source]:
        """The file, as one; Xero's several in an archive. Raises `Forbidden` and `ExportError`s."""
        if asked.offer.what == "payments":
            async with self._open_payments(viewer, asked) as source:
                yield source
            return
        async with self.open_books(viewer, asked, progress or _unwatched) as opened:
            match asked.offer.format:
                case "xlsx":
                    table = asked.extract.table
                    rows = rows_of(opened, asked.extract)
                    async with workbook_of(table, rows, lambda: opened.totals) as source:
                        yield source
                case "xero":
                    async with xero_zip(opened, asked.extract, "invoices") as source:
                        yield source
                case "hledger":
                    yield journal(opened)
                case _:
                    yield csv_of(opened, asked.extract)

    @asynccontextmanager
    async def open_xero(
        self, viewer: Viewer, asked: Asked, progress: Progress
    ) -> AsyncIterator[list[Source]]:
        """Xero's files one by one."""
        async with (
            self.open_books(viewer, asked, progress) as opened,
            xero_files(opened, asked.extract) as sources,
        ):
            yield [*sources]

    @asynccontextmanager
    async def open_books(self, viewer: Viewer, asked: Asked, progress: Progress) -> AsyncIterator[OpenBooks]:
        """Books, for a format that is made of them."""
        async with self.books.open(viewer, _taking(asked), _whole(asked), progress) as opened:
            yield opened

    async def add_up(self, viewer: Viewer, asked: Asked) -> Totals:
        """What the file adds up to, without taking it."""
        if asked.offer.what == "payments":
            return await self.payments.add_up(viewer, asked.selection)
        taking = replace(_taking(asked), action=None)
        async with self.books.open(viewer, taking, _whole(asked), _unwatched) as opened:
            read = (
                journal(opened).make() if asked.offer.format == "hledger" else rows_of(opened, asked.extract)
            )
            async for _ in read:
                pass
            return opened.totals

    @asynccontextmanager
    async def _open_payments(self, viewer: Viewer, asked: Asked) -> AsyncIterator[Source]:
        async with self.payments.open(viewer, asked.selection, asked.offer.format) as opened:
            if asked.offer.format == "csv":
                yield opened
            else:
                rows = payments_rows(opened)
                async with workbook_of(PAYMENTS, rows, lambda: opened.totals) as source:
                    yield source


def _unwatched(_done: int, _of: int) -> None:
    """Nobody looks."""


def _taking(asked: Asked) -> Taking:
    extract = asked.extract
    return Taking(extract.action, asked.offer.format, extract.table.added_up, extract.opens_names)


def _whole(asked: Asked) -> Selection:
    selection = asked.selection
    return replace(selection, from_on=date.min) if asked.offer.from_the_beginning else selection
