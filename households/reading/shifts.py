"""When somebody last worked in a home, told by what they recorded: nobody keeps a roster of shifts here."""

from datetime import datetime, timedelta
from uuid import UUID

from households.reading.queries import QUERIES
from network.postgres.pool import DatabasePool

BETWEEN_SHIFTS = timedelta(hours=6)
"""Whoever records nothing for so long has been at home in between."""
LOOKS_BACK = timedelta(days=14)


class Shifts:
    """Reads the read model `activity`."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def last_ended(self, account_id: UUID, home_id: UUID, now: datetime) -> datetime | None:
        """When somebody last recorded something before they came today; None where that is long ago."""
        last: datetime | None = await self._pool.fetchval(
            QUERIES["last_shift_ended"], home_id, account_id, now, now - LOOKS_BACK, BETWEEN_SHIFTS
        )
        return last
