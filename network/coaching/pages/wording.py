"""The words of these pages: what terms are called, and how a day is said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from network.days import local_date
from outcomes.terms import Measure

WORDS: Sequence[tuple[StrEnum, str]] = (
    (Measure.FALLS, "Falls"),
    (Measure.INJURIOUS_FALLS, "Falls with harm"),
    (Measure.SICKNESS, "Sickness in the team"),
    (Measure.OCCUPANCY, "Occupancy"),
    (Measure.MOMENTS, "Moments"),
    (Measure.VOLUNTEERING, "Volunteering"),
    (Side.TEAM, "The home’s team"),
    (Side.COACH, "The coach"),
    (Subject.FALLS, "Falls and moving about"),
    (Subject.NIGHTS, "Nights and sleep"),
    (Subject.FOOD_AND_DRINK, "Food and drink"),
    (Subject.DEMENTIA, "Living with dementia"),
    (Subject.END_OF_LIFE, "The end of life"),
    (Subject.EVERYDAY_LIFE, "Everyday life"),
    (Subject.FAMILIES_AND_VOLUNTEERS, "Families and volunteers"),
    (Subject.THE_TEAM, "Working as a team"),
    (Subject.HOUSE_AND_GARDEN, "House and garden"),
    (Subject.MONEY, "Money and rooms"),
    (Subject.OTHER, "Something else"),
    (SharedAs.CHALLENGE, "Challenge"),
    (SharedAs.LESSON, "What we learnt"),
    (Tried.HELPED, "It helped"),
    (Tried.NO_DIFFERENCE, "It made no difference"),
    (Tried.WORSE, "It made things worse"),
    (Tried.TOO_EARLY, "Too early to say"),
    (TakenBackBecause.NAMED_SOMEBODY, "It names a resident, a relative or a colleague"),
    (TakenBackBecause.MISTAKE, "It is wrong, or in the wrong place"),
)
"""What is missing is called by its own value."""
_BY_TYPE: Mapping[tuple[type[StrEnum], str], str] = {(type(term), term.value): text for term, text in WORDS}
"""Terms of two types may be the same text, and are equal then."""

Choice = tuple[str, str]


def word(term: StrEnum) -> str:
    """What a term is called on a page."""
    return _BY_TYPE.get((type(term), term.value)) or term.value.replace("_", " ").capitalize()


def choices(terms: Iterable[StrEnum]) -> list[Choice]:
    """Terms to choose from."""
    return [(term.value, word(term)) for term in terms]


def day(on: date) -> str:
    """`3 March 2026`."""
    return f"{on.day} {on:%B %Y}"


def days(first: date, last: date) -> str:
    """`3 March 2026 to 9 April 2026`."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def moment(at: datetime) -> str:
    """The day of a moment, in the homes."""
    return day(local_date(at))


def due(on: date, today: date) -> str:
    """By when something is to be done, or how long that has passed."""
    late = (today - on).days
    if late > 0:
        return f"was due on {day(on)}"
    return "due today" if late == 0 else f"by {day(on)}"


def counted(number: int, thing: str, things: str) -> str:
    """`1 answer`, `2 answers`."""
    return f"{number} {thing if number == 1 else things}"
