"""Everyday life in a demo home: moments, volunteering, changes of practice, and what a month costs."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from households.terms import CostCategory
from network.demo.homes import DemoHome
from network.demo.stays import Resident
from network.demo.words import MOMENTS, PRACTICES, PROGRAMME
from network.demo.working import Colleague

WEEKS = 4.35
"""In a month."""
_HOURS, _NURSING_HOURS = 26.0, 14.0
"""Of care a week for a resident, and as many more for one who needs a nurse."""
_AN_HOUR, _AGENCY_HOUR = 15.2, 23.0
"""What an hour costs in pounds of 2023, with the employer's part; a nurse's more."""
_HOUSEKEEPING = 500
"""A month and bed: who cooks, cleans and mends, and nights on call."""
_BY_AGENCY = 0.3


def moments_of(
    home: DemoHome, residents: list[Resident], today: date, chance: Random
) -> Iterator[tuple[Resident, date, str]]:
    """Things that residents chose and enjoyed; some homes write down more of them than others."""
    weekly = chance.uniform(0.45, 1.5)
    for resident in residents:
        liking = chance.uniform(0.5, 1.5)
        favourites = chance.sample(MOMENTS, 9)
        day = max(resident.moved_in_on, home.begins_on)
        while True:
            day += timedelta(days=1 + int(chance.expovariate(weekly * liking * _growth(home, day) / 6.2)))
            if day >= resident.leaves(today):
                break
            if resident.is_present(day):
                yield resident, day, chance.choice(favourites)


def _growth(home: DemoHome, day: date) -> float:
    return 1.5 if home.programme_on and day >= home.programme_on else 1.0


def volunteering_of(home: DemoHome, today: date, chance: Random) -> Iterator[tuple[date, Decimal]]:
    """Hours that volunteers gave, a few times a week at most."""
    weekly = chance.uniform(0.8, 2.6)
    day = home.begins_on
    while (day := day + timedelta(days=1 + int(chance.expovariate(weekly / 6)))) < today:
        yield day, Decimal(chance.randint(2, 16)) / 2


def practices_of(home: DemoHome, today: date, chance: Random) -> Iterator[tuple[date, str]]:
    """What the team began to do differently, and the programme's start where there is one."""
    if home.programme_on:
        yield home.programme_on, PROGRAMME
    days = (today - home.begins_on).days
    texts = chance.sample(PRACTICES, chance.randint(3, 7))
    for text, share in zip(texts, sorted(chance.random() for _ in texts), strict=True):
        yield home.begins_on + timedelta(days=5 + int(share * (days - 10))), text


def costs_of(
    home: DemoHome, residents: list[Resident], team: list[Colleague], today: date, chance: Random
) -> Iterator[tuple[date, CostCategory, Decimal]]:
    """A month's spending by category, for every month that is over."""
    month = (home.begins_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    while (following := (month + timedelta(days=32)).replace(day=1)) <= today:
        hours = sum(
            c.weekly_hours for c in team if c.started_on <= month and (c.left_on or today) >= following
        )
        present = sum(resident.is_present(month + timedelta(days=14)) for resident in residents)
        for category, expected in _budget(home, float(hours), present, month).items():
            yield month, category, Decimal(round(expected * chance.uniform(0.92, 1.08) * 100)) / 100
        month = following


def _budget(home: DemoHome, hours: float, present: int, month: date) -> dict[CostCategory, float]:
    """In pounds: about 60% of it is staff, and all of it about what a home's fees bring in.

    A resident needs about 26 hours of care a week, one who needs a nurse more, and dearer ones. What the
    team's own hours lack is overtime for the most part, and agency for the rest.
    """
    dearer = 1 + 0.045 * (month.year + month.month / 12 - 2023)
    needed = present * (_HOURS + _NURSING_HOURS * home.nursing_share)
    lacking = max(0.0, needed - hours)
    an_hour = _AN_HOUR * (1 + 0.3 * home.nursing_share)
    paid = 0.85 * hours + 0.15 * needed + (1 - _BY_AGENCY) * lacking
    return {
        CostCategory.CARE_WAGES: (paid * an_hour * WEEKS + home.beds * _HOUSEKEEPING) * dearer,
        CostCategory.AGENCY: (home.beds * 40 + _BY_AGENCY * lacking * WEEKS * _AGENCY_HOUR) * dearer,
        CostCategory.FOOD: present * 30.4 * 7.1 * dearer,
        CostCategory.PROPERTY: home.beds * 760 * dearer,
        CostCategory.OTHER: home.beds * 640 * dearer,
    }
