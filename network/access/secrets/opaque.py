"""Opaque secrets: 256 random bits that stand for something kept here, where only their hash is."""

import hashlib
import re
import secrets

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """256 random bits, as they travel in a header or a cookie."""
    return secrets.token_urlsafe(32)


def is_secret(text: str) -> bool:
    """Whether a text could be one at all."""
    return _SECRET.fullmatch(text) is not None


def digest_of(text: str) -> bytes:
    """What is kept of one. A plain hash does: nobody can try 2^256 of them."""
    return hashlib.sha256(text.encode()).digest()
