"""Sessions of people who sign in with a browser: opaque, kept in the database, ended at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

import msgspec

from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.secrets.opaque import digest_of, new_secret
from network.access.viewer import AccessError, Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "sessions.sql")


class SignInMethod(StrEnum):
    """What somebody proved themselves with."""

    PASSWORD = "password"  # noqa: S105
    PASSKEY = "passkey"
    PIN = "pin"
    CODE = "code"
    """A one-time code of network IT, which leads to choosing a password."""
    VOUCHED = "vouched"
    """A guest, let in by the PIN of somebody of the team."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without anything done in it, and at most."""

    idle: timedelta
    most: timedelta


SHARED = Lifetime(idle=timedelta(minutes=5), most=timedelta(hours=12))
"""A tablet that lies in a corridor."""
OWN = Lifetime(idle=timedelta(hours=1), most=timedelta(hours=12))
"""A phone or a computer that is somebody's own: a shift, with its breaks."""
SEEN_AGAIN = timedelta(seconds=15)
"""How exactly it is kept when a session was last used."""


class SessionUnknown(AccessError):
    """There is no such session, or it has ended."""


class NotAllowedIn(AccessError):
    """The account is disabled, or a guest's whose shift is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that was recognised."""

    session_id: UUID
    account_id: UUID
    method: SignInMethod
    device_id: UUID | None
    """The shared tablet that it is on; None on somebody's own phone or computer."""
    is_guest: bool
    signed_in_at: datetime
    expires_at: datetime
    idle_for: timedelta
    """Without anything done for so long, it ends."""


class ListedSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session as lists show it."""

    session_id: UUID
    account_id: UUID
    name: str
    role: Role
    method: SignInMethod
    device_id: UUID | None
    device_name: str | None
    client: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_guest: bool


class Sessions:
    """Begins, lists and ends sessions. `forget` makes this process ask anew who is signed in."""

    def __init__(self, pool: DatabasePool, forget: Callable[[], None]) -> None:
        self._pool = pool
        self._forget = forget

    async def begin(
        self, account_id: UUID, method: SignInMethod, *, device_id: UUID | None = None, client: str = ""
    ) -> str:
        """A new session, by its token, which is kept nowhere. Raises `NotAllowedIn`.

        Whoever signs in has proved who they are before this is called.
        """
        token, session_id = new_secret(), uuid4()
        lifetime = OWN if device_id is None else SHARED
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            begun = await connection.fetchval(
                QUERIES["add_session"],
                *(session_id, account_id, digest_of(token), method.value, device_id, client),
                *(lifetime.idle, lifetime.most),
            )
            if begun is None:
                raise NotAllowedIn
            await connection.execute(QUERIES["delete_old_sessions"])
            await note_within(connection, AuditAction.SIGNED_IN, account_id, session_id, method=method.value)
        return token

    async def renew(self, session: Session) -> str:
        """Another token for whoever has proved again who they are. Raises `SessionUnknown`."""
        token = new_secret()
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            renewed = await connection.fetchval(
                QUERIES["renew_session"], session.session_id, digest_of(token)
            )
        self._forget()
        if renewed is None:
            raise SessionUnknown
        return token

    async def whose(self, token: str | None) -> UUID | None:
        """Whose session it is, or was before it ended: whom a device is given back to."""
        if token is None:
            return None
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            return await connection.fetchval(QUERIES["whose_session"], digest_of(token))

    async def sign_out(self, session: Session) -> None:
        """End one's own session; one that has ended stays ended."""
        await self._end_one(session.session_id, session.account_id, AuditAction.SIGNED_OUT)

    async def end(self, viewer: Viewer, session_id: UUID) -> None:
        """End somebody's session, as network IT, or one of one's own. Raises `SessionUnknown`."""
        if not viewer.may_keep_accounts():
            own = await self._of_account(viewer.account_id)
            if session_id not in {session.session_id for session in own}:
                raise SessionUnknown
        if not await self._end_one(session_id, viewer.account_id, AuditAction.SESSION_ENDED):
            raise SessionUnknown

    async def end_all(self, viewer: Viewer, account_id: UUID, keep: UUID | None = None) -> int:
        """End all of an account's sessions, as network IT or as the account itself; how many ended."""
        viewer.check(viewer.may_keep_accounts() or viewer.account_id == account_id)
        return await self._end_many("end_sessions_of_account", viewer, account_id, keep)

    async def end_on_device(self, viewer: Viewer, device_id: UUID) -> int:
        """End all sessions on a shared device; how many ended."""
        viewer.check(viewer.may_keep_devices())
        return await self._end_many("end_sessions_of_device", viewer, device_id)

    async def list_own(self, viewer: Viewer) -> list[ListedSession]:
        """One's own sessions that last, newest first."""
        return await self._of_account(viewer.account_id)

    async def list_all(
        self, viewer: Viewer, *, account_id: UUID | None = None, home_id: UUID | None = None, limit: int = 500
    ) -> list[ListedSession]:
        """Sessions that last, newest first: of an account, of a home's people and devices, or all."""
        viewer.check(viewer.may_keep_accounts())
        return await self._list(account_id, home_id, limit)

    async def find(self, viewer: Viewer, session_id: UUID) -> ListedSession:
        """One that lasts, as network IT. Raises `SessionUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        found = await self._list(None, None, 1, session_id)
        if not found:
            raise SessionUnknown
        return found[0]

    async def _of_account(self, account_id: UUID) -> list[ListedSession]:
        return await self._list(account_id, None, 100)

    async def _list(
        self, account_id: UUID | None, home_id: UUID | None, limit: int, session_id: UUID | None = None
    ) -> list[ListedSession]:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_sessions"], account_id, home_id, limit, session_id)
        return [msgspec.convert(dict(row), ListedSession) for row in rows]

    async def _end_one(self, session_id: UUID, by: UUID, action: AuditAction) -> bool:
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            whose = await connection.fetchval(QUERIES["end_session"], session_id)
            if whose is not None:
                await note_within(connection, action, by, session_id, account=str(whose))
        self._forget()
        return whose is not None

    async def _end_many(self, query: str, viewer: Viewer, subject: UUID, *more: UUID | None) -> int:
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            ended = await connection.fetch(QUERIES[query], subject, *more)
            for row in ended:
                await note_within(connection, AuditAction.SESSION_ENDED, viewer.account_id, row["session_id"])
        self._forget()
        return len(ended)
