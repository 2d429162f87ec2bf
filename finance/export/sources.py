"""Exports as bytes: each can be sent in chunks or written to a file, and says what it adds up to."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from finance.books.entries import entries_of
from finance.export.books_export import OpenBooks
from finance.export.csv_rows import CsvRows
from finance.export.extracts import Days, Extract
from finance.export.home_books import HomeBooks
from finance.export.journal import journal_of
from finance.export.table import Row, Table
from finance.export.totals import Totals
from finance.export.workbook import Workbook
from finance.pence import to_pounds

CHUNK = 256 * 1024
ROWS_AT_ONCE = 5_000
"""Rows that are encoded in one go: few enough that others are answered in between."""

Batches = AsyncGenerator[list[Row]]


class Source(Protocol):
    """A file to be."""

    @property
    def totals(self) -> Totals:
        """What it adds up to; of a stream once it has been read to its end."""
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes; once."""
        ...

    async def write_to(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        """The same for who would rather be given."""
        ...


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that is made while it is read."""

    make: Callable[[], AsyncIterator[bytes]]
    add_up: Callable[[], Totals]

    @property
    def totals(self) -> Totals:
        """As far as it has been read."""
        return self.add_up()

    def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes."""
        return self.make()

    async def write_to(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        """The same for who would rather be given."""
        async for chunk in self.make():
            await write(chunk)


async def rows_of(opened: OpenBooks, extract: Extract) -> Batches:
    """The rows of every home, counted as they go out."""
    async for home in opened.each():
        rows = await asyncio.to_thread(_rows, extract, home, opened.days)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[start : start + ROWS_AT_ONCE]
            opened.count(len(batch), extract.table.total(batch))
            yield batch


def _rows(extract: Extract, home: HomeBooks, days: Days) -> list[Row]:
    return list(extract.rows(home, days))


def csv_of(opened: OpenBooks, extract: Extract) -> Stream:
    """Rows as CSV."""
    encoder = CsvRows(extract.table, extract.day)

    async def make() -> AsyncIterator[bytes]:
        yield encoder.header()
        async for batch in rows_of(opened, extract):
            yield await asyncio.to_thread(encoder.encode, batch)

    return Stream(make, lambda: opened.totals)


def journal(opened: OpenBooks) -> Stream:
    """Every entry through the last day as hledger reads it; added up are the debits."""

    async def make() -> AsyncIterator[bytes]:
        async for home in opened.each():
            entries = entries_of(home.books, opened.days.last)
            debits = sum(abs(entry.postings[0].pence) for entry in entries)
            opened.count(len(entries), to_pounds(debits))
            yield "".join(journal_of(entries, opened.days.last)).encode()

    return Stream(make, lambda: opened.totals)


@asynccontextmanager
async def workbook_of(table: Table, batches: Batches, totals: Callable[[], Totals]) -> AsyncIterator[Stream]:
    """Rows as a workbook, made in a folder that goes with the block: it is one only when it is whole."""
    with TemporaryDirectory(prefix="hearth-") as folder:
        path = Path(folder) / "export.xlsx"
        await _write_workbook(path, table, batches, totals)
        yield Stream(lambda: read_chunks(path), totals)


async def _write_workbook(path: Path, table: Table, batches: Batches, totals: Callable[[], Totals]) -> None:
    book = await asyncio.to_thread(Workbook, path, table)
    with book:
        async with aclosing(batches) as taken:
            async for batch in taken:
                await asyncio.to_thread(book.write, batch)
        book.end(told(totals()))
        await asyncio.to_thread(book.close)


def told(totals: Totals) -> list[tuple[str, str | int | Decimal]]:
    """Totals in words, for people."""
    return [
        ("Rows", totals.rows),
        (f"Sum of {totals.added_up}", totals.control_total),
        ("First day", "The beginning" if totals.from_on is None else totals.from_on.isoformat()),
        ("Last day", totals.to_on.isoformat()),
        ("Home", totals.home_ref or "All homes"),
        ("As known at", totals.known_at.isoformat()),
    ]


async def read_chunks(path: Path) -> AsyncIterator[bytes]:
    """A file, some at a time."""
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
