"""`hearth account`: people who come in: made, invited, let begin again, signed out, disabled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import click

from network.access.accounts.people import Invitation, KnownPerson
from network.access.viewer import SYSTEM, AccessError
from network.commands.new_account import HOMES, ROLE, make_account
from network.commands.running import with_settings
from network.eventstore.errors import EventStoreError
from network.services import Services, services_of
from network.serving import web_address
from network.settings import Settings

PAGE = 500
ACCOUNT = click.argument("account_id", type=click.UUID)


@click.group("account")
def command() -> None:
    """Make, invite and disable people's accounts.

    A person begins with a one-time code: they open the link, or type the code, and choose their own
    PIN and password. Programs come in by a token instead; see `hearth token`.
    """


@command.command("create")
@ROLE
@HOMES
@click.option("--name", required=True, help="The person's name, as it stands beside what they record.")
@with_settings
async def create(settings: Settings, role: str, homes: tuple[str, ...], name: str) -> None:
    """Make an account for a person, and print the link and code that they begin with."""
    async with _services(settings, may_create=True) as services:
        account_id = await make_account(services, role, homes, name)
        invitation = await services.doors.people.invite(SYSTEM, account_id)
    _say(settings, invitation)


@command.command("invite")
@ACCOUNT
@with_settings
async def invite(settings: Settings, account_id: UUID) -> None:
    """Print a new link and code for somebody who begins, or has forgotten their password or PIN.

    What they had goes on working until they have chosen anew.
    """
    async with _services(settings) as services:
        invitation = await services.doors.people.invite(SYSTEM, account_id)
    _say(settings, invitation)


@command.command("reset")
@ACCOUNT
@with_settings
async def reset(settings: Settings, account_id: UUID) -> None:
    """The same where a phone, password or PIN may be in wrong hands: all of it stops working at once."""
    async with _services(settings) as services:
        invitation = await services.doors.people.reset(SYSTEM, account_id)
    _say(settings, invitation)


@command.command("list")
@click.option("--home", "home", metavar="HOME_REF", help="Only the people of this home.")
@with_settings
async def list_accounts(settings: Settings, home: str | None) -> None:
    """List people by name: id, role, sign-in name, and what they can sign in with."""
    async with _services(settings) as services:
        home_id = await services.directory.resolve(SYSTEM, home) if home else None
        after: tuple[str, UUID] | None = None
        people = services.doors.people
        while page := await people.list_people(SYSTEM, home_id=home_id, after=after, limit=PAGE):
            for person in page:
                click.echo(_line(person))
            after = (page[-1].name, page[-1].account_id)


@command.command("sign-out")
@ACCOUNT
@with_settings
async def sign_out(settings: Settings, account_id: UUID) -> None:
    """End every session of an account; they can sign in again."""
    async with _services(settings) as services:
        ended = await services.doors.sessions.end_all(SYSTEM, account_id)
    click.echo(f"Ended {ended} sessions; running servers follow within seconds.", err=True)


@command.command("disable")
@ACCOUNT
@with_settings
async def disable(settings: Settings, account_id: UUID) -> None:
    """Let an account in no more: its sessions end, and its tokens stop working."""
    async with _services(settings) as services:
        await services.doors.people.disable(SYSTEM, account_id)
    click.echo(f"Disabled {account_id}; running servers follow within seconds.", err=True)


@asynccontextmanager
async def _services(settings: Settings, *, may_create: bool = False) -> AsyncIterator[Services]:
    """The services, with what access refuses told in a sentence."""
    try:
        async with services_of(settings, may_create=may_create) as services:
            yield services
    except (AccessError, EventStoreError) as error:
        raise click.ClickException(str(error) or _unknown(error)) from error


def _unknown(error: Exception) -> str:
    return f"{type(error).__doc__} See: hearth account list"


def _say(settings: Settings, invitation: Invitation) -> None:
    click.echo(f"{web_address(settings)}{invitation.path}")
    click.echo(
        f"\nGive this link, or the code {invitation.code}, to {invitation.name} and nobody else.\n"
        f"It works once, until {invitation.expires_at:%d %B %H:%M} UTC. "
        f"Their sign-in name is {invitation.sign_in_name}.",
        err=True,
    )


def _line(person: KnownPerson) -> str:
    ways = [
        way
        for way, has in (
            ("PIN", person.has_pin),
            ("password", person.has_password),
            ("passkey", person.passkeys),
        )
        if has
    ]
    state = "disabled" if person.disabled_at else "guest" if person.vouched_by else ", ".join(ways) or "new"
    name = person.sign_in_name or "-"
    return f"{person.account_id}  {person.role.value:<10}  {name:<24}  {state:<22}  {person.name}"
