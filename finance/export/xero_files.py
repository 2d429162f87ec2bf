"""Xero takes at most 500 invoices a file: as many files as they need, each whole."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from finance.export.accounting import invoices_of
from finance.export.books_export import OpenBooks
from finance.export.csv_rows import CsvRows
from finance.export.extracts import Extract
from finance.export.sources import Stream, read_chunks, rows_of
from finance.export.table import Row

MOST_INVOICES = 500


class Split:
    """Writes rows into numbered files, none with more invoices than are allowed."""

    def __init__(self, folder: Path, encoder: CsvRows, most: int) -> None:
        self._folder = folder
        self._encoder = encoder
        self._most = most
        self._invoices = most
        self._last: object = None
        self.paths: list[Path] = []

    def write(self, rows: list[Row]) -> None:
        """Some more rows; an invoice that has been begun goes on in the same file."""
        for path, of_file in self._parted(rows):
            with path.open("ab") as file:
                file.write(self._encoder.encode(of_file))

    def _parted(self, rows: list[Row]) -> Iterator[tuple[Path, list[Row]]]:
        gathered: list[Row] = []
        for invoice in invoices_of(rows):
            if invoice[0][1] != self._last:
                if self._invoices == self._most:
                    if gathered:
                        yield self.paths[-1], gathered
                        gathered = []
                    self.begin()
                self._invoices += 1
                self._last = invoice[0][1]
            gathered += invoice
        if gathered:
            yield self.paths[-1], gathered

    def begin(self) -> None:
        """The next file."""
        self.paths.append(self._folder / f"{len(self.paths) + 1}.csv")
        self.paths[-1].write_bytes(self._encoder.header())
        self._invoices = 0


@asynccontextmanager
async def xero_files(
    opened: OpenBooks, extract: Extract, most: int = MOST_INVOICES
) -> AsyncIterator[list[Stream]]:
    """The files in order, at least one, in a folder that goes with the block."""
    with TemporaryDirectory(prefix="hearth-") as folder:
        paths = await _split(Path(folder), opened, extract, most)
        yield [_stream(path, opened) for path in paths]


@asynccontextmanager
async def xero_zip(
    opened: OpenBooks, extract: Extract, name: str, most: int = MOST_INVOICES
) -> AsyncIterator[Stream]:
    """The same files, numbered, in one archive."""
    with TemporaryDirectory(prefix="hearth-") as folder:
        paths = await _split(Path(folder), opened, extract, most)
        archive = Path(folder) / "invoices.zip"
        await asyncio.to_thread(_pack, archive, paths, name)
        yield _stream(archive, opened)


async def _split(folder: Path, opened: OpenBooks, extract: Extract, most: int) -> list[Path]:
    split = Split(folder, CsvRows(extract.table, extract.day), most)
    async for batch in rows_of(opened, extract):
        await asyncio.to_thread(split.write, batch)
    if not split.paths:
        split.begin()
    return split.paths


def _pack(archive: Path, paths: list[Path], name: str) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, path in enumerate(paths, start=1):
            packed.write(path, f"{name}-{number}.csv")


def _stream(path: Path, opened: OpenBooks) -> Stream:
    return Stream(lambda: read_chunks(path), lambda: opened.totals)
