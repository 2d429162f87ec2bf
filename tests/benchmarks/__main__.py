"""Runs the benches and prints their table: `python -m tests.benchmarks [ROW …]`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

import click
import uvloop
from rich.console import Console

from tests.benchmarks import (
    books,
    commands,
    demo,
    exporting,
    exporting_ledger,
    forecasts,
    pages,
    queries,
    rebuilding,
    simulation,
    visibility,
)
from tests.benchmarks.figures import Figure, show
from tests.benchmarks.ground import Ground, open_ground
from tests.benchmarks.machine import describe

ROWS: Mapping[str, Callable[[Ground], Awaitable[list[Figure]]]] = {
    "commands": commands.measure,
    "demo": demo.measure,
    "rebuild": rebuilding.measure,
    "visible": visibility.measure,
    "queries": queries.measure,
    "export": exporting.measure,
    "export-ledger": exporting_ledger.measure,
    "books": books.measure,
    "forecasts": forecasts.measure,
    "simulation": simulation.measure,
    "pages": pages.measure,
}


@click.command()
@click.argument("rows", nargs=-1, type=click.Choice(list(ROWS)))
@click.option("--rounds", default=5, show_default=True, help="Turns of each contender.")
@click.option("--seconds", default=3.0, show_default=True, help="How long a turn takes.")
def main(rows: tuple[str, ...], rounds: int, seconds: float) -> None:
    """Measure each figure beside its peer and its limit, all or those named; end with 1 if one is missed."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        figures = runner.run(_measure(rows or tuple(ROWS), rounds, seconds))
    sys.exit(any(figure.is_reached is False for figure in figures))


async def _measure(rows: tuple[str, ...], rounds: int, seconds: float) -> list[Figure]:
    progress, console = Console(stderr=True), Console(width=160)
    figures: list[Figure] = []
    async with open_ground(rounds, seconds) as ground:
        machine = describe(await ground.server_version())
        try:
            for row in rows:
                began = perf_counter()
                figures += await ROWS[row](ground)
                progress.print(f"{row}: measured in {perf_counter() - began:.0f} s", highlight=False)
        finally:
            # Also what was measured before a row that fails.
            show(console, figures, machine)
    return figures


if __name__ == "__main__":
    main()
