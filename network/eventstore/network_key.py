"""The network's key, which wraps every person's key: a file, kept and backed up apart from the database."""

import binascii
import hmac
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from network.eventstore.errors import NetworkKeyUnfit
from network.eventstore.sealed import RecordClass

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPING = b"\x01"
"""Version of how a key is wrapped: AES-256-GCM, nonce before ciphertext."""


class NetworkKey:
    """Wraps and unwraps persons' keys. Whoever holds it and the database can read everything."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise NetworkKeyUnfit(f"The network's key has {len(key)} bytes; it must have {KEY_BYTES}.")
        self._cipher = AESGCM(key)
        self._key = key

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key as a file or the environment holds it: 32 bytes in base64. Raises `NetworkKeyUnfit`."""
        try:
            return cls(b64decode(text.strip(), validate=True))
        except (ValueError, binascii.Error):
            raise NetworkKeyUnfit(
                "The network's key is not base64 text, as `openssl rand -base64 32` makes it."
            ) from None

    @classmethod
    def read(cls, path: Path) -> Self:
        """The key in a file. Raises `NetworkKeyUnfit` where there is none, or none that is one."""
        try:
            return cls.parse(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            raise NetworkKeyUnfit(f"There is no key file {path}: put the network's key there.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise NetworkKeyUnfit(f"The key file {path} can't be read: {error}") from None

    @classmethod
    def read_or_create(cls, path: Path) -> Self:
        """The key in a file, made for its owner alone where it is missing."""
        if not path.exists():
            _create(path)
        return cls.read(path)

    def derive(self, purpose: str) -> bytes:
        """A secret of its own for another purpose: the same in every process while the key is kept."""
        return hmac.digest(self._key, b"derive/" + purpose.encode(), "sha256")

    def wrap(self, key: bytes, key_id: UUID, person_id: UUID, record_class: RecordClass) -> bytes:
        """A person's key as it is kept in the database, bound to its row."""
        nonce = os.urandom(NONCE_BYTES)
        return WRAPPING + nonce + self._cipher.encrypt(nonce, key, _row(key_id, person_id, record_class))

    def unwrap(self, wrapped: bytes, key_id: UUID, person_id: UUID, record_class: RecordClass) -> bytes:
        """The person's key. Raises `NetworkKeyUnfit` where another network key wrapped it."""
        if wrapped[:1] != WRAPPING:
            raise NetworkKeyUnfit("A person's key was wrapped by a newer release.")
        nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, sealed, _row(key_id, person_id, record_class))
        except InvalidTag:
            raise NetworkKeyUnfit(
                "The network's key is not the one that wrapped this database's keys. "
                "Put the right key file back; with another, nobody's name can be read."
            ) from None


def _create(path: Path) -> None:
    """Write a new key beside its place and link it there: two who do this at once use the same key."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise NetworkKeyUnfit(f"The key file {path} can't be made: {error.strerror}.") from None


def _row(key_id: UUID, person_id: UUID, record_class: RecordClass) -> bytes:
    return key_id.bytes + person_id.bytes + record_class.encode()
