"""Passkeys (WebAuthn): a key that stays on somebody's phone or computer and is opened by finger or face.

Two factors in one, and nothing that could be typed on another site: the browser signs for this
host alone. They are discoverable, so nobody types a name.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from network.access.audit.trail import PATIENCE, AuditAction, Refusals, note_within
from network.access.devices.visitor import Visitor, network_of
from network.access.secrets.attempts import PASSKEY, Attempts
from network.access.secrets.opaque import digest_of
from network.access.sessions.sessions import Session, Sessions, SignInMethod
from network.access.sign_in.browsers import Browsers
from network.access.sign_in.signing_in import SignedIn, SignInRefused
from network.access.viewer import AccessError, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "passkeys.sql")


class PasskeyUnfit(AccessError):
    """What the browser sent is no passkey that was asked for."""


class PasskeyUnknown(AccessError):
    """The person has no such passkey."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is for: the host in the browser's address line."""

    host: str
    origin: str


class KnownPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey as lists show it."""

    passkey_id: UUID
    credential_id: bytes
    name: str
    created_at: datetime
    last_used_at: datetime | None


class Passkeys:
    """Adds passkeys and lets people in by them."""

    def __init__(
        self,
        pool: DatabasePool,
        attempts: Attempts,
        sessions: Sessions,
        browsers: Browsers,
        refusals: Refusals,
    ) -> None:
        self._pool = pool
        self._attempts = attempts
        self._sessions = sessions
        self._browsers = browsers
        self._refusals = refusals

    async def ask_for_new(self, site: Site, viewer: Viewer, sign_in_name: str) -> str:
        """What the browser is to make a passkey of, as JSON."""
        known = await self.list_own(viewer)
        options = generate_registration_options(
            rp_id=site.host,
            rp_name="Hearth",
            user_id=viewer.account_id.bytes,
            user_name=sign_in_name,
            user_display_name=viewer.name,
            challenge=await self._challenge(viewer.account_id),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in known],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
        )
        return options_to_json(options)

    async def add(self, site: Site, viewer: Viewer, session: Session, answer: str, name: str) -> None:
        """Keep a passkey that the browser made; other sessions end. Raises `PasskeyUnfit`."""
        try:
            credential = parse_registration_credential_json(answer)
            challenge = parse_client_data_json(credential.response.client_data_json).challenge
            await self._take(challenge, viewer.account_id)
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise PasskeyUnfit from error
        row = (uuid4(), viewer.account_id, made.credential_id, made.credential_public_key, made.sign_count)
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            try:
                await connection.execute(QUERIES["add_passkey"], *row, name[:100] or "Passkey")
            except asyncpg.UniqueViolationError:
                raise PasskeyUnfit from None
            await note_within(connection, AuditAction.PASSKEY_ADDED, viewer.account_id, row[0])
        await self._sessions.end_all(viewer, viewer.account_id, keep=session.session_id)

    async def ask(self, site: Site, visitor: Visitor) -> str:
        """What somebody's passkey is to sign, as JSON; it names nobody. Raises `TooManyAttempts`."""
        await self._attempts.begin(PASSKEY, *await self._place(visitor))
        options = generate_authentication_options(
            rp_id=site.host,
            challenge=await self._challenge(None),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(options)

    async def let_in(self, site: Site, visitor: Visitor, answer: str) -> SignedIn:
        """Whose passkey signed it. Raises `SignInRefused`."""
        try:
            account_id = await self._judge(site, answer)
        except (WebAuthnException, PasskeyUnfit, ValueError):
            await self._refusals.note(None, SignInMethod.PASSKEY)
            raise SignInRefused from None
        await self._attempts.succeeded(PASSKEY, *await self._place(visitor))
        device_id = visitor.device.device_id if visitor.device else None
        token = await self._sessions.begin(
            account_id, SignInMethod.PASSKEY, device_id=device_id, client=visitor.client
        )
        return SignedIn(account_id, token)

    async def list_own(self, viewer: Viewer) -> list[KnownPasskey]:
        """One's own passkeys."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_passkeys"], viewer.account_id)
        return [msgspec.convert(dict(row), KnownPasskey) for row in rows]

    async def remove(self, viewer: Viewer, session: Session, passkey_id: UUID) -> None:
        """It lets nobody in any more, and other sessions end. Raises `PasskeyUnknown`."""
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            removed = await connection.fetchval(QUERIES["remove_passkey"], viewer.account_id, passkey_id)
            if removed is None:
                raise PasskeyUnknown
            await note_within(connection, AuditAction.PASSKEY_REMOVED, viewer.account_id, passkey_id)
        await self._sessions.end_all(viewer, viewer.account_id, keep=session.session_id)

    async def _judge(self, site: Site, answer: str) -> UUID:
        credential = parse_authentication_credential_json(answer)
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_passkey"], credential.raw_id)
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        await self._take(challenge, None)
        if row is None:
            raise PasskeyUnfit
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=row["public_key"],
            credential_current_sign_count=row["sign_count"],
            require_user_verification=True,
        )
        used = await self._pool.fetchval(QUERIES["use_passkey"], row["passkey_id"], verified.new_sign_count)
        if used is None:
            raise PasskeyUnfit
        return row["account_id"]

    async def _place(self, visitor: Visitor) -> tuple[object, ...]:
        """Where it is counted: nobody uses up what a home's tablet or somebody's own phone may ask for."""
        if visitor.device is not None:
            return ("tablet", visitor.device.device_id)
        if visitor.browser is not None:
            digest = digest_of(visitor.browser)
            if await self._browsers.is_of_anybody(digest):
                return ("browser", digest)
        return ("address", network_of(visitor.address))

    async def _challenge(self, account_id: UUID | None) -> bytes:
        challenge = secrets.token_bytes(32)
        await self._pool.execute(QUERIES["add_challenge"], challenge, account_id)
        return challenge

    async def _take(self, challenge: bytes, account_id: UUID | None) -> None:
        if await self._pool.fetchval(QUERIES["take_challenge"], challenge, account_id) is None:
            raise PasskeyUnfit
