"""The `hearth` command. Each subcommand is a module of its own, imported when it is called for."""

import importlib
import logging
import sys
from collections.abc import Mapping
from typing import cast

import click

from network.settings import SettingsError, load_settings

COMMANDS: Mapping[str, str] = {
    "serve": "serve",
    "demo": "demo",
    "migrate": "migrate",
    "import": "import_",
    "export": "export",
    "projections": "projections",
    "account": "account",
    "device": "device",
    "token": "token",
    "backup": "backup",
    "restore": "restore",
    "check": "check",
}
"""Each subcommand and its module in `network.commands`, in the order in which the help lists them."""

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Subcommands(click.Group):
    """Finds a subcommand by importing its module, so that `hearth token` need not load the web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the name is click's
        """Name the subcommands in the order in which somebody new would meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import one subcommand; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"network.commands.{COMMANDS[cmd_name]}")
        return cast("click.Command", module.command)


@click.group(cls=Subcommands, context_settings=HELP)
@click.version_option(package_name="hearth", prog_name="hearth")
@click.pass_context
def hearth(context: click.Context) -> None:
    """Run the shared back-office of a network of small care homes.

    Settings come from the environment and from a .env file in the working directory;
    HEARTH_DATABASE_URL names the database. Without it, Hearth runs a PostgreSQL of its own
    in HEARTH_DATA_DIR, and every command below works on that one, beside a running server or
    without one.
    """
    try:
        context.obj = load_settings()
    except SettingsError as error:
        # Help about a subcommand must not depend on the settings.
        if not {"-h", "--help"} & set(sys.argv):
            raise click.ClickException(str(error)) from None


def main() -> None:
    """Start here: the entry point that pyproject.toml names."""
    logging.captureWarnings(capture=True)
    hearth(prog_name="hearth")
