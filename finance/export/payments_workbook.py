"""The payments' CSV as rows for a workbook: what PostgreSQL has formatted, each cell read as what it is."""

import csv
import io
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import date, datetime
from decimal import Decimal

from finance.export.payments import OpenExport
from finance.export.table import Cell, Column, Kind, Row, Table

PAYMENTS = Table(
    "payments",
    (
        *(Column(name) for name in ("home_ref", "home_name", "payer_kind", "payer_ref", "payer_name")),
        *(Column("resident_ref"), Column("resident_initials")),
        *(Column("received_on", Kind.DAY), Column("posted_on", Kind.DAY), Column("amount", Kind.MONEY)),
        *(Column("reference"), Column("method"), Column("remittance")),
        *(Column("recorded_at", Kind.INSTANT), Column("id"), Column("reverses")),
    ),
    "amount",
)
"""In the order of the columns of `payments_rows`."""


async def payments_rows(opened: OpenExport) -> AsyncGenerator[list[Row]]:
    """The rows of an open export, typed; without the header."""
    readers = [_reader(column.kind) for column in PAYMENTS.columns]
    rest, is_header = b"", True
    async with aclosing(opened.chunks()) as chunks:
        async for chunk in chunks:
            whole, rest = _whole_rows(rest + chunk)
            lines = list(csv.reader(io.StringIO(whole.decode(), newline="")))
            if is_header and lines:
                is_header, lines = False, lines[1:]
            yield [[read(text) for read, text in zip(readers, line, strict=True)] for line in lines]


def _whole_rows(data: bytes) -> tuple[bytes, bytes]:
    """Up to the last line break that ends a row, and the rest: one within quotes is part of a cell."""
    end = data.rfind(b"\n") + 1
    while end and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return data[:end], data[end:]


def _reader(kind: Kind) -> Callable[[str], Cell]:
    match kind:
        case Kind.TEXT:
            return lambda text: text or None
        case Kind.DAY:
            return lambda text: date.fromisoformat(text) if text else None
        case Kind.INSTANT:
            return lambda text: datetime.fromisoformat(text) if text else None
        case Kind.MONEY | Kind.NUMBER:
            return lambda text: Decimal(text) if text else None
