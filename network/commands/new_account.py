"""What is said of an account that a command makes, for a person or for a program."""

from collections.abc import Sequence
from uuid import UUID

import click

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, TOKEN_ROLES, Role
from network.services import Services

ROLE = click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in TOKEN_ROLES]),
    help="What the account is there to do.",
)
HOMES = click.option(
    "--home",
    "homes",
    multiple=True,
    metavar="HOME_REF",
    help="A home team's home, or one that the coach supports; give it again for each.",
)


async def make_account(services: Services, role: str, homes: Sequence[str], name: str) -> UUID:
    """Make it and answer its id. Raises `AccountUnfit`."""
    return await enrol(
        services.accounts,
        services.directory,
        SYSTEM,
        name=name.strip(),
        role=Role(role),
        home_refs=homes,
    )
