"""`hearth export`: take data out, for a home that leaves or for finance."""

import importlib
from collections.abc import Mapping
from typing import cast

import click

MODULES: Mapping[str, str] = {
    "home": "export_home",
    "payments": "export_books",
    "charges": "export_books",
    "balances": "export_books",
    "ledger": "export_books",
    "invoices": "export_books",
}
"""Each of its subcommands and the module that it is found in, under its own name."""


class Exports(click.Group):
    """Finds a subcommand by importing its module: finance's need half the memory of a home's."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the name is click's
        """Name what can be taken out."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import one subcommand; None when there is none of that name."""
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"network.commands.{MODULES[cmd_name]}")
        return cast("click.Command", getattr(module, cmd_name))


@click.group("export", cls=Exports)
def command() -> None:
    """Take data out of the network."""
