"""Rows as a workbook for spreadsheets, written row by row: a row is on disk before the next is made."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from finance.export.table import Cell, Kind, Row, Table, harmless

MOST_ROWS = 1_048_576
"""Of a sheet, its header among them; the format can't hold more."""
WIDTHS = {Kind.TEXT: 22, Kind.DAY: 12, Kind.INSTANT: 20, Kind.MONEY: 14, Kind.NUMBER: 10}
FORMATS = {
    Kind.DAY: "dd/mm/yyyy",
    Kind.INSTANT: "dd/mm/yyyy hh:mm:ss",
    Kind.MONEY: "#,##0.00;[Red]-#,##0.00",
    Kind.NUMBER: "0",
}
LONGEST_TEXT = 32_767
"""Letters of a cell."""


class Workbook:
    """A workbook of one table, in as many sheets as its rows need."""

    def __init__(self, path: Path, table: Table, rows_of_sheet: int = MOST_ROWS) -> None:
        # Only who asks for a workbook pays for loading what writes it.
        import xlsxwriter  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

        self._table = table
        self._rows_of_sheet = rows_of_sheet
        self._folder = TemporaryDirectory(prefix="hearth-", dir=path.parent)
        self._book: Any = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "tmpdir": self._folder.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "use_zip64": True,
                "default_date_format": FORMATS[Kind.DAY],
            },
        )
        self._formats = {kind: self._book.add_format({"num_format": said}) for kind, said in FORMATS.items()}
        self._bold = self._book.add_format({"bold": True})
        self._sheets = 0
        self._begin_sheet()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
        if not self._book.fileclosed:
            # What was begun is not put together; its pieces have gone with their folder.
            self._book.fileclosed = True
            for sheet in self._book.worksheets():
                sheet._opt_close()  # noqa: SLF001 - otherwise its file would stay open

    def close(self) -> None:
        """Put it together."""
        self._book.close()

    def write(self, rows: Iterable[Row]) -> None:
        """Some more rows."""
        for row in rows:
            if self._row >= self._rows_of_sheet:
                self._begin_sheet()
            for place, (column, cell) in enumerate(zip(self._table.columns, row, strict=True)):
                if cell is not None:
                    self._write_cell(place, column.kind, cell)
            self._row += 1

    def end(self, lines: Iterable[tuple[str, str | int | Decimal]]) -> None:
        """What the rows add up to, on a sheet of its own, so that no total stands in a column of rows."""
        sheet = self._book.add_worksheet("totals")
        sheet.set_column(0, 1, WIDTHS[Kind.TEXT])
        for row, (said, cell) in enumerate(lines):
            sheet.write_string(row, 0, said)
            match cell:
                case str():
                    sheet.write_string(row, 1, harmless(cell))
                case Decimal():
                    sheet.write_number(row, 1, cell, self._formats[Kind.MONEY])
                case int():
                    sheet.write_number(row, 1, cell, self._formats[Kind.NUMBER])

    def _write_cell(self, place: int, kind: Kind, cell: Cell) -> None:
        match cell:
            case str():
                self._sheet.write_string(self._row, place, harmless(cell)[:LONGEST_TEXT])
            case date():
                self._sheet.write_datetime(self._row, place, _plain(cell), self._formats[kind])
            case _:
                self._sheet.write_number(self._row, place, cell, self._formats[kind])

    def _begin_sheet(self) -> None:
        self._sheets += 1
        name = self._table.name if self._sheets == 1 else f"{self._table.name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, WIDTHS[column.kind])
            self._sheet.write_string(0, place, column.name, self._bold)
        self._row = 1


def _plain(cell: date) -> date:
    """Spreadsheets know no offsets: an instant is written in UTC."""
    return cell.astimezone(UTC).replace(tzinfo=None) if isinstance(cell, datetime) else cell
