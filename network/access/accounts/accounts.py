"""Accounts and their tokens: made, listed and ended by network IT, or by the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec

from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.secrets.opaque import digest_of, is_secret, new_secret
from network.access.viewer import AccessError, Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "accounts.sql")
TOKEN_PREFIX = "hearth_"  # noqa: S105 - what every token begins with


class AccountUnfit(AccessError):
    """An account can't be made like this."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.field = field
        self.message = message
        self.remedy = remedy


class AccountUnknown(AccessError):
    """There is no such account, or it is disabled."""


class TokenUnknown(AccessError):
    """There is no such token, or it has been revoked."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. `homes` are a home team's; a coach's caseload stands in the network's stream."""

    account_id: UUID
    name: str
    role: Role
    homes: frozenset[UUID]

    def __post_init__(self) -> None:
        if not (1 <= len(self.name) <= 200 and self.name.isprintable() and self.name.strip() == self.name):
            raise AccountUnfit(
                "name", "The name is blank, too long or not one line.", "Give a name in one line."
            )
        if self.role is Role.SYSTEM:
            raise AccountUnfit("role", "No account can be the system.", "Choose another role.")
        if self.role is Role.HOME_TEAM and not self.homes:
            raise AccountUnfit("homes", "A home team needs its home.", "Name at least one home.")
        if self.role in (Role.FINANCE, Role.NETWORK_IT) and self.homes:
            raise AccountUnfit("homes", "This role is not tied to homes.", "Leave the homes out.")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account as it is kept."""

    account_id: UUID
    name: str
    role: Role
    homes: tuple[UUID, ...]
    created_at: datetime
    disabled_at: datetime | None


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a token; the token itself is shown once, when it is made."""

    token_id: UUID
    account_id: UUID
    name: str
    """What it is for: the name of its account."""
    role: Role
    homes: tuple[UUID, ...]
    """A home team's; a coach's caseload stands in the network's stream."""
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Accounts:
    """Keeps accounts and tokens, each change with its line of audit in the same transaction."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def create(self, viewer: Viewer, account: NewAccount) -> None:
        """Make an account. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        homes = sorted(account.homes) if account.role is Role.HOME_TEAM else []
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            await connection.execute(
                QUERIES["add_account"], account.account_id, account.name, account.role.value
            )
            await add_homes(connection, account.account_id, homes)
            await note_within(
                connection,
                AuditAction.ACCOUNT_CREATED,
                viewer.account_id,
                account.account_id,
                role=account.role.value,
                homes=[str(home) for home in sorted(account.homes)],
            )

    async def disable(self, viewer: Viewer, account_id: UUID) -> None:
        """Let an account in no more. Raises `AccountUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            if await connection.fetchval(QUERIES["disable_account"], account_id) is None:
                raise AccountUnknown
            await note_within(connection, AuditAction.ACCOUNT_DISABLED, viewer.account_id, account_id)

    async def list_accounts(self, viewer: Viewer, after: UUID | None, limit: int) -> list[Account]:
        """A page of accounts. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_accounts"], after, limit)
        return [msgspec.convert(dict(row), Account) for row in rows]

    async def find(self, viewer: Viewer, account_id: UUID) -> Account:
        """One account. Raises `AccountUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_account"], account_id)
        if row is None:
            raise AccountUnknown
        return msgspec.convert(dict(row), Account)

    async def create_token(
        self, viewer: Viewer, account_id: UUID, expires_at: datetime | None
    ) -> tuple[UUID, str]:
        """A new token of an account: its id, and the token itself, which is kept nowhere."""
        viewer.check(viewer.may_keep_accounts())
        token_id, token = uuid4(), TOKEN_PREFIX + new_secret()
        try:
            async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
                await connection.execute(
                    QUERIES["add_token"], token_id, account_id, digest_of(token), expires_at
                )
                await note_within(
                    connection,
                    AuditAction.TOKEN_CREATED,
                    viewer.account_id,
                    token_id,
                    account=str(account_id),
                )
        except asyncpg.ForeignKeyViolationError:
            raise AccountUnknown from None
        return token_id, token

    async def list_tokens(self, viewer: Viewer, after: UUID | None, limit: int) -> list[Token]:
        """A page of tokens, those revoked included. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_tokens"], after, limit)
        return [msgspec.convert(dict(row), Token) for row in rows]

    async def revoke_token(self, viewer: Viewer, token_id: UUID) -> None:
        """End a token; every process follows within seconds. Raises `TokenUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            if await connection.fetchval(QUERIES["revoke_token"], token_id) is None:
                raise TokenUnknown
            await note_within(connection, AuditAction.TOKEN_REVOKED, viewer.account_id, token_id)


async def add_homes(connection: DatabaseConnection, account_id: UUID, home_ids: Sequence[UUID]) -> None:
    """Tie a home team's account to more homes."""
    await connection.execute(QUERIES["add_account_homes"], account_id, home_ids)


def is_token(text: str) -> bool:
    """Whether a text could be a token at all."""
    return text.startswith(TOKEN_PREFIX) and is_secret(text.removeprefix(TOKEN_PREFIX))
