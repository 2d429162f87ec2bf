"""What somebody had typed when their session ended: sealed for them alone, while they sign in again.

It stands in the page on which they do that, so nothing is kept on the service, and whoever takes
the tablet next can neither read it nor send it.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSE = "kept forms"
"""What the key is derived for."""
KEPT_FOR = timedelta(hours=12)
"""As long as a session may last."""
MOST_BYTES = 64 * 1024
NONCE_BYTES = 12


class KeptForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where it was to be sent, and what was in it."""

    path: str
    fields: dict[str, list[str]]
    kept_at: datetime


class KeptForms:
    """Seals forms and opens them for the person who typed them."""

    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._cipher = AESGCM(key)
        self._now = now

    def seal(self, account_id: UUID, path: str, fields: dict[str, list[str]]) -> str | None:
        """The form as text for a hidden field; None where it is too much for one."""
        plain = msgspec.json.encode(KeptForm(path=path, fields=fields, kept_at=self._now()))
        if len(plain) > MOST_BYTES:
            return None
        nonce = os.urandom(NONCE_BYTES)
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, account_id.bytes)).decode()

    def open(self, account_id: UUID, text: str) -> KeptForm | None:
        """The form, for the same person; None for another, or where it is too old or was changed."""
        try:
            sealed = urlsafe_b64decode(text.encode())
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], account_id.bytes)
        except (InvalidTag, ValueError):
            return None
        kept = msgspec.json.decode(plain, type=KeptForm)
        return kept if self._now() - kept.kept_at <= KEPT_FOR else None
