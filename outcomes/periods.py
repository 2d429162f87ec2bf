"""Which days of a period count: both ends do, none before a home began to record, none after yesterday."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from outcomes.terms import PeriodReversed

ONE_DAY = timedelta(days=1)
LAST_MONTHS_OF_QUARTERS = (3, 6, 9, 12)
FIRST_MONTHS_OF_QUARTERS = (1, 4, 7, 10)


class Period(NamedTuple):
    """Days from `first` through `last`, both included; empty where the first is after the last."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has, at least none."""
        return max(0, (self.last - self.first).days + 1)

    @property
    def is_whole_quarters(self) -> bool:
        """Whether it is one calendar quarter or several in a row."""
        return (
            self.first.day == 1
            and self.first.month in FIRST_MONTHS_OF_QUARTERS
            and self.last.month in LAST_MONTHS_OF_QUARTERS
            and _begins_a_month_after(self.last)
        )

    def counted(self, recorded_from: date, today: date) -> "Period":
        """The part of it that counts in a home: from when it began to record, through yesterday."""
        return Period(max(self.first, recorded_from), min(self.last, today - ONE_DAY))


def asked_period(first: date, last: date) -> Period:
    """A period as somebody asks for it. Raises `PeriodReversed`."""
    if first > last:
        raise PeriodReversed
    return Period(first, last)


def months_of(period: Period) -> list[Period]:
    """The calendar months of a period, cut at its ends."""
    return _cut(period, period.first.replace(day=1), 1)


def quarters_of(period: Period) -> list[Period]:
    """The calendar quarters of a period, cut at its ends."""
    return _cut(period, first_of_quarter(period.first), 3)


def _cut(period: Period, begins: date, months: int) -> list[Period]:
    parts: list[Period] = []
    while begins <= period.last:
        following = months_after(begins, months)
        parts.append(Period(max(begins, period.first), min(following - ONE_DAY, period.last)))
        begins = following
    return parts


def first_of_quarter(day: date) -> date:
    """The day on which the calendar quarter of a day begins."""
    return day.replace(month=FIRST_MONTHS_OF_QUARTERS[(day.month - 1) // 3], day=1)


def months_after(day: date, months: int) -> date:
    """So many months later, or earlier for a negative number; at the month's end where it is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _begins_a_month_after(day: date) -> bool:
    return day == date.max or (day + ONE_DAY).day == 1
