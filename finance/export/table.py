"""What a file of rows holds: named columns of known kinds, and the one that is added up."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

Cell = str | date | datetime | Decimal | int | None
Row = Sequence[Cell]
NO_MONEY = Decimal("0.00")
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula; the read model's `harmless` is the same in SQL."""


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = auto()
    DAY = auto()
    INSTANT = auto()
    MONEY = auto()
    """Pounds, exact, two decimals."""
    NUMBER = auto()


class Column(NamedTuple):
    """A column."""

    name: str
    kind: Kind = Kind.TEXT


class Table(NamedTuple):
    """The columns of a file, in order."""

    name: str
    columns: tuple[Column, ...]
    added_up: str
    """The column of money whose sum is the control total."""

    @property
    def place_of_money(self) -> int:
        """Where the column stands that is added up."""
        return [column.name for column in self.columns].index(self.added_up)

    def total(self, rows: Sequence[Row]) -> Decimal:
        """What the rows add up to."""
        place = self.place_of_money
        return sum((cell for row in rows if isinstance(cell := row[place], Decimal)), NO_MONEY)


def harmless(text: str) -> str:
    """Text as a spreadsheet shows it and never runs it: an apostrophe before what would begin a formula."""
    return "'" + text if text.startswith(RUNS_AS_FORMULA) else text
