"""Somebody for tonight: an agency worker whom one of the team lets in until the end of the shift."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from network.access.accounts.accounts import NewAccount, add_homes
from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.devices.devices import Device, Devices
from network.access.devices.visitor import Visitor
from network.access.secrets.hashing import Hashing
from network.access.secrets.rules import SecretRules, SecretUnfit
from network.access.sessions.sessions import Sessions, SignInMethod
from network.access.sign_in.credentials import put_secret
from network.access.sign_in.signing_in import SignedIn, SigningIn, SignInRefused
from network.access.viewer import Role
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "guests.sql")

LONGEST_SHIFT = timedelta(hours=13)
"""A night with its handover at both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuest:
    """What a guest and the colleague who knows them type together."""

    name: str
    pin: str
    """The guest's own, for this shift."""
    until: datetime
    vouched_by: UUID
    vouching_pin: str


class Guests:
    """Lets guests in. They are accounts that end by themselves."""

    def __init__(
        self,
        pool: DatabasePool,
        *,
        hashing: Hashing,
        rules: SecretRules,
        devices: Devices,
        sessions: Sessions,
        signing_in: SigningIn,
        now: Callable[[], datetime],
    ) -> None:
        self._pool = pool
        self._hashing = hashing
        self._rules = rules
        self._devices = devices
        self._sessions = sessions
        self._signing_in = signing_in
        self._now = now

    async def let_in(self, visitor: Visitor, device: Device, guest: NewGuest) -> SignedIn:
        """Sign a guest in on the home's tablet, vouched for by somebody of the team who is no guest.

        Raises `AccountUnfit`, `SecretUnfit`, `SignInRefused`, `TooManyAttempts`.
        """
        account = NewAccount(
            account_id=uuid4(),
            name=guest.name.strip(),
            role=Role.HOME_TEAM,
            homes=frozenset({device.home_id}),
        )
        self._rules.check_pin(guest.pin)
        if not timedelta(0) < guest.until - self._now() <= LONGEST_SHIFT:
            raise SecretUnfit("until", "A shift ends within thirteen hours.", "Choose when this one ends.")
        if guest.pin == guest.vouching_pin:
            raise SecretUnfit("pin", "Two people have this PIN.", "Each types a PIN of their own.")
        await self._signing_in.check_pin(device, guest.vouched_by, guest.vouching_pin)
        people = await self._devices.people(device)
        if any(person.is_guest for person in people if person.account_id == guest.vouched_by):
            raise SignInRefused
        await self._add(account, guest, await self._hashing.hash(guest.pin))
        token = await self._sessions.begin(
            account.account_id, SignInMethod.VOUCHED, device_id=device.device_id, client=visitor.client
        )
        return SignedIn(account.account_id, token)

    async def _add(self, account: NewAccount, guest: NewGuest, kept: str) -> None:
        (home_id,) = account.homes
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            await connection.execute(
                QUERIES["add_guest"], account.account_id, account.name, guest.vouched_by, guest.until
            )
            await add_homes(connection, account.account_id, [home_id])
            await put_secret(connection, account.account_id, SignInMethod.PIN, kept)
            await note_within(
                connection,
                AuditAction.GUEST_VOUCHED,
                guest.vouched_by,
                account.account_id,
                home=str(home_id),
                until=guest.until.isoformat(),
            )
