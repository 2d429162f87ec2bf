"""Which row is which: a row's key, its ordinal among equals, and the command ids made from both."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from network.history.findings import Findings
from network.history.rows import Row

IMPORTED = UUID("68656172-7468-4969-8d70-6f7274656400")
"""Namespace of imported commands' ids. Never changes, or a second run would add everything again."""


def command_id(kind: str, key: Iterable[Any], ordinal: int = 0) -> UUID:
    """The same id for the same kind of command and the same row, in every run."""
    return uuid5(IMPORTED, "\x1f".join((kind, *map(_canonical, key), str(ordinal))))


def ordinals(rows: Iterable[Row], findings: Findings) -> dict[Row, int]:
    """Numbers rows that are equal in everything, and notes those with one key and different content.

    Keyed by row (its line makes it unique within its file).
    """
    numbered: dict[Row, int] = {}
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike = groups[type(row), *map(_canonical, row.key_values())]
        numbered[row] = len(alike)
        if alike and row.content() != alike[0].content():
            findings.add(row.file, row.line, _key_columns(row), _contradicts(row, alike[0]))
        alike.append(row)
    return numbered


def _key_columns(row: Row) -> str:
    return row.key[-1].rstrip("_")


def _contradicts(row: Row, other: Row) -> str:
    return f"line {other.line} has the same {_key_in_words(row)} with other content: keep one of the two"


def _key_in_words(row: Row) -> str:
    return ", ".join(name.rstrip("_") for name in row.key)


def _canonical(value: object) -> str:
    """A value however it was written: instants in UTC, amounts to the penny."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value.quantize(Decimal("0.01")))
        case _:
            return str(value)
