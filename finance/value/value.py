"""What a home costs and earns for each night that a bed is lived in, and how full it breaks even."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A month of a home: what it spent and earned, in pence, and nights lived in and to be had."""

    month: date
    cost: int
    income: int
    occupied: float
    available: float


class Value(NamedTuple):
    """Months together. A night is an occupied bed day; nothing is told of none."""

    months: int
    cost: int
    income: int
    occupied: float
    available: float

    @property
    def cost_a_night(self) -> float | None:
        """Pence."""
        return self.cost / self.occupied if self.occupied else None

    @property
    def income_a_night(self) -> float | None:
        """Pence."""
        return self.income / self.occupied if self.occupied else None

    @property
    def occupancy(self) -> float | None:
        """Of the nights that beds were to be had, how many were lived in: 0 to 1."""
        return self.occupied / self.available if self.available else None

    @property
    def break_even(self) -> float | None:
        """The occupancy at which income covers cost, if a night brings the same and costs stay as they are.

        More than 1 where even a full home does not earn what it costs. None where nothing was earned.
        """
        if not self.available or not self.occupied or self.income <= 0:
            return None
        return self.cost * self.occupied / (self.income * self.available)


def together(months: Sequence[Month]) -> Value:
    """Added first and divided then: a large month counts for more than a small one."""
    return Value(
        len(months),
        sum(month.cost for month in months),
        sum(month.income for month in months),
        sum(month.occupied for month in months),
        sum(month.available for month in months),
    )


def months_before(today: date, count: int) -> list[date]:
    """The first days of so many months that are over, oldest first."""
    place = today.year * 12 + today.month - 1
    return [date((place - back) // 12, (place - back) % 12 + 1, 1) for back in range(count, 0, -1)]
