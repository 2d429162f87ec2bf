"""A figure as it is printed: what was measured beside what, and whether that reaches what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.benchmarks.load import Outcome


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. Every number is the median of its rounds."""

    what: str
    measured: str
    beside: str
    """The peers and the limit, with their numbers."""
    ratio: str
    target: str
    is_reached: bool | None
    """None where nothing was promised."""


def middle(outcomes: Sequence[Outcome]) -> float:
    """The median rate."""
    return median(outcome.rate for outcome in outcomes)


def slowest(outcomes: Sequence[Outcome]) -> float:
    """The median of the rounds' 99th percentiles, in milliseconds."""
    return median(outcome.p99() for outcome in outcomes) * 1000


def show(console: Console, figures: Sequence[Figure], machine: Sequence[str]) -> None:
    """Print the table and what it was measured on."""
    table = Table(title="Hearth's figures, medians of interleaved rounds", show_lines=True)
    for column in ("what", "measured", "beside", "ratio", "to reach", ""):
        table.add_column(column, overflow="fold")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.beside, figure.ratio, figure.target, _mark(figure))
    console.print(table)
    for line in machine:
        console.print(line, highlight=False)


def _mark(figure: Figure) -> str:
    return {True: "[green]ok[/]", False: "[red]missed[/]", None: "–"}[figure.is_reached]
