"""What people change themselves, password and PIN; and how they begin.

Before anything changes, its person proves once more who they are; afterwards their other sessions end.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from network.access.accounts.people import forget_credentials
from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.devices.visitor import Visitor
from network.access.secrets.attempts import PASSWORD, Attempts
from network.access.secrets.codes import CodePurpose, Codes, CodeUnknown, FoundCode, NewCode
from network.access.secrets.hashing import Hashing
from network.access.secrets.opaque import new_secret
from network.access.secrets.rules import SecretRules, SecretUnfit
from network.access.sessions.sessions import Session, Sessions, SignInMethod
from network.access.sign_in.browsers import add_browser
from network.access.sign_in.signing_in import SignedIn, SigningIn, SignInRefused
from network.access.viewer import AccessError, Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "credentials.sql")
FRESH = timedelta(minutes=10)
"""After signing in with a passkey, which can't be asked for in a form, changes are taken for so long."""
ACTIONS = {SignInMethod.PASSWORD: AuditAction.PASSWORD_CHANGED, SignInMethod.PIN: AuditAction.PIN_CHANGED}


class NamedHome(Protocol):
    """A home, as far as it is spoken of here."""

    @property
    def home_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


class HomesByName(Protocol):
    """Who knows what homes are called."""

    async def homes(self, viewer: Viewer) -> Sequence[NamedHome]:
        """Those that the viewer may see."""
        ...


class ProofMissing(AccessError):
    """What somebody proved themselves with again is not right, or their sign-in is too long ago."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody can sign in with."""

    sign_in_name: str | None
    is_guest: bool
    has_password: bool
    has_pin: bool
    passkeys: int


class Credentials:
    """Changes one's own."""

    def __init__(
        self,
        pool: DatabasePool,
        *,
        hashing: Hashing,
        rules: SecretRules,
        attempts: Attempts,
        codes: Codes,
        sessions: Sessions,
        signing_in: SigningIn,
        homes: HomesByName,
    ) -> None:
        self._pool = pool
        self._hashing = hashing
        self._rules = rules
        self._attempts = attempts
        self._codes = codes
        self._sessions = sessions
        self._signing_in = signing_in
        self._homes = homes

    async def held(self, account_id: UUID) -> Held:
        """What somebody can sign in with."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_credentials"], account_id)
        return msgspec.convert(dict(row or {}), Held)

    async def proof_of(self, session: Session) -> SignInMethod:
        """What the person is asked for before a change: PIN on a tablet, else password, else a passkey."""
        held = await self.held(session.account_id)
        if session.device_id is not None and held.has_pin:
            return SignInMethod.PIN
        return SignInMethod.PASSWORD if held.has_password else SignInMethod.PASSKEY

    async def prove(self, session: Session, typed: str) -> None:
        """That it is still the same person. Raises `ProofMissing`, `TooManyAttempts`."""
        method = await self.proof_of(session)
        if method is SignInMethod.PASSKEY:
            if not await self._is_fresh(session):
                raise ProofMissing
            return
        await self._attempts.begin(PASSWORD, "proof", session.account_id, session.session_id)
        kept = await self._signing_in.secret_of(session.account_id, method)
        if not await self._hashing.verify(typed, kept):
            raise ProofMissing
        await self._attempts.succeeded(PASSWORD, "proof", session.account_id, session.session_id)

    async def _is_fresh(self, session: Session) -> bool:
        """By the database's clock, which wrote when the session began: this machine's may be another."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            return await connection.fetchval(QUERIES["is_fresh"], session.signed_in_at, FRESH)

    async def change(self, viewer: Viewer, session: Session, method: SignInMethod, secret: str) -> None:
        """A new password or PIN, after `prove`; other sessions end. Raises `SecretUnfit`."""
        await self._check(viewer, method, secret)
        kept = await self._hashing.hash(secret)
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            await _change_secret(connection, viewer.account_id, method, kept)
        await self._sessions.end_all(viewer, viewer.account_id, keep=session.session_id)

    async def give(
        self, viewer: Viewer, account_ids: Sequence[UUID], method: SignInMethod, secret: str
    ) -> None:
        """The same to many, for people who do not exist: only the command line may. Raises `Forbidden`."""
        viewer.check(viewer.role is Role.SYSTEM)
        kept = await self._hashing.hash(secret)
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            for account_id in account_ids:
                await _change_secret(connection, account_id, method, kept)

    async def begin(
        self, visitor: Visitor, viewer: Viewer, code: FoundCode, password: str, pin: str
    ) -> SignedIn:
        """Begin, or begin again, with what is chosen now; everything from before ends.

        That is every session, the passkeys, the known browsers, and the password or PIN that is not
        chosen anew: whoever needs a code can't say who else has what there was. Raises `SecretUnfit`,
        and `SignInRefused` where the code was used meanwhile.
        """
        chosen = {SignInMethod.PASSWORD: password, SignInMethod.PIN: pin}
        chosen = {method: secret for method, secret in chosen.items() if secret}
        if not chosen:
            raise SecretUnfit("password", "Nothing was chosen.", "Choose a password, a PIN or both.")
        for method, secret in chosen.items():
            await self._check(viewer, method, secret)
        hashes = {method: await self._hashing.hash(secret) for method, secret in chosen.items()}
        browser = None if visitor.device else visitor.browser or new_secret()
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            try:
                await self._codes.use(connection, code)
            except CodeUnknown:
                raise SignInRefused from None
            await forget_credentials(connection, viewer.account_id)
            for method, kept in hashes.items():
                await _change_secret(connection, viewer.account_id, method, kept)
            if browser is not None:
                await add_browser(connection, viewer.account_id, browser, visitor.client)
        await self._sessions.end_all(viewer, viewer.account_id)
        device_id = visitor.device.device_id if visitor.device else None
        token = await self._sessions.begin(
            viewer.account_id, SignInMethod.CODE, device_id=device_id, client=visitor.client
        )
        return SignedIn(viewer.account_id, token, browser)

    async def browser_code(self, viewer: Viewer) -> NewCode:
        """A code for another phone or computer of one's own, after `prove`."""
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            code = await self._codes.make(connection, CodePurpose.BROWSER, account_id=viewer.account_id)
            await note_within(connection, AuditAction.CODE_MADE, viewer.account_id, viewer.account_id)
        return code

    async def _check(self, viewer: Viewer, method: SignInMethod, secret: str) -> None:
        if method is SignInMethod.PIN:
            self._rules.check_pin(secret)
            return
        held = await self.held(viewer.account_id)
        homes = [home.name for home in await self._homes.homes(viewer) if home.home_id in viewer.homes]
        known_words = [viewer.name, held.sign_in_name or "", *homes]
        await self._hashing.beside(lambda: self._rules.check_password(secret, known_words))


async def _change_secret(
    connection: DatabaseConnection, account_id: UUID, method: SignInMethod, kept: str
) -> None:
    await put_secret(connection, account_id, method, kept)
    await note_within(connection, ACTIONS[method], account_id, account_id)


async def put_secret(
    connection: DatabaseConnection, account_id: UUID, method: SignInMethod, kept: str
) -> None:
    """Keep what is kept of a password or a PIN, in place of the one before."""
    await connection.execute(QUERIES["put_secret"], account_id, method.value, kept)
