"""Tables that can be taken away: on the page in rows, and as CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

from network.web.file_names import file_name
from outcomes.charts.written_figures import Figure, in_full, rate_written

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""


MoreColumn = tuple[str, Sequence[float | None]]
"""A column's name, and a number a row."""


class HasInterval(Protocol):
    """A rate with its 95% interval."""

    @property
    def low(self) -> float | None:
        """The lower limit."""
        ...

    @property
    def high(self) -> float | None:
        """The upper limit."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is shown; the file holds the same, rates with all their digits, and `more`."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    """Which columns are numbers, from 0."""
    more: Sequence[MoreColumn] = ()
    """What only the file has, after the other columns."""

    def answer(self, of: str = "") -> Response:
        """The file, named for what is in it; `of`: the home's reference where it is of one."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([harmless(column) for column in (*self.columns, *(name for name, _ in self.more))])
        for number, row in enumerate(self.rows):
            cells = [self._in_file(place, cell) for place, cell in enumerate(row)]
            writer.writerow([*cells, *(in_full(values[number]) for _, values in self.more)])
        file = file_name(f"{of}-{self.name}")
        headers = {"Content-Disposition": f'attachment; filename="{file}.csv"', "Cache-Control": "no-store"}
        # With its mark, spreadsheets read it as UTF-8.
        return Response(
            text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers
        )

    def _in_file(self, place: int, cell: str) -> str:
        """Thousands are told apart for people; a spreadsheet would take them for text."""
        if isinstance(cell, Figure):
            return cell.in_full
        return cell.replace(",", "") if place in self.numbers else harmless(cell)


def limits_of(rates: Sequence[HasInterval | None]) -> tuple[MoreColumn, MoreColumn]:
    """Both ends of the intervals of a table's rows, as numbers; nothing where an end is open or not known."""
    return (
        ("95% interval, low", [None if rate is None else rate.low for rate in rates]),
        ("95% interval, high", [None if rate is None else rate.high for rate in rates]),
    )


def harmless(cell: str) -> str:
    """Text that a spreadsheet shows and does not run."""
    return f"'{cell}" if cell.startswith(RUNS_AS_FORMULA) else cell


def interval_of(rate: HasInterval | None) -> str:
    """From where to where; an end that is not known is left open."""
    if rate is None or rate.low is None:
        return ""
    return (
        f"{rate_written(rate.low)} to {rate_written(rate.high)}"
        if rate.high is not None
        else f"{rate_written(rate.low)} or more"
    )
