"""Billing periods: 28 days each, both ways from the network's anchor."""

from datetime import date, timedelta

LENGTH = 28
ANCHOR = date(2024, 4, 1)
"""A Monday: where periods begin unless finance has set another."""


class Periods:
    """Numbers the periods; the one that begins on the anchor is 0."""

    def __init__(self, anchor: date = ANCHOR) -> None:
        self._origin = anchor.toordinal()

    def number(self, day: date) -> int:
        """The period that a day lies in."""
        return (day.toordinal() - self._origin) // LENGTH

    def start(self, number: int) -> date:
        """Its first night."""
        return date.fromordinal(self._origin + number * LENGTH)

    def end(self, number: int) -> date:
        """Its last night."""
        return self.start(number) + timedelta(days=LENGTH - 1)

    def charged_on(self, number: int) -> date:
        """Its charge date, the day after it ends."""
        return self.start(number + 1)

    def last_charged_through(self, day: date) -> int:
        """The last period whose charge date is not after a day."""
        return self.number(day) - 1

    def next_charged(self, day: date) -> int:
        """The first period whose charge date is not before a day."""
        return (day.toordinal() - self._origin - 1) // LENGTH
