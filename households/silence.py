"""Silence is not safety: finds homes in which nobody recorded anything for too long."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from households.queries import QUERIES
from network.postgres.pool import DatabasePool

TOO_LONG = 14
"""Days in a row without a record of any kind."""


class Silences:
    """Asks the read model `activity` on which days anything happened that was recorded."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def silent(
        self, recorded_from: Mapping[UUID, date], first: date, last: date, today: date
    ) -> set[UUID]:
        """Those of these homes that were silent for 14 days in a row, in the part of a period that counts.

        A silence may begin before the period or end after it; then it counts where 14 days of
        it, or the whole of a shorter period, lie inside. A period of which nothing counts is silent.
        """
        yesterday = today - timedelta(days=1)
        until = min(last, yesterday)
        begins = {home: max(first, day) for home, day in recorded_from.items()}
        silent = {home for home, day in begins.items() if day > until}
        asked = [home for home in begins if home not in silent]
        if asked:
            rows = await self._pool.fetch(
                QUERIES["silent_homes"],
                asked,
                [recorded_from[home] for home in asked],
                [begins[home] for home in asked],
                until,
                yesterday,
                TOO_LONG,
            )
            silent.update(row["home_id"] for row in rows)
        return silent
