"""Homes and the periods asked about in each, as arrays of day numbers: what every count is made over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from outcomes.periods import Period

EPOCH = date(2000, 1, 1)
"""PostgreSQL's: days are counted from here."""
EARLIEST, LATEST = (date.min - EPOCH).days, (date.max - EPOCH).days

Days = NDArray[np.int64]
"""Numbers of days."""


def number_of(day: date) -> int:
    """The number of a day."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day with a number; what is beyond dates is the first or last of them."""
    return EPOCH + timedelta(days=min(max(number, EARLIEST), LATEST))


@dataclass(frozen=True)
class Windows:
    """As many periods in each of some homes; both ends of a period are included.

    Arrays are by home, and by home and period.
    """

    homes: tuple[UUID, ...]
    recorded_from: Days
    """By home: nothing counts before, but whole months of its baseline."""
    asked_first: Days
    asked_last: Days
    today: int

    @classmethod
    def of(cls, recorded_from: Mapping[UUID, date], periods: Sequence[Period], today: date) -> Self:
        """The same periods in each home."""
        return cls.of_each(recorded_from, dict.fromkeys(recorded_from, periods), today)

    @classmethod
    def of_each(
        cls, recorded_from: Mapping[UUID, date], periods: Mapping[UUID, Sequence[Period]], today: date
    ) -> Self:
        """Each home's own periods, as many in each."""
        homes = tuple(recorded_from)
        width = len(periods[homes[0]]) if homes else 0
        shared = {id(own): [(number_of(p.first), number_of(p.last)) for p in own] for own in periods.values()}
        ends = np.array([shared[id(periods[home])] for home in homes], dtype=np.int64)
        ends = ends.reshape(len(homes), width, 2)
        begun = np.array([number_of(day) for day in recorded_from.values()], dtype=np.int64)
        return cls(homes, begun, ends[:, :, 0], ends[:, :, 1], number_of(today))

    @cached_property
    def first(self) -> Days:
        """The first day that counts; after the last where none does."""
        return np.maximum(self.asked_first, self.recorded_from[:, None])

    @cached_property
    def last(self) -> Days:
        """The last day that counts."""
        return np.minimum(self.asked_last, self.today - 1)

    @property
    def begun(self) -> dict[UUID, date]:
        """The day from which each home counts."""
        return {home: day_of(int(day)) for home, day in zip(self.homes, self.recorded_from, strict=True)}

    @cached_property
    def shape(self) -> tuple[int, int]:
        """How many homes, and how many periods in each."""
        return len(self.homes), self.asked_first.shape[1]

    @cached_property
    def span(self) -> tuple[date, date]:
        """From the first day that counts anywhere through the last; reversed where none does."""
        return _span(self.first, self.last)

    @cached_property
    def asked_span(self) -> tuple[date, date]:
        """From the first day that is asked about through the last."""
        return _span(self.asked_first, self.asked_last)

    @property
    def reaches_before_recording(self) -> bool:
        """Whether an earlier month is asked for."""
        return bool((self.asked_first < self.recorded_from[:, None]).any())

    def overlap(self, home: Days, begins: Days, ends: Days) -> NDArray[np.float64]:
        """For intervals of homes, both ends included: days that count, by interval and period."""
        first = np.maximum(begins[:, None], self.first[home])
        last = np.minimum(ends[:, None], self.last[home])
        return np.maximum(0, last - first + 1).astype(float)

    def holds(self, home: Days, day: Days) -> NDArray[np.bool_]:
        """For days of homes: whether each counts, by day and period."""
        return (day[:, None] >= self.first[home]) & (day[:, None] <= self.last[home])


def _span(first: Days, last: Days) -> tuple[date, date]:
    if first.size == 0:
        return date.max, date.min
    return day_of(int(first.min())), day_of(int(last.max()))
