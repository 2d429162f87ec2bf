"""The days that homes live by and books are kept in: dates in Europe/London, instants in UTC.

The only place where an instant becomes a day. In summer a day begins at 23:00 UTC of the day before, so the
date of an instant in UTC is for an hour of each night not the one that people write down.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SAME_DAY_UNTIL = 22
"""The hour of UTC before which London has the same date."""


def now() -> datetime:
    """The machine's clock. Whoever decides by it is given it, so that a test can set it."""
    return datetime.now(UTC)


def local_date(at: datetime) -> date:
    """The day in the homes on which an aware instant falls."""
    # London has never been behind UTC since it has a standard time, and never more than two hours ahead. A
    # rebuild asks for every event, and most fall into the hours for which there is nothing to be looked up.
    if at.tzinfo is UTC and at.hour < SAME_DAY_UNTIL:
        return at.date()
    return at.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in the homes."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def in_london(at: datetime) -> datetime:
    """An instant in UTC; a time without an offset is taken as the homes' wall clock."""
    return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)


def first_of(month: str) -> date:
    """The first day of a month given as 2026-03."""
    return date.fromisoformat(f"{month}-01")
