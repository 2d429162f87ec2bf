"""`hearth export home`: give a home its whole record."""

from pathlib import Path

import click
from rich.console import Console

from network.commands.running import with_settings
from network.history.exporting import export_home
from network.history.findings import HistoryError
from network.services import services_of
from network.settings import Settings


@click.command("home")
@click.argument("home_ref")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@with_settings
async def home(settings: Settings, home_ref: str, directory: Path) -> None:
    """Write all that is known of HOME_REF into DIRECTORY, with names.

    The CSV files are those that `hearth import` reads; events.jsonl beside them is the home's whole
    stream, opened. DIRECTORY is made if it is missing, for its owner's eyes only.
    """
    try:
        async with services_of(settings) as services:
            with Console(stderr=True).status(f"Writing {home_ref} …"):
                written = await export_home(
                    services.store, services.keyring, services.audit, home_ref, directory
                )
    except HistoryError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{directory} can't be written: {error.strerror or error}.") from error
    for name, rows in written.items():
        click.echo(f"{rows:>9,}  {directory / name}")
