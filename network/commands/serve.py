"""`hearth serve`: the web server."""

from contextlib import AsyncExitStack

import click

from network.commands.running import with_settings
from network.directory.upkeep import rules_of
from network.logging import configure_logging
from network.main import create_app
from network.postgres.server import database
from network.services import services_on
from network.serving import claim_port, projections_beside, serve, web_address, why_nobody_signs_in
from network.settings import Settings


@click.command("serve")
@click.option(
    "--projections/--no-projections",
    "with_projections",
    default=None,
    help="Run the projections beside the server. Default: with the embedded PostgreSQL only.",
)
@with_settings
async def command(settings: Settings, with_projections: bool | None) -> None:
    """Serve the network's pages, HTTP and GraphQL.

    Listens on HEARTH_HOST and HEARTH_PORT. SIGTERM or Ctrl-C ends it gracefully: no new
    requests are taken, those under way are finished. With a database of the network's own,
    `hearth projections run` is to run beside it as its own process.
    """
    configure_logging(settings.log_level)
    listener = claim_port(settings)
    if amiss := why_nobody_signs_in(settings):
        click.echo(amiss, err=True)
    async with AsyncExitStack() as stack:
        dsns = await stack.enter_async_context(database(settings, may_create=True))
        services = await stack.enter_async_context(services_on(dsns, settings, may_create=True))
        if settings.is_embedded if with_projections is None else with_projections:
            await stack.enter_async_context(projections_beside())
        address = web_address(settings)
        await serve(
            create_app(services, rules_of(settings)),
            listener,
            lambda: click.echo(f"Hearth is at {address}"),
            services.close,
        )
