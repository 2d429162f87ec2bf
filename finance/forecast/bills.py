"""Bills as a forecast reckons with them: one by one, and, of a network, as columns of numbers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple, Self
from uuid import UUID

import numpy as np

from finance.forecast.habits import Places


class Bill(NamedTuple):
    """What a payer has, or will have, to pay together, in pence."""

    payer_id: UUID
    due_on: date
    pence: int


class Bills(NamedTuple):
    """Any number of them, a column each: a thousand homes have a million."""

    payers: Places
    """By their places in a history."""
    due: Places
    """Days, as `date.toordinal` numbers them."""
    pence: Places

    @classmethod
    def of(cls, bills: Sequence[Bill], places: Mapping[UUID, int]) -> Self:
        """The columns of some bills."""
        return cls(
            _column(places[bill.payer_id] for bill in bills),
            _column(bill.due_on.toordinal() for bill in bills),
            _column(bill.pence for bill in bills),
        )

    @classmethod
    def of_payers(
        cls, rows: Iterable[tuple[UUID, Sequence[int], Sequence[int]]], places: Mapping[UUID, int]
    ) -> Self:
        """The columns of what was read, a payer a row: the days on which something is due, and how much."""
        found = [(places[payer_id], due, pence) for payer_id, due, pence in rows]
        return cls(
            np.repeat(_column(place for place, _, _ in found), [len(due) for _, due, _ in found]),
            _column(chain.from_iterable(due for _, due, _ in found)),
            _column(chain.from_iterable(pence for _, _, pence in found)),
        )

    def plus(self, others: Self) -> Self:
        """Both."""
        return type(self)(*(np.concatenate(pair) for pair in zip(self, others, strict=True)))

    def together(self, rank: Places) -> Self:
        """What one payer is to pay on one day as one bill, payers in the order of their ranks."""
        order = np.lexsort((self.due, rank[self.payers]))
        payers, due, pence = self.payers[order], self.due[order], self.pence[order]
        if not len(order):
            return self
        first = np.flatnonzero(np.concatenate([[True], (np.diff(payers) != 0) | (np.diff(due) != 0)]))
        return type(self)(payers[first], due[first], np.add.reduceat(pence, first))

    @property
    def total(self) -> int:
        """In pence."""
        return int(self.pence.sum())

    def past_due(self, day: date) -> int:
        """What was due before a day, in pence."""
        return int(self.pence[self.due < day.toordinal()].sum())


def _column(numbers: Iterable[int]) -> Places:
    return np.fromiter(numbers, dtype=np.int64)
