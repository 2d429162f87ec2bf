"""`hearth export`: take data out, for a home that leaves or for finance."""

import click

from network.commands.export_home import home
from network.commands.export_payments import payments


@click.group("export")
def command() -> None:
    """Take data out of the network."""


command.add_command(home)
command.add_command(payments)
