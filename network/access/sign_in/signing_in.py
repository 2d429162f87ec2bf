"""Lets people in: by password in a browser that is known, by PIN on their home's tablet, by a code.

Whoever guesses learns nothing: a name that nobody has, a wrong password, a browser that is not known
and a code that is not right are answered by the same sentence after the same work. And nobody can use up
another's tries: a password is only ever judged in a browser or on a tablet that belongs to its person,
and tries are counted there.
"""

from dataclasses import dataclass
from uuid import UUID

from network.access.audit.trail import PATIENCE, Refusals
from network.access.devices.devices import Device, Devices, DeviceUnknown
from network.access.devices.visitor import Visitor, network_of
from network.access.secrets.attempts import ADDRESS, PASSWORD, PIN, TABLET, Attempts
from network.access.secrets.codes import CodePurpose, Codes, CodeUnknown, FoundCode
from network.access.secrets.hashing import Hashing
from network.access.secrets.opaque import digest_of, new_secret
from network.access.sessions.sessions import Sessions, SignInMethod
from network.access.sign_in.browsers import Browsers, add_browser
from network.access.viewer import AccessError
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "signing_in.sql")


class SignInRefused(AccessError):
    """What was typed lets nobody in here."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has begun, by its token."""

    account_id: UUID
    token: str
    browser: str | None = None
    """The key that the browser is known by from now on, where it is somebody's own."""


class SigningIn:
    """Judges what people prove themselves with, and begins their sessions."""

    def __init__(
        self,
        pool: DatabasePool,
        *,
        hashing: Hashing,
        attempts: Attempts,
        codes: Codes,
        devices: Devices,
        sessions: Sessions,
        browsers: Browsers,
        refusals: Refusals,
    ) -> None:
        self._pool = pool
        self._hashing = hashing
        self._attempts = attempts
        self._codes = codes
        self._devices = devices
        self._sessions = sessions
        self._browsers = browsers
        self._refusals = refusals

    async def with_password(self, visitor: Visitor, name: str, password: str, code: str) -> SignedIn:
        """Raises `SignInRefused`, `TooManyAttempts`. `code` makes a browser known that is not yet."""
        called = name.strip().lower()
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_by_sign_in_name"], called)
        account_id = row["account_id"] if row else None
        found = await self._whose_place(visitor, called, account_id, code)
        kept = row["hash"] if row and found is not None else None
        if not await self._hashing.verify(password, kept) or account_id is None or found is None:
            await self._refusals.note(account_id, SignInMethod.PASSWORD)
            raise SignInRefused
        if isinstance(found, FoundCode):
            return await self._in_new_browser(visitor, account_id, found)
        if visitor.device is None:
            await self._attempts.succeeded(PASSWORD, account_id, found)
        else:
            await self._attempts.succeeded(PASSWORD, called, found)
            await self._attempts.succeeded(TABLET, "password", found)
        return await self._begin(visitor, account_id, SignInMethod.PASSWORD)

    async def with_pin(self, visitor: Visitor, account_id: UUID, pin: str) -> SignedIn:
        """Somebody of the home on its tablet. Raises `SignInRefused`, `TooManyAttempts`."""
        if visitor.device is None:
            raise SignInRefused
        await self.check_pin(visitor.device, account_id, pin)
        return await self._begin(visitor, account_id, SignInMethod.PIN)

    async def check_pin(self, device: Device, account_id: UUID, pin: str) -> None:
        """That it is the PIN of somebody who may sign in on the tablet. Raises as above."""
        await self._attempts.begin(TABLET, device.device_id)
        await self._attempts.begin(PIN, account_id, device.device_id)
        people = await self._people(device)
        kept = await self.secret_of(account_id, SignInMethod.PIN) if account_id in people else None
        if not await self._hashing.verify(pin, kept):
            await self._refusals.note(account_id if account_id in people else None, SignInMethod.PIN)
            raise SignInRefused
        await self._attempts.succeeded(PIN, account_id, device.device_id)
        await self._attempts.succeeded(TABLET, device.device_id)

    async def _people(self, device: Device) -> set[UUID | None]:
        """Who may sign in on a tablet: a tablet of a home proves nothing of anybody else."""
        return {person.account_id for person in await self._devices.people(device)}

    async def secret_of(self, account_id: UUID, method: SignInMethod) -> str | None:
        """What is kept of an account's password or PIN, while it may come in."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            return await connection.fetchval(QUERIES["find_secret"], account_id, method.value)

    async def find_start(self, visitor: Visitor, code: str) -> FoundCode:
        """The code that somebody begins with. Raises `SignInRefused`, `TooManyAttempts`."""
        await self._count_code(visitor)
        try:
            found = await self._codes.find(code, CodePurpose.START)
        except CodeUnknown:
            await self._refusals.note(None, SignInMethod.CODE)
            raise SignInRefused from None
        if visitor.device is not None:
            await self._attempts.succeeded(TABLET, "code", visitor.device.device_id)
        return found

    async def enrol(self, visitor: Visitor, code: str) -> str:
        """The key of the tablet whose code was typed on it. Raises as above."""
        await self._count_code(visitor)
        try:
            return await self._devices.enrol(code)
        except (CodeUnknown, DeviceUnknown):
            await self._refusals.note(None, SignInMethod.CODE)
            raise SignInRefused from None

    async def _count_code(self, visitor: Visitor) -> None:
        """Whoever tries codes has none of their own to be counted by, and each try costs a core some time.

        A home's tablets are counted apart from what else comes from its address, and from its PINs: neither
        a stranger in the home's network nor somebody at the tablet keeps the team from its work.
        """
        network = network_of(visitor.address)
        if visitor.device is None:
            await self._attempts.begin(ADDRESS, network)
        else:
            await self._attempts.begin(TABLET, "code", visitor.device.device_id)
            await self._attempts.begin(ADDRESS, "tablets", network)

    async def _whose_place(
        self, visitor: Visitor, called: str, account_id: UUID | None, code: str
    ) -> UUID | bytes | FoundCode | None:
        """Where tries are counted: the tablet, the known browser, or the code that makes one known.

        A tablet counts the names that were typed, whether or not anybody has them: a pause tells nothing.
        """
        if visitor.device is not None:
            await self._attempts.begin(TABLET, "password", visitor.device.device_id)
            await self._attempts.begin(PASSWORD, called, visitor.device.device_id)
            return visitor.device.device_id if account_id in await self._people(visitor.device) else None
        if visitor.browser is not None and account_id is not None and not code:
            digest = digest_of(visitor.browser)
            if await self._browsers.is_of(account_id, digest, visitor.client):
                await self._attempts.begin(PASSWORD, account_id, digest)
                return digest
        await self._attempts.begin(ADDRESS, network_of(visitor.address))
        if not code:
            return None
        try:
            found = await self._codes.find(code, CodePurpose.BROWSER, CodePurpose.START)
        except CodeUnknown:
            return None
        return found if found.account_id == account_id else None

    async def _in_new_browser(self, visitor: Visitor, account_id: UUID, code: FoundCode) -> SignedIn:
        browser = visitor.browser or new_secret()
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            try:
                await self._codes.use(connection, code)
            except CodeUnknown:
                raise SignInRefused from None
            await add_browser(connection, account_id, browser, visitor.client)
        return await self._begin(visitor, account_id, SignInMethod.PASSWORD, browser)

    async def _begin(
        self, visitor: Visitor, account_id: UUID, method: SignInMethod, browser: str | None = None
    ) -> SignedIn:
        device_id = visitor.device.device_id if visitor.device else None
        token = await self._sessions.begin(account_id, method, device_id=device_id, client=visitor.client)
        return SignedIn(account_id, token, browser)
