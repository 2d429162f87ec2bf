"""Where and when residents of a home fall, how badly, and how many of them: counts without names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from households.terms import Harm, Place
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.periods import asked_period
from outcomes.tallies import Tallies

QUERIES = NamedQueries.beside(__file__, "falls_pattern.sql")


@dataclass(frozen=True, slots=True)
class FallsAtPlace:
    """Falls at one place."""

    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class FallsAtHour:
    """Falls in one hour of the day, 0 to 23 on the home's clock."""

    hour: int
    count: int


@dataclass(frozen=True, slots=True)
class FallsWithHarm:
    """Falls with one level of harm."""

    harm: Harm
    count: int


@dataclass(frozen=True, slots=True)
class FallsPattern:
    """Falls of a period; every place, hour and level of harm is there, with 0 where there were none."""

    by_place: list[FallsAtPlace]
    by_hour: list[FallsAtHour]
    by_harm: list[FallsWithHarm]
    residents_who_fell: int
    residents_who_fell_twice_or_more: int


class FallsPatterns:
    """Finds the pattern in a home's falls."""

    def __init__(self, pool: DatabasePool, tallies: Tallies) -> None:
        self._pool = pool
        self._tallies = tallies

    async def of(
        self, viewer: Viewer, home_id: UUID, asked: tuple[date, date], today: date
    ) -> FallsPattern | None:
        """The pattern of the days that count in a period, or None where it is closed to the viewer.

        Raises `PeriodReversed`.
        """
        period = asked_period(*asked)
        if not viewer.may_read_outcomes(home_id):
            return None
        recorded_from = await self._tallies.recorded_from([home_id])
        counted = period.counted(recorded_from.get(home_id, date.max), today)
        row = await self._pool.fetchrow(QUERIES["pattern_of_falls"], home_id, counted.first, counted.last)
        if row is None:
            raise LookupError("A query without a table always has a row.")
        places, hours, harms = (_counts(row[name]) for name in ("by_place", "by_hour", "by_harm"))
        return FallsPattern(
            [FallsAtPlace(place, places.get(place, 0)) for place in Place],
            [FallsAtHour(hour, hours.get(str(hour), 0)) for hour in range(24)],
            [FallsWithHarm(harm, harms.get(harm, 0)) for harm in Harm],
            row["residents_who_fell"],
            row["residents_who_fell_twice_or_more"],
        )


def _counts(found: str | None) -> dict[str, int]:
    return msgspec.json.decode(found, type=dict[str, int]) if found else {}
