"""Falls in a demo home: they cluster in people and in winter, and fall by 43% where the programme began."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from households.terms import AbsenceReason, Harm, MovedOutReason, Place
from network.days import LONDON, local_date
from network.demo.homes import DemoHome
from network.demo.stays import Resident, away

PROGRAMME_EFFECT = 0.57
"""What is left of the rate of falls once a home works in the programme's way."""
_WINTER = 0.22
_MOST = 1 + _WINTER
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall, as it happened."""

    resident: Resident
    at: datetime
    place: Place
    harm: Harm
    witnessed: bool
    head_struck: bool
    to_hospital: bool


def falls_of(home: DemoHome, residents: list[Resident], today: date, chance: Random) -> list[Fall]:
    """Every fall since the home began to record, in order of time.

    Where a programme began, one chance history is taken out of many: one in which a
    year before and a year after show about what is true, because a demo has one
    history only and chance alone would often hide a real drop in it.
    """
    windows = _windows(home, residents, today)
    days: list[tuple[date, Resident]] = []
    for attempt in range(_TRIES):
        days = _fall_days(home, residents, today, Random(f"{chance.random()}/{attempt}"))  # noqa: S311 - a story, no secret
        if windows is None or _shows_the_drop(days, windows, home):
            break
    falls = [_fall(resident, day, chance) for day, resident in days]
    return _followed_by_hospital(falls, today, chance)


def _fall_days(
    home: DemoHome, residents: list[Resident], today: date, chance: Random
) -> list[tuple[date, Resident]]:
    days = [(day, resident) for resident in residents for day in _days_of(home, resident, today, chance)]
    return sorted(days, key=lambda pair: (pair[0], pair[1].ref))


def _days_of(home: DemoHome, resident: Resident, today: date, chance: Random) -> Iterator[date]:
    """Days on which one person falls: a Poisson process thinned by the season and the programme."""
    rate = home.falls_per_1000 / 1_000 * resident.frailty * _MOST
    begins = max(resident.moved_in_on, home.begins_on) + timedelta(days=1)
    nights = (resident.leaves(today) - begins).days
    passed = chance.expovariate(rate)
    while passed < nights:
        day = begins + timedelta(days=int(passed))
        if chance.random() < _risk(home, day) / _MOST and resident.is_present(day):
            yield day
        passed += chance.expovariate(rate)


def _risk(home: DemoHome, day: date) -> float:
    season = 1 + _WINTER * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)
    return season * (PROGRAMME_EFFECT if home.programme_on and day >= home.programme_on else 1.0)


@dataclass(frozen=True, slots=True)
class _Window:
    """Some months of a home, with its occupied bed days."""

    begins: date
    ends: date
    nights: int

    def rate(self, days: list[tuple[date, Resident]]) -> float:
        return 1_000 * sum(self.begins <= day < self.ends for day, _ in days) / self.nights


def _windows(home: DemoHome, residents: list[Resident], today: date) -> tuple[_Window, _Window] | None:
    """The year before and the year after the programme's start, or None where there was none."""
    started, year = home.programme_on, timedelta(days=365)
    if started is None:
        return None
    return _window(residents, started - year, started), _window(
        residents, started, min(started + year, today)
    )


def _window(residents: list[Resident], begins: date, ends: date) -> _Window:
    days = [begins + timedelta(days=night) for night in range((ends - begins).days)]
    return _Window(begins, ends, sum(resident.is_present(day) for resident in residents for day in days))


def _shows_the_drop(
    days: list[tuple[date, Resident]], windows: tuple[_Window, _Window], home: DemoHome
) -> bool:
    before, after = (window.rate(days) for window in windows)
    return abs(before / home.falls_per_1000 - 1) < 0.2 and abs(after / before / PROGRAMME_EFFECT - 1) < 0.05


# Hours of a day with how often people fall in them, and where they are then.
_HOURS = (5, 4, 4, 4, 4, 5, 8, 11, 11, 10, 9, 8, 7, 8, 8, 8, 9, 10, 11, 10, 8, 7, 6, 5)
_AT_NIGHT = {Place.BEDROOM: 66, Place.TOILET: 16, Place.BATHROOM: 10, Place.CORRIDOR: 8}
_BY_DAY = {
    Place.BEDROOM: 34,
    Place.LOUNGE: 20,
    Place.CORRIDOR: 13,
    Place.BATHROOM: 9,
    Place.TOILET: 8,
    Place.DINING_ROOM: 8,
    Place.GARDEN: 4,
    Place.KITCHEN: 2,
    Place.OUTSIDE: 1,
    Place.STAIRS: 1,
}
_HARM = {Harm.NONE: 62, Harm.LOW: 27, Harm.MODERATE: 8, Harm.SEVERE: 3}


def _fall(resident: Resident, day: date, chance: Random) -> Fall:
    hour = chance.choices(range(24), weights=_HOURS)[0]
    at = _at(day, hour, chance.randrange(60))
    places = _BY_DAY if 7 <= hour < 22 else _AT_NIGHT
    harm = chance.choices(list(_HARM), weights=list(_HARM.values()))[0]
    if harm is Harm.SEVERE and _dies_soon(resident, day):
        harm = Harm.FATAL
    return Fall(
        resident=resident,
        at=at,
        place=chance.choices(list(places), weights=list(places.values()))[0],
        harm=harm,
        witnessed=chance.random() < (0.38 if 7 <= hour < 22 else 0.08),
        head_struck=chance.random() < (0.08 if harm is Harm.NONE else 0.25),
        to_hospital=chance.random() < {Harm.NONE: 0.005, Harm.LOW: 0.02, Harm.MODERATE: 0.45}.get(harm, 0.95),
    )


def _dies_soon(resident: Resident, day: date) -> bool:
    left = resident.moved_out_on
    return resident.reason is MovedOutReason.DIED and left is not None and (left - day).days <= 30


def _at(day: date, hour: int, minute: int) -> datetime:
    local = datetime.combine(day, time(hour, minute), LONDON)
    return local.astimezone(UTC)


def _followed_by_hospital(falls: list[Fall], today: date, chance: Random) -> list[Fall]:
    """Sends people to hospital after the worst falls; nobody falls in the home while they are there."""
    happened: list[Fall] = []
    for fall in sorted(falls, key=lambda fall: fall.at):
        day = local_date(fall.at)
        if not fall.resident.is_present(day):
            continue
        happened.append(fall)
        if fall.to_hospital:
            _take_to_hospital(fall.resident, day + timedelta(days=1), today, chance)
    return happened


def _take_to_hospital(resident: Resident, day: date, today: date, chance: Random) -> None:
    nights = 2 + int(chance.lognormvariate(1.9, 0.7))
    span = {day + timedelta(days=night) for night in range(nights + 1)}
    if not all(resident.is_present(night) for night in span if night < resident.leaves(today)):
        return
    if day < resident.leaves(today) - timedelta(days=1):
        resident.absences.append(away(resident, day, nights, AbsenceReason.HOSPITAL, today))
        resident.absences.sort(key=lambda absence: absence.away_from)
