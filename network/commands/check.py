"""`hearth check`: whether everything that Hearth stands on is as it should be."""

import click

from network.checks import Finding, Subjects, check_all
from network.commands.running import with_settings
from network.eventstore.network_key import NetworkKey
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.server import database
from network.read_models import PROJECTIONS
from network.settings import Settings


@click.command("check")
@with_settings
async def command(settings: Settings) -> None:
    """Check settings, database, roles, schema, keys and projections.

    A line for each: well, or what is wrong and what to do. Ends with 1 if anything is amiss.
    """
    _say(Finding("settings", True, _where(settings)))
    amiss = False
    async with database(settings) as dsns:
        subjects = Subjects(
            dsns,
            lambda: NetworkKey.read(settings.network_key_file),
            load_migrations(MIGRATIONS),
            PROJECTIONS,
        )
        async for finding in check_all(subjects):
            _say(finding)
            amiss = amiss or not finding.is_well
    if amiss:
        click.get_current_context().exit(1)


def _where(settings: Settings) -> str:
    """Which database, without its password."""
    if settings.is_embedded:
        return f"The embedded PostgreSQL in {settings.data_dir}."
    missing = [
        name
        for name, url in (
            ("HEARTH_MIGRATE_DATABASE_URL", settings.migrate_database_url),
            ("HEARTH_PROJECTOR_DATABASE_URL", settings.projector_database_url),
        )
        if not url
    ]
    there = f" Not set here, so not checked: {', '.join(missing)}." if missing else ""
    return f"A PostgreSQL of the network's own.{there}"


def _say(finding: Finding) -> None:
    word = click.style("well ", fg="green") if finding.is_well else click.style("AMISS", fg="red")
    click.echo(f"{word}  {finding.subject:<12} {finding.sentence}")
