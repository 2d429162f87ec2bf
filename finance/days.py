"""The days of the books: dates in Europe/London."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
OPEN = date.max
"""No end. PostgreSQL's 'infinity'."""


def local_date(at: datetime) -> date:
    """The day in the homes on which an aware instant falls."""
    return at.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in the homes."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
