"""`hearth token`: make, list and end the tokens by which people and programs come in."""

from uuid import UUID

import click

from network.access.accounts.accounts import Token, TokenUnknown
from network.access.viewer import SYSTEM, AccessError, Role
from network.commands.new_account import HOMES, ROLE, make_account
from network.commands.running import with_settings
from network.eventstore.errors import EventStoreError
from network.services import services_of
from network.settings import Settings

PAGE = 500


@click.group("token")
def command() -> None:
    """Make, list and revoke tokens.

    A token stands for an account with one role. It works on the database directly, beside a running
    server or without one; a running server follows within seconds.
    """


@command.command("create")
@ROLE
@HOMES
@click.option("--name", required=True, help="Whose the account is, or what it is for.")
@with_settings
async def create(settings: Settings, role: str, homes: tuple[str, ...], name: str) -> None:
    """Make an account and print its token, alone, on standard output.

    The token is shown this once and kept nowhere; what is stored can't be turned back into it.
    """
    try:
        async with services_of(settings, may_create=True) as services:
            account_id = await make_account(services, role, homes, name)
            _, token = await services.accounts.create_token(SYSTEM, account_id, None)
    except (AccessError, EventStoreError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(token)


@command.command("list")
@with_settings
async def list_tokens(settings: Settings) -> None:
    """List all tokens by id: their role, when they were last used, whether they work, whose and where."""
    after: UUID | None = None
    async with services_of(settings) as services:
        refs = {home.home_id: home.ref for home in await services.directory.homes(SYSTEM)}
        while page := await services.accounts.list_tokens(SYSTEM, after, PAGE):
            for token in page:
                is_coach = token.role is Role.COACH
                homes = await services.directory.caseload(token.account_id) if is_coach else token.homes
                click.echo(_line(token, sorted(refs[home] for home in homes if home in refs)))
            after = page[-1].token_id


@command.command("revoke")
@click.argument("token_id", type=click.UUID)
@with_settings
async def revoke(settings: Settings, token_id: UUID) -> None:
    """End the token with this id (see `hearth token list`)."""
    try:
        async with services_of(settings) as services:
            await services.accounts.revoke_token(SYSTEM, token_id)
    except TokenUnknown:
        raise click.ClickException(
            f"There is no token {token_id}, or it was revoked before. See: hearth token list"
        ) from None
    click.echo(f"Revoked {token_id}.", err=True)


def _line(token: Token, homes: list[str]) -> str:
    where = f" ({', '.join(homes)})" if homes else ""
    used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
    return (
        f"{token.token_id}  {token.role.value:<10}  used {used:<16}  {_state(token):<8}  {token.name}{where}"
    )


def _state(token: Token) -> str:
    if token.revoked_at:
        return "revoked"
    return "expires" if token.expires_at else "works"
