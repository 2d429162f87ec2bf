"""Moments and days as people write them, on the clock of the homes."""

from datetime import date, datetime

from network.days import LONDON, local_date


def written_day(day: date | datetime | None) -> str:
    """As 3 March 2026, of an instant the day in the homes; nothing for none."""
    if isinstance(day, datetime):
        day = local_date(day)
    return "" if day is None else f"{day.day} {day:%B %Y}"


def written_moment(moment: datetime | None) -> str:
    """As 3 March 2026, 14:05; nothing for none."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    return f"{written_day(local.date())}, {local:%H:%M}"


def written_span(seconds: float) -> str:
    """A span in its largest unit, rounded down: 40 seconds, 3 hours, 12 days."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return _counted(int(seconds // length), unit)
    return _counted(int(seconds), "second")


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
