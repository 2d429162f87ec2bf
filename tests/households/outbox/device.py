"""A device that keeps records as the client does: real keys, real sealing, nothing of the server's code."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Json = dict[str, object]


def seal(content: Json | bytes, public: Json, record_id: UUID | None = None) -> Json:
    """A record as docs/offline.md says that it is sealed."""
    record_id = record_id or uuid4()
    theirs = _bytes(str(public["point"]))
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    key = HKDF(SHA256(), 32, salt=point + theirs, info=b"hearth outbox 1").derive(shared)
    nonce = os.urandom(12)
    said = content if isinstance(content, bytes) else msgspec.json.encode(content)
    box = AESGCM(key).encrypt(nonce, said, f"hearth outbox 1/{public['key']}/{record_id}".encode())
    return {
        "v": 1,
        "id": str(record_id),
        "key": public["key"],
        "ephemeral": _text(point),
        "nonce": _text(nonce),
        "box": _text(box),
    }


def form(
    kind: str, home: str, fields: Sequence[tuple[str, str]], made_at: datetime, grant: str, **path: str
) -> Json:
    """A form as the client keeps it."""
    return {
        "kind": kind,
        "home": home,
        "path": path,
        "fields": [list(field) for field in fields],
        "made_at": made_at.isoformat(),
        "grant": grant,
    }


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
