"""How often somebody tried to come in, counted in the database, so that all processes slow down together.

Pauses grow instead of locking: a lock is a way to keep others out. Who is counted is chosen so that
nobody can use up another's tries from somewhere else (see `signing_in`).
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from network.access.audit.trail import PATIENCE
from network.access.viewer import AccessError
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "attempts.sql")


class TooManyAttempts(AccessError):
    """Wrong too often; after `seconds` it can be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {in_words(seconds)} and try again.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many tries are free, and how the pauses after each further one grow."""

    name: str
    free: int
    first_pause: timedelta
    longest_pause: timedelta
    forgotten_after: timedelta


PIN = Allowance("pin", 4, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=24))
"""Of one person on one shared tablet: at most some thirty tries a day at a million PINs."""
PASSWORD = Allowance("password", 9, timedelta(seconds=15), timedelta(minutes=15), timedelta(hours=24))
"""Of one person in one browser that is known."""
TABLET = Allowance("tablet", 19, timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=15))
"""Of everybody on one tablet, who would try one PIN with each name. Short: the tablet is the home's."""
CODE = Allowance("code", 4, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=24))
"""Of one code."""
ADDRESS = Allowance("address", 29, timedelta(seconds=10), timedelta(minutes=5), timedelta(hours=1))
"""Of one address, as far as browsers come from it that are not known; known ones and tablets go on."""

PASSKEY = Allowance("passkey", 29, timedelta(seconds=10), timedelta(minutes=5), timedelta(hours=1))
"""Of what a passkey is to sign, asked for and not signed: each is kept for some minutes."""


class Attempts:
    """Counts tries. What is counted is kept as a keyed hash: neither addresses nor names."""

    def __init__(self, pool: DatabasePool, key: bytes) -> None:
        self._pool = pool
        self._key = key

    async def begin(self, allowance: Allowance, *whose: object) -> None:
        """Count a try as failed before it is judged. Raises `TooManyAttempts` while it is paused."""
        subject = self._subject(allowance, whose)
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            counted = await connection.fetchval(
                QUERIES["begin_attempt"],
                *(subject, allowance.free, allowance.first_pause),
                *(allowance.longest_pause, allowance.forgotten_after),
            )
            if counted is None:
                raise TooManyAttempts(await connection.fetchval(QUERIES["find_pause"], subject) or 1)

    async def succeeded(self, allowance: Allowance, *whose: object) -> None:
        """Forget the tries: the last one was right."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            await connection.execute(QUERIES["forget_attempts"], self._subject(allowance, whose))
            await connection.execute(QUERIES["delete_old_attempts"])

    def _subject(self, allowance: Allowance, whose: tuple[object, ...]) -> bytes:
        words = "\0".join((allowance.name, *(str(part) for part in whose)))
        return hmac.digest(self._key, words.encode(), "sha256")


def in_words(seconds: int) -> str:
    """A pause as one says it."""
    if seconds < 60:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"
