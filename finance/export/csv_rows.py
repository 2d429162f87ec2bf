"""Rows as CSV (RFC 4180): money as numbers, days as ISO 8601, text that no spreadsheet runs."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from finance.export.table import Cell, Kind, Row, Table, harmless

Written = Callable[[date], str]


class CsvRows:
    """Encodes rows of one table, some at a time."""

    def __init__(self, table: Table, day: Written = date.isoformat) -> None:
        self._table = table
        self._encoders: list[Callable[[Cell], str]] = [_encoder(column.kind, day) for column in table.columns]

    def header(self) -> bytes:
        """The names of the columns."""
        return _encoded([[column.name for column in self._table.columns]])

    def encode(self, rows: Iterable[Row]) -> bytes:
        """Some rows."""
        encoders = self._encoders
        return _encoded([encode(cell) for encode, cell in zip(encoders, row, strict=True)] for row in rows)


def _encoded(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _encoder(kind: Kind, day: Written) -> Callable[[Cell], str]:
    match kind:
        case Kind.TEXT:
            return _text
        case Kind.DAY:
            return lambda cell: day(cell) if isinstance(cell, date) else ""
        case Kind.INSTANT:
            return _instant
        case Kind.MONEY | Kind.NUMBER:
            return _number


def _text(cell: Cell) -> str:
    return "" if cell is None else harmless(str(cell))


def _instant(cell: Cell) -> str:
    return cell.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(cell, datetime) else ""


def _number(cell: Cell) -> str:
    return "" if cell is None else str(cell)
