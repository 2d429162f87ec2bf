"""`hearth restore`: what a backup holds, into an empty place."""

from contextlib import AsyncExitStack
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from network.backup.restoring import read_backup, restore
from network.commands.running import with_settings
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.server import database
from network.read_models import PROJECTIONS, open_projector
from network.services import open_services
from network.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("restore")
@click.argument("file", type=FILE)
@with_settings
async def command(settings: Settings, file: Path) -> None:
    """Bring back the backup FILE, with FILE.keys beside it, into an empty place.

    The place is the embedded PostgreSQL in HEARTH_DATA_DIR, or the database that
    HEARTH_MIGRATE_DATABASE_URL names. FILE is read to its end first: where it is incomplete, or
    anything is recorded in that place already, nothing is done. The
    network's key is put where the settings want it, unless another one lies there. Afterwards the
    read models are filled anew, and the keys of all who were ever forgotten are destroyed again.
    Accounts and tokens are back as they were: revoke anew what was revoked since the backup. Killed
    half-way, it can be run again.
    """
    migrations = load_migrations(MIGRATIONS)
    backup = read_backup(file)
    async with database(settings, may_create=True) as dsns:
        position = await restore(dsns, backup, settings.network_key_file, migrations)
        # Opening the services destroys the keys of the forgotten again, and tries the network's key.
        async with open_services(dsns, NetworkKey.read(settings.network_key_file)):
            await _fill_read_models(dsns, position)
    click.echo(f"Everything up to position {position} is back, and so are all read models.")


async def _fill_read_models(dsns: Dsns, position: int) -> None:
    async with AsyncExitStack() as stack:
        bar = stack.enter_context(Progress(console=Console(stderr=True)))
        task = bar.add_task("Filling the read models", total=position)
        projector = await stack.enter_async_context(
            open_projector(dsns.projector, lambda reached: bar.update(task, completed=reached))
        )
        await projector.rebuild.anew(PROJECTIONS)
        bar.update(task, completed=position)
