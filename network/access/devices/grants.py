"""Signed words of who is at a device, for records that are made there without a connection.

A grant says who made a record when it arrives days later. It signs nobody in: whatever it
comes with is let in by a session of its own.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from itsdangerous import BadSignature, URLSafeSerializer

from network.access.viewer import AccessError, Role, Viewer

PURPOSE = "grants"
"""What the key is derived for, and what keeps a grant from being read as anything else that is signed."""


class GrantUnfit(AccessError):
    """The grant was not signed here."""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Who was signed in where, and when that was said."""

    account_id: UUID
    name: str
    home_ids: frozenset[UUID]
    device_id: UUID | None
    issued_at: datetime
    role: Role | None = None
    """Their role then; grants of earlier releases don't say it."""
    signed_in_at: datetime | None = None
    """When the session began that it was given to, by the database's clock."""


class Grants:
    """Signs and reads grants, by a key that every process derives from the network's."""

    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._signed = URLSafeSerializer(
            key,
            salt=PURPOSE,
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
        self._now = now

    def issue(self, viewer: Viewer, device_id: UUID | None, signed_in_at: datetime | None = None) -> str:
        """A grant for whoever is signed in now, and since when; on a shared device it names that too."""
        grant = Grant(
            account_id=viewer.account_id,
            name=viewer.name,
            home_ids=viewer.homes,
            device_id=device_id,
            issued_at=self._now(),
            role=viewer.role,
            signed_in_at=signed_in_at,
        )
        return self._signed.dumps(msgspec.to_builtins(grant))

    def read(self, text: str) -> Grant:
        """What a grant says. Raises `GrantUnfit`. Whether it still counts is for `Makers` to say."""
        try:
            return msgspec.convert(self._signed.loads(text), Grant)
        except (BadSignature, msgspec.ValidationError):
            raise GrantUnfit from None
