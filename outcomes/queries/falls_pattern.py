"""Where and when residents of a home fall, how badly, and how many of them: counts without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from households.terms import Harm, Place
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.periods import asked_period

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
    residents_who_fell: int | None
    """None: so few that outside the home it isn't told how many; the same for those who fell again."""
    residents_who_fell_twice_or_more: int | None


class FallsPatterns:
    """Finds the patterns in homes' falls: one query, however many homes."""

    def __init__(self, pool: DatabasePool, tallies: Tallies, *, small_group: int) -> None:
        self._pool = pool
        self._tallies = tallies
        self._small_group = small_group

    async def of(
        self, viewer: Viewer, home_ids: Sequence[UUID], asked: tuple[date, date], today: date
    ) -> dict[UUID, FallsPattern]:
        """The patterns of the days that count in a period; a home that is closed to the viewer has no entry.

        Falls belong to nobody here and are all told; of residents few are not counted apart, but
        to their own home's team. Raises `PeriodReversed`.
        """
        period = asked_period(*asked)
        homes = [home_id for home_id in home_ids if viewer.may_read_outcomes(home_id)]
        if not homes:
            return {}
        recorded_from = await self._tallies.recorded_from(homes)
        counted = [period.counted(recorded_from.get(home_id, date.max), today) for home_id in homes]
        rows = await self._pool.fetch(
            QUERIES["pattern_of_falls"], homes, [days.first for days in counted], counted[0].last
        )
        return {
            row["home_id"]: _pattern(row, 1 if viewer.may_read_names(row["home_id"]) else self._small_group)
            for row in rows
        }


def _pattern(row: asyncpg.Record, fewest: int) -> FallsPattern:
    places, hours, harms = (_counts(row[name]) for name in ("by_place", "by_hour", "by_harm"))
    return FallsPattern(
        [FallsAtPlace(place, places.get(place, 0)) for place in Place],
        [FallsAtHour(hour, hours.get(str(hour), 0)) for hour in range(24)],
        [FallsWithHarm(harm, harms.get(harm, 0)) for harm in Harm],
        _unless_few(row["residents_who_fell"], fewest),
        _unless_few(row["residents_who_fell_twice_or_more"], fewest),
    )


def _unless_few(residents: int, fewest: int) -> int | None:
    return None if 0 < residents < fewest else residents


def _counts(found: str | None) -> dict[str, int]:
    return msgspec.json.decode(found, type=dict[str, int]) if found else {}
