"""`hearth migrate`: bring the database to this release's schema, roles and grants."""

import asyncio
from datetime import timedelta
from time import monotonic

import click

from network.commands.running import with_settings
from network.postgres.embedded import EmbeddedServer
from network.postgres.errors import DatabaseAway
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.passwords import carry_passwords
from network.postgres.pool import connection
from network.postgres.server import DATABASE, create_database, external_dsns, migrate_database
from network.settings import Settings

PATIENCE = timedelta(seconds=30)
"""For a PostgreSQL that starts at the same time, as beside this command in a container."""
BETWEEN_TRIES = 0.5


async def come_up(dsn: str, patience: timedelta = PATIENCE) -> None:
    """Wait until PostgreSQL answers. Raises `DatabaseUnreachable`, at once where it refuses."""
    deadline = monotonic() + patience.total_seconds()
    while True:
        try:
            async with connection(dsn, application_name="hearth migrate"):
                return
        except DatabaseAway:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(BETWEEN_TRIES)


@click.command("migrate")
@with_settings
async def command(settings: Settings) -> None:
    """Bring the database to this release's schema.

    Runs the numbered migrations that have not been run, as hearth_owner
    (HEARTH_MIGRATE_DATABASE_URL), and makes the roles hearth_web and hearth_projector from the
    other two URLs if they are missing. A password that was changed in a URL is carried to its role.
    Running it again does nothing. A PostgreSQL that is only starting is
    waited for. The embedded PostgreSQL is migrated whenever it is opened;
    this command then only says so.
    """
    migrations = load_migrations(MIGRATIONS)
    if settings.database_url is not None:
        dsns = external_dsns(settings, settings.database_url)
        if dsns.owner:  # else it is said below that it has to be named
            await come_up(dsns.owner)
        done = await migrate_database(dsns, migrations)
        async with connection(dsns.owner, application_name="hearth migrate") as owner:
            for role in await carry_passwords(owner, dsns):
                click.echo(f"Gave {role} the password in its URL.")
    else:
        server = EmbeddedServer(settings.data_dir)
        server.open()
        try:
            await create_database(server, DATABASE)
            done = await migrate_database(server.dsns(DATABASE), migrations)
        finally:
            server.close()
    for migration in done:
        click.echo(f"Ran {migration.number:04} {migration.name.replace('_', ' ')}.")
    click.echo(f"The schema is at {migrations[-1].number:04}, as this release needs it.")
