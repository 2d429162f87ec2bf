"""`hearth migrate`: bring the database to this release's schema, roles and grants."""

import click

from network.commands.running import with_settings
from network.postgres.embedded import EmbeddedServer
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.passwords import carry_passwords
from network.postgres.pool import connection
from network.postgres.server import DATABASE, create_database, external_dsns, migrate_database
from network.settings import Settings


@click.command("migrate")
@with_settings
async def command(settings: Settings) -> None:
    """Bring the database to this release's schema.

    Runs the numbered migrations that have not been run, as hearth_owner
    (HEARTH_MIGRATE_DATABASE_URL), and makes the roles hearth_web and hearth_projector from the
    other two URLs if they are missing. A password that was changed in a URL is carried to its role.
    Running it again does nothing. The embedded PostgreSQL
    is migrated whenever it is opened; this command then only says so.
    """
    migrations = load_migrations(MIGRATIONS)
    if settings.database_url is not None:
        dsns = external_dsns(settings, settings.database_url)
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
    click.echo(f"The schema is at {len(migrations):04}, as this release needs it.")
