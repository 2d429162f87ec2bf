"""Times in the team: from when to when somebody works in the home, and for how many hours a week."""

from datetime import date
from decimal import Decimal

import msgspec

from households.terms import StaffRole


class Hours(msgspec.Struct, array_like=True):
    """Weekly hours from a day on."""

    since: date
    weekly_hours: Decimal
    said_in: int
    """The version of the event that said so: the joining, or a change of hours."""


class Employment(msgspec.Struct, array_like=True):
    """A time in the team, both days included."""

    version: int
    """Of the joining: its id."""
    role: StaffRole
    started_on: date
    hours: list[Hours]
    """In order, one a day; the first begin with the employment."""
    left_on: date | None = None
    left_in: int | None = None
    """The version of the event that said the last day."""

    def covers(self, day: date) -> bool:
        """Whether the person was employed on a day."""
        return self.started_on <= day and (self.left_on is None or day <= self.left_on)

    def forget_hours(self, day: date) -> None:
        """Hours that were agreed from this day on no longer count: others are."""
        self.hours = [agreed for agreed in self.hours if agreed.since != day]


class Staff(msgspec.Struct, array_like=True):
    """Somebody who works or worked in the home."""

    ref: str
    employments: list[Employment]
    """In order; none begins before the one before it has ended. Empty where the only one was taken back."""

    def employment_on(self, day: date) -> Employment | None:
        """The employment on a day."""
        return next((time for time in reversed(self.employments) if time.covers(day)), None)

    def employment(self, version: int | None) -> Employment | None:
        """The employment of an id."""
        return next((time for time in self.employments if time.version == version), None)

    def agree(self, employment: Employment, hours: Hours) -> None:
        """Hours from a day on, in place of what was agreed from that day in another employment."""
        for other in self.employments:
            other.forget_hours(hours.since)
        employment.hours.append(hours)
        employment.hours.sort(key=_since)

    def put_in_order(self) -> None:
        """By their first days."""
        self.employments.sort(key=_started)


def _since(hours: Hours) -> date:
    return hours.since


def _started(employment: Employment) -> date:
    return employment.started_on
