"""Writes made-up histories where the projections would write them."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from network.postgres.pool import DatabasePool
from tests.outcomes.slow import House, day

INFINITE = date.max
TABLES = (
    "occupancy_1.home",
    "occupancy_1.stay",
    "occupancy_1.absence",
    "occupancy_1.household_beds",
    "occupancy_1.baseline_month",
    "occupancy_1.moment",
    "occupancy_1.volunteering",
    "occupancy_1.practice_change",
    "falls_1.fall",
    "sickness_1.joining",
    "sickness_1.leaving",
    "sickness_1.weekly_hours",
    "sickness_1.full_time_hours",
    "sickness_1.spell",
    "activity_5.recorded_day",
    "activity_5.recorded_week",
)


async def fill(pool: DatabasePool, stories: dict[UUID, House]) -> None:
    """Write the stories where the projections would, in place of what was there."""
    async with pool.acquire() as connection, connection.transaction():
        for table in TABLES:
            await connection.execute(f"DELETE FROM {table}")
        for home, house in stories.items():
            for table, rows in rows_of(home, house).items():
                if rows:
                    marks = ", ".join(f"${number + 1}" for number in range(len(rows[0])))
                    await connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def rows_of(home: UUID, house: House) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table."""
    stays = list(enumerate(house.stays))
    return {
        "occupancy_1.home": [(home, day(house.recorded_from))],
        "occupancy_1.stay": [(home, n, s.resident, day(s.moved_in), _end(s.moved_out)) for n, s in stays],
        "occupancy_1.absence": [
            (home, 100 * n + m, n, s.resident, "other", day(begin), _end(back))
            for n, s in stays
            for m, (begin, back) in enumerate(s.away)
        ],
        "occupancy_1.household_beds": [(home, home, day(begin), beds) for begin, beds in house.beds],
        "falls_1.fall": [
            (
                home, n, who, home, datetime.combine(day(d), time(12), UTC), day(d), 12, "bedroom", "low",
                harmed,
                None, None, None, None, None, None, [], [], [],
            )
            for n, (who, d, harmed) in enumerate(house.falls)
        ],
        "sickness_1.joining": [
            (home, n, job.staff, "nurse", day(job.started))
            for n, job in enumerate(house.team)
        ],
        "sickness_1.leaving": [
            (home, 50 + n, job.staff, day(job.left))
            for n, job in enumerate(house.team)
            if job.left is not None
        ],
        "sickness_1.weekly_hours": _hours(home, house),
        "sickness_1.full_time_hours": [(home, day(begin), hours) for begin, hours in house.full_time],
        "sickness_1.spell": [
            (home, n, who, day(begin), _end(end)) for n, (who, begin, end) in enumerate(house.spells)
        ],
        "occupancy_1.moment": [(home, n, who, day(d)) for n, (who, d) in enumerate(house.moments)],
        "occupancy_1.volunteering": [
            (home, n, day(d), hours) for n, (d, hours) in enumerate(house.volunteering)
        ],
        "activity_5.recorded_day": [(home, day(d)) for d in house.recorded_days],
        "activity_5.recorded_week": [
            (home, monday) for monday in {day(d - day(d).weekday()) for d in house.recorded_days}
        ],
    }  # fmt: skip


def _hours(home: UUID, house: House) -> list[tuple[Any, ...]]:
    """Of two hours from one day on the later said, as the projection keeps them."""
    said = {
        (job.staff, begin): (hours, version)
        for version, job in enumerate(house.team)
        for begin, hours in job.hours
    }
    return [(home, staff, day(begin), hours, version) for (staff, begin), (hours, version) in said.items()]


def _end(number: int | None) -> date:
    """The last date of all is written as infinity."""
    return INFINITE if number is None else day(number)
