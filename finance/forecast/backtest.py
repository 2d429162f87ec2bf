"""How well past forecasts did: what came in, held against the bands of forecasts made as today's is."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from finance.books.periods import LENGTH
from finance.days import DAY
from finance.forecast.outlook import WEEK, Week

WEEKS = 13
LOOKED_BACK = timedelta(days=364)
APART = timedelta(days=LENGTH)
AT_LEAST = timedelta(days=182)
"""Of history before a forecast: with less nothing is foretold."""


class Told(NamedTuple):
    """A week as it was foretold, and what came in, in pence."""

    week: Week
    received: int

    @property
    def is_held(self) -> bool:
        """Whether the band held it."""
        return self.week.low <= self.received <= self.week.high


def origins(today: date, known_since: date) -> list[date]:
    """The days of the past year on whose forecasts thirteen weeks have gone by, oldest first."""
    last = today - timedelta(days=WEEK * WEEKS)
    count = (last - (today - LOOKED_BACK)) // APART + 1
    days = [last - APART * number for number in reversed(range(count))]
    return [day for day in days if day - AT_LEAST >= known_since]


def compare(weeks: Sequence[Week], received: Mapping[date, int]) -> list[Told]:
    """Each week beside what came in, by day, less reversals."""
    return [
        Told(week, sum(received.get(week.starts_on + DAY * day, 0) for day in range(WEEK))) for week in weeks
    ]
