"""People with accounts, as network IT keeps them: invited, given other homes, let begin again, disabled."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from network.access.accounts.accounts import Accounts, AccountUnfit, AccountUnknown, add_homes
from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.secrets.codes import CodePurpose, Codes
from network.access.sessions.sessions import Sessions
from network.access.viewer import Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "people.sql")


class KnownPerson(msgspec.Struct, frozen=True, kw_only=True):
    """An account with what it can sign in with. A coach's homes stand in the network's stream."""

    account_id: UUID
    name: str
    role: Role
    sign_in_name: str | None
    homes: tuple[UUID, ...]
    created_at: datetime
    disabled_at: datetime | None
    expires_at: datetime | None
    """When a guest's shift ends."""
    vouched_by: UUID | None
    has_password: bool
    has_pin: bool
    passkeys: int
    last_signed_in_at: datetime | None


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What network IT hands to somebody who begins, or begins again."""

    account_id: UUID
    name: str
    sign_in_name: str
    code: str
    expires_at: datetime

    @property
    def path(self) -> str:
        """Where the code is typed; with it behind a #, where the browser keeps it to itself."""
        return f"/sign-in/code#{self.code}"


class People:
    """Lists, invites and disables."""

    def __init__(
        self,
        pool: DatabasePool,
        accounts: Accounts,
        codes: Codes,
        sessions: Sessions,
        forget: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._accounts = accounts
        self._codes = codes
        self._sessions = sessions
        self._forget = forget

    async def list_people(
        self,
        viewer: Viewer,
        *,
        home_id: UUID | None = None,
        after: tuple[str, UUID] | None = None,
        limit: int = 100,
    ) -> list[KnownPerson]:
        """A page of people by name, of one home or all. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        return await self._list(home_id, None, *(after or (None, None)), limit)

    async def find(self, viewer: Viewer, account_id: UUID) -> KnownPerson:
        """One of them. Raises `AccountUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        found = await self._list(None, account_id, None, None, 1)
        if not found:
            raise AccountUnknown
        return found[0]

    async def invite(self, viewer: Viewer, account_id: UUID) -> Invitation:
        """A code to begin with; whoever has forgotten their password begins again with one.

        What they signed in with goes on working until they have chosen something new. Raises
        `AccountUnknown` for guests, too, who are vouched for anew.
        """
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            return await self._invite(connection, viewer, account_id)

    async def _invite(self, connection: DatabaseConnection, viewer: Viewer, account_id: UUID) -> Invitation:
        row = await connection.fetchrow(QUERIES["lock_account"], account_id)
        if row is None:
            raise AccountUnknown
        sign_in_name = row["sign_in_name"] or await _name(connection, account_id, row["name"])
        code = await self._codes.make(connection, CodePurpose.START, account_id=account_id)
        await note_within(connection, AuditAction.CODE_MADE, viewer.account_id, account_id)
        return Invitation(
            account_id=account_id,
            name=row["name"],
            sign_in_name=sign_in_name,
            code=code.text,
            expires_at=code.expires_at,
        )

    async def reset(self, viewer: Viewer, account_id: UUID) -> Invitation:
        """The same where a phone or a PIN may be in wrong hands: all of it stops working at once.

        Records that wait on a device in their name are believed no more: a colleague looks at each.
        """
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            invitation = await self._invite(connection, viewer, account_id)
            await forget_credentials(connection, account_id)
            await connection.execute(QUERIES["note_reset"], account_id)
            await note_within(connection, AuditAction.CREDENTIALS_RESET, viewer.account_id, account_id)
        await self._sessions.end_all(viewer, account_id)
        return invitation

    async def change_homes(self, viewer: Viewer, account_id: UUID, homes: Iterable[UUID]) -> None:
        """Let somebody of a home team work in these homes from now on. Raises `AccountUnfit`."""
        viewer.check(viewer.may_keep_accounts())
        home_ids = sorted(set(homes))
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            row = await connection.fetchrow(QUERIES["lock_account"], account_id)
            if row is None:
                raise AccountUnknown
            if row["role"] != Role.HOME_TEAM or not home_ids:
                raise AccountUnfit("homes", "Only a home team has homes, and needs one.", "Name its homes.")
            await connection.execute(QUERIES["drop_account_homes"], account_id)
            await add_homes(connection, account_id, home_ids)
            await note_within(
                connection,
                AuditAction.ACCOUNT_HOMES_CHANGED,
                viewer.account_id,
                account_id,
                homes=[str(home) for home in home_ids],
            )
        self._forget()

    async def disable(self, viewer: Viewer, account_id: UUID) -> None:
        """Let somebody in no more, and sign them out everywhere. Raises `AccountUnknown`, `Forbidden`."""
        await self._accounts.disable(viewer, account_id)
        await self._sessions.end_all(viewer, account_id)

    async def _list(self, *arguments: object) -> list[KnownPerson]:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_people"], *arguments)
        return [msgspec.convert(dict(row), KnownPerson) for row in rows]


async def forget_credentials(connection: DatabaseConnection, account_id: UUID) -> None:
    """Nothing that somebody signed in with works any more."""
    for query in ("drop_secrets", "drop_passkeys", "drop_browsers"):
        await connection.execute(QUERIES[query], account_id)


async def _name(connection: DatabaseConnection, account_id: UUID, name: str) -> str:
    """A sign-in name from a person's: ada.okafor, or ada.okafor2 where that is taken."""
    plain = sign_in_name_from(name)
    taken = {row["sign_in_name"] for row in await connection.fetch(QUERIES["taken_sign_in_names"], plain)}
    number = 1
    while (chosen := plain if number == 1 else f"{plain}{number}") in taken:
        number += 1
    await connection.execute(QUERIES["name_account"], account_id, chosen)
    return chosen


def sign_in_name_from(name: str) -> str:
    """Small letters without accents, a dot between words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ".".join(re.findall(r"[a-z0-9]+", plain))[:60].strip(".")
    return words if len(words) > 1 else f"person.{words}".strip(".")
