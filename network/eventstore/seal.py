"""A sealed value's token: algorithm version (1 byte), key id (16), nonce (12), ciphertext with its tag."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from network.eventstore.errors import SealBroken

AES_256_GCM = b"\x01"
_KEY_ID = slice(1, 17)
_NONCE = slice(17, 29)
_CIPHERTEXT = slice(29, None)
_SHORTEST = 29 + 16


def seal(plaintext: bytes, key: bytes, key_id: UUID, stream_id: UUID, label: str) -> bytes:
    """A token that opens only with the key, and only as that field of that stream."""
    # The cipher is made anew each time: kept beside each of 40,000 keys it would take 100 MB.
    nonce = os.urandom(12)
    return (
        AES_256_GCM
        + key_id.bytes
        + nonce
        + AESGCM(key).encrypt(nonce, plaintext, stream_id.bytes + label.encode())
    )


def key_id_bytes(token: bytes) -> bytes:
    """The id of the key that opens the token. Raises `SealBroken` for what is no token."""
    if len(token) < _SHORTEST or token[:1] != AES_256_GCM:
        raise SealBroken("This is not a sealed value, or it is of a newer release.")
    return token[_KEY_ID]


def open_token(token: bytes, key: bytes, stream_id: UUID, label: str) -> bytes:
    """The plaintext. Raises `SealBroken` where the token is not that field of that stream, or was altered."""
    try:
        return AESGCM(key).decrypt(token[_NONCE], token[_CIPHERTEXT], stream_id.bytes + label.encode())
    except InvalidTag:
        raise SealBroken from None
