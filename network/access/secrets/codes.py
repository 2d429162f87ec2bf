"""Codes that work once: to begin with an account, to make a browser or a tablet known.

Twelve letters and figures that can't be mistaken for each other. The first four find the code, the
other eight (40 bits) are kept as argon2 keeps them, because somebody with the table could try them.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from network.access.audit.trail import PATIENCE
from network.access.secrets.attempts import CODE, Attempts
from network.access.secrets.hashing import Hashing
from network.access.viewer import AccessError
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "codes.sql")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O and U."""
SELECTOR, SECRET = 4, 8
_MEANT = str.maketrans("OIL", "011")


class CodePurpose(StrEnum):
    """What a code is for."""

    START = "start"
    """To begin with an account, or to begin again with a new password."""
    BROWSER = "browser"
    """To make a browser known, where the password counts from then on."""
    DEVICE = "device"
    """To make a tablet the home's."""


LASTS = {
    CodePurpose.START: timedelta(days=3),
    CodePurpose.BROWSER: timedelta(minutes=10),
    CodePurpose.DEVICE: timedelta(days=1),
}


class CodeUnknown(AccessError):
    """The code is mistyped, used or too old: answered alike."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as it is shown once, in groups."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code that works; it goes on working until it is used."""

    selector: str
    hash: str
    purpose: CodePurpose
    account_id: UUID | None
    device_id: UUID | None


class Codes:
    """Makes, finds and uses codes; what changes goes with the caller's transaction."""

    def __init__(self, pool: DatabasePool, hashing: Hashing, attempts: Attempts) -> None:
        self._pool = pool
        self._hashing = hashing
        self._attempts = attempts

    async def make(
        self,
        connection: DatabaseConnection,
        purpose: CodePurpose,
        *,
        account_id: UUID | None = None,
        device_id: UUID | None = None,
    ) -> NewCode:
        """A new code; those made before for the same thing stop working."""
        await connection.execute(QUERIES["drop_codes"], purpose.value, account_id, device_id)
        while True:
            text = "".join(secrets.choice(ALPHABET) for _ in range(SELECTOR + SECRET))
            kept = await self._hashing.hash(text[SELECTOR:])
            expires_at = await connection.fetchval(
                QUERIES["add_code"],
                *(text[:SELECTOR], kept, purpose.value, account_id, device_id, LASTS[purpose]),
            )
            if expires_at is not None:
                return NewCode("-".join(text[at : at + 4] for at in range(0, len(text), 4)), expires_at)

    async def find(self, typed: str, *purposes: CodePurpose) -> FoundCode:
        """The code that was typed. Raises `CodeUnknown`, `TooManyAttempts`."""
        text = _as_meant(typed)
        await self._attempts.begin(CODE, text[:SELECTOR])
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_code"], text[:SELECTOR])
        kept = row["hash"] if row else None
        if not await self._hashing.verify(text[SELECTOR:], kept) or row is None:
            raise CodeUnknown
        found = FoundCode(
            row["selector"], row["hash"], CodePurpose(row["purpose"]), row["account_id"], row["device_id"]
        )
        if found.purpose not in purposes:
            raise CodeUnknown
        await self._attempts.succeeded(CODE, text[:SELECTOR])
        return found

    async def use(self, connection: DatabaseConnection, code: FoundCode) -> None:
        """Use it up. Raises `CodeUnknown` where somebody was quicker."""
        if await connection.fetchval(QUERIES["use_code"], code.selector, code.hash) is None:
            raise CodeUnknown


def _as_meant(typed: str) -> str:
    """What was typed, with letters that look alike read as the figures that they are."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(_MEANT)[:100]
