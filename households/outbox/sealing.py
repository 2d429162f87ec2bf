"""Records on a device are sealed to the network's public key: whoever holds the device next can't read them.

Format 1: ECDH on P-256 with a key made for one record, HKDF-SHA256 (salt: both public points, the
device's first), AES-256-GCM with the record's id and the key's id as associated data. The private
keys follow from the network's key, one a month, so that nothing more has to be kept or backed up,
and a record that waited for a year can still be opened.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FORMAT = 1
LONGEST_BOX = 120_000
"""Characters of a sealed record: some 90 KB of what was typed, more than any form takes."""
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEY_ID = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_BASE64URL = "^[A-Za-z0-9_-]*$"
MONTHS_KEPT = 24

Derive = Callable[[str], bytes]


class CannotOpen(Exception):
    """The record is damaged, or was sealed for another network."""


class SealedRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"format": "v"}
):
    """A record as a device keeps and sends it. A format once used is read for ever."""

    format: Literal[1]
    id: UUID
    """The client's own id of the record, its command id."""
    key: Annotated[str, msgspec.Meta(max_length=7)]
    """Which of the network's keys it is sealed to."""
    ephemeral: Annotated[str, msgspec.Meta(max_length=88, pattern=_BASE64URL)]
    """The public point made for this record, uncompressed."""
    nonce: Annotated[str, msgspec.Meta(max_length=16, pattern=_BASE64URL)]
    box: Annotated[str, msgspec.Meta(max_length=LONGEST_BOX, pattern=_BASE64URL)]


class PublicKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a device seals its records to."""

    key: Annotated[str, msgspec.Meta(description="The key's id; sent along with each record.")]
    point: Annotated[str, msgspec.Meta(description="The public point on P-256, uncompressed, in base64url.")]


class OutboxKeys:
    """The network's keys for outboxes. `derive` makes a secret from the network's key for a purpose."""

    def __init__(self, derive: Derive) -> None:
        self._derive = derive
        self._private = lru_cache(MONTHS_KEPT)(self._make)

    def current(self, now: datetime) -> PublicKey:
        """The key to seal to at this time: each month's own."""
        key_id = f"{now:%Y-%m}"
        return PublicKey(key=key_id, point=to_text(_point(self._private(key_id).public_key())))

    def open(self, sealed: SealedRecord) -> bytes:
        """What is in a record; raises `CannotOpen`."""
        if not _KEY_ID.fullmatch(sealed.key):
            raise CannotOpen
        private = self._private(sealed.key)
        try:
            theirs = from_text(sealed.ephemeral)
            shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
            cipher = AESGCM(record_key(shared, theirs + _point(private.public_key())))
            return cipher.decrypt(
                from_text(sealed.nonce), from_text(sealed.box), associated(sealed.key, sealed.id)
            )
        except (ValueError, InvalidTag):
            raise CannotOpen from None

    def _make(self, key_id: str) -> ec.EllipticCurvePrivateKey:
        # 512 bits, so that taking the remainder favours no key.
        secret = self._derive(f"outbox/{key_id}/1") + self._derive(f"outbox/{key_id}/2")
        return ec.derive_private_key(int.from_bytes(secret, "big") % (_ORDER - 1) + 1, _CURVE)


def record_key(shared: bytes, points: bytes) -> bytes:
    """The key of one record, from the shared secret and both public points."""
    return HKDF(SHA256(), 32, salt=points, info=b"hearth outbox 1").derive(shared)


def associated(key_id: str, record_id: UUID) -> bytes:
    """What a record is bound to: put under another id, or another key's, it opens no more."""
    return f"hearth outbox 1/{key_id}/{record_id}".encode()


def to_text(content: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """What `to_text` made; raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
