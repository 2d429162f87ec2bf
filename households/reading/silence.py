"""Silence is not safety: finds homes in which nobody recorded anything for too long."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from households.reading.queries import QUERIES
from network.postgres.pool import DatabasePool

TOO_LONG = 14
"""Days in a row without a record of any kind."""


class Silences:
    """Asks the read model `activity` on which days anything happened that was recorded."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def spells(
        self, recorded_from: Mapping[UUID, date], first: date, last: date, today: date
    ) -> list[tuple[UUID, date, date]]:
        """Silences of at least 14 days that reach into a period: home, first and last day.

        Of each as much as lies in the period or 14 days about it, from when the home began
        to record through yesterday.
        """
        yesterday = today - timedelta(days=1)
        begun = {home: day for home, day in recorded_from.items() if max(first, day) <= min(last, yesterday)}
        if not begun:
            return []
        period = (first, last, yesterday, TOO_LONG)
        found = await self._pool.fetch(
            QUERIES["homes_with_a_silent_week"], list(begun), list(begun.values()), *period
        )
        quiet = {row["home_id"]: begun[row["home_id"]] for row in found}
        if not quiet:
            return []
        rows = await self._pool.fetch(QUERIES["silences"], list(quiet), list(quiet.values()), *period)
        return [(row["home_id"], row["from_day"], row["through_day"]) for row in rows]
