"""`hearth backup`: everything that was recorded, in a file, and the keys in another."""

from pathlib import Path

import click

from network.backup.backing_up import back_up
from network.backup.keys_file import keys_file_of, read_network_key
from network.commands.out_file import OutFile
from network.commands.running import with_settings
from network.postgres.server import database
from network.settings import Settings


@click.command("backup")
@click.argument("file", type=OutFile())
@click.option("--force", is_flag=True, help="Write over a backup of that name.")
@with_settings
async def command(settings: Settings, file: Path, *, force: bool) -> None:
    """Back up to FILE, beside a running server or without one.

    FILE holds the facts, accounts and tokens as pg_dump writes them, personal values sealed. FILE.keys
    holds the keys that open them: the network's own and every person's. Keep the two apart, FILE.keys
    as safe as the key file itself, and destroy old copies of it in time: a person who is forgotten can
    be read again from the two together until the last FILE.keys from before is gone.

    Files of these names that are there already are left as they are, unless --force is given.

    Needs HEARTH_MIGRATE_DATABASE_URL, except with the embedded PostgreSQL.
    """
    if not force:
        _refuse_to_write_over(file)
    try:
        async with database(settings) as dsns:
            key = read_network_key(settings.network_key_file)
            made = await back_up(dsns, key, file)
    except OSError as error:
        raise click.ClickException(
            f"{file} or {keys_file_of(file)} can't be written: {error.strerror or error}."
        ) from error
    click.echo(f"{made.path}: facts up to position {made.log_position}.")
    click.echo(f"{made.keys_path}: {made.keys} keys. Keep it apart from {made.path.name}.")


def _refuse_to_write_over(file: Path) -> None:
    """The backup of yesterday may be the last good one."""
    for path in (file, keys_file_of(file)):
        if path.exists():
            raise click.ClickException(
                f"{path} is there already. Choose another name, or write over it with --force."
            )
