"""The days that homes live by and books are kept in: dates in Europe/London, instants in UTC.

The only place where an instant becomes a day. In summer a day begins at 23:00 UTC of the day before, so the
date of an instant in UTC is for an hour of each night not the one that people write down.
"""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST, TOO_LATE = date(1850, 1, 1), date(2200, 1, 1)
"""From the first to before the second a day can be meant; years are added to it, and taken off."""
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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
    """An instant in UTC; a time without an offset is taken as the homes' wall clock.

    Raises `ValueError` where its offset leads out of the calendar.
    """
    try:
        return (at if at.tzinfo else at.replace(tzinfo=LONDON)).astimezone(UTC)
    except OverflowError:
        raise ValueError("no calendar has this instant") from None


def day_meant(text: str) -> date:
    """A day as an address or a field holds it, 2026-03-31, in a year that can be meant; else `ValueError`."""
    day = date.fromisoformat(text) if _WRITTEN.fullmatch(text) else None
    if day is None or not EARLIEST <= day < TOO_LATE:
        raise ValueError("not a day such as 2026-03-31")
    return day


def first_of(month: str) -> date:
    """The first day of a month given as 2026-03."""
    return date.fromisoformat(f"{month}-01")
