"""The team of a demo home: joining, leaving, hours, and sickness in spells with a long tail."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from households.terms import StaffRole
from network.demo.homes import DemoHome
from network.demo.names import colleague_name

_HOURS = {"37.5": 34, "36": 14, "30": 18, "24": 14, "22.5": 8, "18": 7, "12": 5}
_TURNOVER = 0.24
"""Share of a team that leaves in a year."""
_SPELLS = 1.25
"""Spells of sickness of a colleague in a year, on average."""
_PROGRAMME_SPELLS = 0.85


@dataclass(slots=True)
class Spell:
    """A spell of sickness, both days included; `last_day` is None while it lasts."""

    first_day: date
    last_day: date | None
    reason_code: str | None


@dataclass(slots=True)
class Colleague:
    """A member of the team."""

    ref: str
    given_name: str
    family_name: str
    role: StaffRole
    weekly_hours: Decimal
    started_on: date
    left_on: date | None
    changed_hours: tuple[date, Decimal] | None
    spells: list[Spell] = field(default_factory=list[Spell])


def team_of(home: DemoHome, today: date, chance: Random) -> list[Colleague]:
    """Everybody who worked in the home since it began to record, in the order of starting."""
    posts = 4 + round(0.6 * home.beds)
    team = sorted(
        (colleague for _ in range(posts) for colleague in _post_through_time(home, today, chance)),
        key=lambda colleague: colleague.started_on,
    )
    for number, colleague in enumerate(team, start=1):
        colleague.ref = f"S{number:03d}"
        colleague.spells = list(_spells(colleague, home, today, chance))
    return team


def _post_through_time(home: DemoHome, today: date, chance: Random) -> Iterator[Colleague]:
    started = home.begins_on - timedelta(days=int(chance.expovariate(1 / 900)) + 1)
    left = home.begins_on + timedelta(days=int(chance.expovariate(_TURNOVER / 365)))
    while started < today:
        yield _colleague(home, started, left if left < today else None, chance)
        started = left + timedelta(days=8 + int(chance.expovariate(1 / 25)))
        left = started + timedelta(days=20 + int(chance.expovariate(_TURNOVER * 1.2 / 365)))


def _colleague(home: DemoHome, started: date, left: date | None, chance: Random) -> Colleague:
    given_name, family_name = colleague_name(chance)
    nurses = 0.04 + 0.3 * home.nursing_share
    role = chance.choices(list(StaffRole), weights=[nurses, 0.88 - nurses, 0.12])[0]
    return Colleague(
        ref="",
        given_name=given_name,
        family_name=family_name,
        role=role,
        weekly_hours=_hours(chance),
        started_on=started,
        left_on=left,
        changed_hours=_change_of_hours(home, started, left, chance),
    )


def _hours(chance: Random) -> Decimal:
    return Decimal(chance.choices(list(_HOURS), weights=list(_HOURS.values()))[0])


def _change_of_hours(
    home: DemoHome, started: date, left: date | None, chance: Random
) -> tuple[date, Decimal] | None:
    day = max(started, home.begins_on) + timedelta(days=60 + int(chance.expovariate(1 / 900)))
    return (day, _hours(chance)) if chance.random() < 0.35 and left is not None and day < left else None


def _spells(colleague: Colleague, home: DemoHome, today: date, chance: Random) -> Iterator[Spell]:
    """Spells of one person; a few people have most of them."""
    yearly = _SPELLS * chance.gammavariate(1.1, 1 / 1.1)
    ends = min(colleague.left_on or today, today)
    day = max(colleague.started_on, home.begins_on)
    while (day := day + timedelta(days=1 + int(chance.expovariate(yearly * 1.3 / 365)))) < ends:
        if chance.random() > _season(day, home) / 1.3:
            continue
        days, reasons = _length(chance)
        last = min(day + timedelta(days=days - 1), colleague.left_on or date.max)
        yield Spell(day, last if last < today else None, _reason(reasons, chance))
        day = last + timedelta(days=3)


def _season(day: date, home: DemoHome) -> float:
    winter = 1 + 0.3 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 20) / 365)
    return winter * (_PROGRAMME_SPELLS if home.programme_on and day >= home.programme_on else 1.0)


_SHORT = {"S13": 42, "S25": 24, "S16": 9, "S15": 6, "S22": 3, "S21": 4, "S98": 8, "S99": 4}
_MIDDLE = {"S13": 14, "S12": 18, "S11": 14, "S10": 18, "S15": 12, "S26": 8, "S27": 8, "S28": 8}
_LONG = {"S10": 42, "S12": 18, "S11": 10, "S28": 12, "S17": 5, "S19": 5, "S26": 4, "S30": 4}


def _length(chance: Random) -> tuple[int, dict[str, int]]:
    """Days of a spell, and what people have who are away for that long."""
    kind = chance.random()
    if kind < 0.74:
        return chance.randint(1, 5), _SHORT
    if kind < 0.94:
        return chance.randint(6, 21), _MIDDLE
    return min(190, 22 + int(chance.expovariate(1 / 38))), _LONG


def _reason(reasons: dict[str, int], chance: Random) -> str | None:
    if chance.random() < 0.12:
        return None
    return chance.choices(list(reasons), weights=list(reasons.values()))[0]
