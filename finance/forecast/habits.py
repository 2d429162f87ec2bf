"""How late each payer pays, as its history shows it; drawn towards its kind's where that history is short."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from households.terms import PayerKind

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

EARLIEST, LATEST = -60, 400
"""Days past due that are told apart; what is paid sooner or later counts as paid then."""
LENGTH = LATEST - EARLIEST + 1
REMEMBERED = 728
"""Days: what was due earlier says nothing of how somebody pays now."""
HALF = 182
"""Days in which what was due comes to count half."""
PRIOR = 1.0
"""How many bills of its own a payer's kind counts for."""

PAYERS_AT_ONCE = 1000
"""So many are counted in one go, so that a network of thousands needs little more memory than a home."""


class Step(NamedTuple):
    """What a payer owes of what is due on a day changed: charged, or, negative, paid."""

    payer_id: UUID
    due_on: date
    on: date
    pence: int


class Steps(NamedTuple):
    """Any number of steps, a column each: places of payers, days as `date.toordinal` numbers them, pence."""

    payer: Places
    due: Places
    on: Places
    pence: Places


class Usual(NamedTuple):
    """How many days past due half of it has been paid, if it ever is; and the share that never is."""

    middle: int | None
    never: float


class History:
    """What payers were charged and when they paid, ready to be looked at as of any day."""

    def __init__(
        self,
        steps: Sequence[Step] | Callable[[Mapping[UUID, int]], Steps],
        kinds: Mapping[UUID, PayerKind],
    ) -> None:
        self.payers = {payer: place for place, payer in enumerate(kinds)}
        self.rank: Places = np.zeros(len(kinds), dtype=np.int64)
        """Of each payer, by place: always the same order, for the same draws."""
        self.rank[[self.payers[payer] for payer in sorted(kinds)]] = np.arange(len(kinds))
        read = steps(self.payers) if callable(steps) else _columns(steps, self.payers)
        names = list(PayerKind)
        self._kind_of: Places = np.array([names.index(kind) for kind in kinds.values()], dtype=np.int64)
        order = np.lexsort((read.on, read.due, read.payer))
        self._payer, self._due, self._on = read.payer[order], read.due[order], read.on[order]
        self._pence: Numbers = read.pence[order].astype(np.float64)
        changes = np.ones(len(order), dtype=bool)
        if len(order) > 1:
            changes[1:] = (np.diff(self._payer) != 0) | (np.diff(self._due) != 0)
        self._begins: Places = np.flatnonzero(changes)
        self._bill: Places = np.cumsum(changes) - 1
        """What is due to one payer on one day is one bill; its first step charges it."""
        self._asked: tuple[date, Habits] | None = None

    def as_of(self, day: date) -> "Habits":
        """What was known of how payers pay on the morning of a day; the last answer is kept."""
        if self._asked is None or self._asked[0] != day:
            self._asked = day, self._as_of(day)
        return self._asked[1]

    def _as_of(self, day: date) -> "Habits":
        today = day.toordinal()
        if not len(self._begins):
            return Habits(self, np.zeros((len(self.payers), LENGTH)), np.zeros((len(self.payers), LENGTH)))
        first = self._begins
        charged, due = self._pence[first], self._due[first]
        seen = (self._on[first] < today) & (due >= today - REMEMBERED) & (charged > 0)
        weight = np.where(seen, 0.5 ** (np.maximum(today - due, 0) / HALF), 0.0)
        paid, at_risk = np.zeros((len(self.payers), LENGTH)), np.zeros((len(self.payers), LENGTH))
        for begin in range(0, len(self.payers), PAYERS_AT_ONCE):
            block = slice(begin, begin + PAYERS_AT_ONCE)
            paid[block], at_risk[block] = self._counted(today, weight, charged, begin)
        return Habits(self, paid, at_risk)

    def _counted(
        self, today: int, every_weight: Numbers, every_charged: Numbers, begin: int
    ) -> tuple[Numbers, Numbers]:
        """By payer and day past due: the bills, or parts of one, that were paid then; those that could be.

        Of some payers from one on, whose steps stand together.
        """
        count = min(PAYERS_AT_ONCE, len(self.payers) - begin)
        steps = slice(*np.searchsorted(self._payer, [begin, begin + count]))
        bills = slice(*np.searchsorted(self._begins, [steps.start, steps.stop]))
        first, bill = self._begins[bills] - steps.start, self._bill[steps] - bills.start
        owners, on, due = self._payer[steps] - begin, self._on[steps], self._due[steps]
        weight, charged = every_weight[bills], every_charged[bills]
        later = np.ones(len(bill), dtype=bool)
        later[first] = False
        later &= on < today
        share = np.where(later, -self._pence[steps] / np.maximum(charged[bill], 1.0), 0.0) * weight[bill]
        paid = _spread(count, owners, on - due, share)
        entered = _spread(count, owners[first], on[first] - due[first], weight)
        left = weight - np.bincount(bill, share, minlength=len(first))
        given_up = _spread(count, owners[first], today - due[first], np.maximum(left, 0.0))
        before = np.cumsum(paid, axis=1) - paid
        at_risk = np.cumsum(entered, axis=1) - before - np.cumsum(given_up, axis=1)
        return paid, np.maximum(at_risk, 0.0)

    def by_kind(self, counts: Numbers) -> Numbers:
        """The same counts, of all payers of a kind together."""
        kinds = range(len(PayerKind))
        return np.array([counts[self._kind_of == kind].sum(axis=0) for kind in kinds], dtype=np.float64)

    def kind_of(self, payers: Places) -> Places:
        """The place of each payer's kind."""
        return self._kind_of[payers]


class Habits:
    """The chance, day by day past due, that what is still unpaid is paid then; by payer."""

    def __init__(self, history: History, paid: Numbers, at_risk: Numbers) -> None:
        self._history = history
        self._paid, self._at_risk = paid, at_risk
        every = _drawn(paid.sum(axis=0), at_risk.sum(axis=0), np.zeros(LENGTH))
        self._known = [bool(kind.any()) for kind in history.by_kind(at_risk)]
        self._of_kind = _drawn(history.by_kind(paid), history.by_kind(at_risk), every)

    def unpaid_after(self, payers: Places, ages: Places, days: int) -> tuple[Numbers, Numbers]:
        """The chance that a bill of each payer, so many days past due, is not paid after 1 to `days` days.

        And, second, that it is never paid.
        """
        # Bills of one payer stand together, and what is of the payer alone is worked out once.
        own, which = np.unique(payers, return_inverse=True)
        lasting = np.log1p(-self._chances(own))
        so_far = np.cumsum(lasting, axis=1)
        places = np.clip(ages[:, None] + np.arange(days) - EARLIEST, 0, LENGTH - 1)
        unpaid = np.exp(np.cumsum(lasting[which[:, None], places], axis=1))
        since = np.clip(ages - EARLIEST, 0, LENGTH - 1)
        ever = so_far[which, -1] - so_far[which, since] + lasting[which, since]
        return unpaid, np.minimum(np.exp(ever), unpaid[:, -1])

    def usual(self, kind: PayerKind) -> "Usual | None":
        """How a kind of payer pays; None where nothing of it is known."""
        place = list(PayerKind).index(kind)
        if not self._known[place]:
            return None
        unpaid: Numbers = np.exp(np.cumsum(np.log1p(-self._of_kind[place])))
        middle = int(np.argmax(unpaid <= 0.5)) + EARLIEST if unpaid[-1] <= 0.5 else None
        return Usual(middle, float(unpaid[-1]))

    def _chances(self, payers: Places) -> Numbers:
        kinds = self._of_kind[self._history.kind_of(payers)]
        return _drawn(self._paid[payers], self._at_risk[payers], kinds)


def _columns(steps: Sequence[Step], places: Mapping[UUID, int]) -> Steps:
    return Steps(
        np.array([places[step.payer_id] for step in steps], dtype=np.int64),
        np.array([step.due_on.toordinal() for step in steps], dtype=np.int64),
        np.array([step.on.toordinal() for step in steps], dtype=np.int64),
        np.array([step.pence for step in steps], dtype=np.int64),
    )


def _spread(payers: int, owners: Places, days: Places, weights: Numbers) -> Numbers:
    """Weights by payer and day past due."""
    places = owners * LENGTH + np.clip(days, EARLIEST, LATEST) - EARLIEST
    counted = np.bincount(places, weights, minlength=payers * LENGTH)
    return counted.astype(np.float64).reshape(-1, LENGTH)


def _drawn(paid: Numbers, at_risk: Numbers, towards: Numbers) -> Numbers:
    """Paid out of those that could be, with some more that pay as others do."""
    return np.clip((paid + PRIOR * towards) / (at_risk + PRIOR), 0.0, 0.999)
