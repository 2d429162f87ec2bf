"""`hearth import`: bring a home's history in, from spreadsheets or from another network's export."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from network.commands.running import with_settings
from network.days import now
from network.directory.boards import load_boards
from network.history.findings import BadHistory, Findings, HistoryError
from network.history.importing import Importer
from network.history.journal import FILE, read_journal
from network.history.planning import Planner
from network.history.reading import read_directory, unknown_files
from network.history.restoring import HomeStream, Restorer
from network.services import Services, services_of
from network.settings import Settings

DIRECTORY = click.Path(exists=True, file_okay=False, readable=True, path_type=Path)


@click.command("import")
@click.argument("directory", type=DIRECTORY)
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@click.option(
    "--events", is_flag=True, help=f"Take {FILE}, a home's whole stream, in place of the CSV files."
)
@with_settings
async def command(settings: Settings, directory: Path, dry_run: bool, events: bool) -> None:
    """Bring homes' histories in from the CSV files in DIRECTORY.

    homes.csv, residents.csv, absences.csv, falls.csv, staff.csv, sickness.csv, contributions.csv,
    payments.csv, opening.csv, costs.csv, baseline.csv; a missing file means nothing of that kind.
    docs/spreadsheets.md describes every column.
    Everything is checked first: while anything is wrong, nothing is written, and every bad row is
    listed as file:line: column: what is wrong. Running it twice adds nothing; killed half-way,
    running it again finishes the rest.

    Where DIRECTORY holds events.jsonl alone (see `hearth export home`), or with --events, that is
    taken in: the home's stream as it was, to every correction and its account.
    """
    try:
        async with services_of(settings, may_create=True) as services:
            if events or _has_events_alone(directory):
                await _take_events(services, directory, dry_run)
            else:
                await _take_files(services, directory, dry_run)
    except BadHistory as bad:
        for finding in bad.findings:
            click.echo(str(finding), err=True)
        count = len(bad.findings)
        raise click.ClickException(f"{count} {_counted(count, 'error')}; nothing was written.") from bad
    except HistoryError as error:
        raise click.ClickException(str(error)) from error


def _has_events_alone(directory: Path) -> bool:
    return (directory / FILE).is_file() and not any(directory.glob("*.csv"))


async def _take_files(services: Services, directory: Path, dry_run: bool) -> None:
    # Before what is wrong in the others: of a misspelt file's rows they may know nothing.
    _say_what_is_passed_over(directory)
    findings = Findings()
    with Console(stderr=True).status("Checking the files …"):
        history = read_directory(directory, findings)
        planner = Planner(services.store, services.households, load_boards(), now())
        plans = await planner.plan(history, findings)
    new = sum(len(plan.rows) + (plan.joining is not None) for plan in plans)
    known = len(history) - new
    if dry_run:
        click.echo(
            f"All in order: {_rows(new)} to record, {_rows(known)} recorded before. Nothing was written."
        )
        return
    importer = Importer(services.directory, services.households, now())
    with _progress() as progress:
        task = progress.add_task("", total=sum(len(plan.commands) for plan in plans))
        for plan in plans:
            progress.update(task, description=plan.home_ref)
            await importer.run(plan, lambda done: _advance(progress, task, done))
    click.echo(f"Recorded {_rows(new)}; {_rows(known)} had been recorded before.")


async def _take_events(services: Services, directory: Path, dry_run: bool) -> None:
    if not (directory / FILE).is_file():
        raise HistoryError(f"{directory} holds no {FILE}.")
    findings = Findings()
    restorer = Restorer(services.pool, services.store, services.keyring)
    with Console(stderr=True).status("Checking the events …"):
        homes = await restorer.check(read_journal(directory, findings), findings)
    events = sum(len(home.own) for home in homes)
    if dry_run:
        click.echo(f"{events:,} {_counted(events, 'event')} to be taken in. Nothing was written.")
        return
    with _progress() as progress:
        task = progress.add_task("Events", total=sum(len(home.own) + len(home.about_home) for home in homes))
        for home in homes:
            await restorer.run(home, lambda done: _advance(progress, task, done))
    click.echo(_taken_in(homes, events))


def _taken_in(homes: list[HomeStream], events: int) -> str:
    if not homes:
        return "This was taken in before; nothing was added."
    return f"Took in {events:,} {_counted(events, 'event')} of {len(homes)} {_counted(len(homes), 'home')}."


def _rows(count: int) -> str:
    return f"{count:,} {_counted(count, 'row')}"


def _say_what_is_passed_over(directory: Path) -> None:
    for name in unknown_files(directory):
        click.echo(f"{name} is not a file that an import reads; it was passed over.", err=True)
    if (directory / FILE).is_file():
        click.echo(f"{FILE} was passed over; take the whole stream in its place with --events.", err=True)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _advance(progress: Progress, task: TaskID, done: int) -> None:
    progress.advance(task, done)


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
