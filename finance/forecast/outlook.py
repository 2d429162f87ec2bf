"""Weeks of receipts: what each is expected to bring, and a band that holds four of five."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from finance.forecast.bills import Bills
from finance.forecast.habits import LATEST, Habits, History, Numbers

DRAWS = 1000
SEED = 20240401
"""Fixed: the same question has the same answer."""
LOW, HIGH = 0.1, 0.9
WEEK = 7
CHUNK = 2000
"""Bills that are worked out, or drawn, at once."""
DRAWN = 4000
"""Bills, the largest, that are drawn one by one: of the many small ones beside them only the sum matters."""


class Week(NamedTuple):
    """What seven days are expected to bring, in pence; one week in ten lies below the band, one above."""

    starts_on: date
    expected: int
    low: int
    high: int


class Outlook(NamedTuple):
    """All weeks, and what they bring together, whose band is narrower than the sum of theirs."""

    weeks: Sequence[Week]
    together: Week


def look_ahead(history: History, bills: Bills, as_of: date, starts_on: date, weeks: int) -> Outlook:
    """So many weeks from a day on, from what was known on the morning of another, no later one.

    Expected is exact. The band is drawn: a payer pays what is due on one day on one day, whichever homes it
    is due to, and payers pay independently of each other. So much of a bill as its payer never pays by its
    history is left out of every draw.
    """
    starts = [starts_on + timedelta(days=WEEK * number) for number in range(weeks)]
    if not len(bills.pence):
        return Outlook([Week(start, 0, 0, 0) for start in starts], Week(starts_on, 0, 0, 0))
    bounds = [(start - as_of).days for start in [*starts, starts_on + timedelta(days=WEEK * weeks)]]
    paid, amounts = _chances(history.as_of(as_of), bills.together(history.rank), as_of, bounds)
    expected = (amounts[:, None] * np.diff(paid, axis=1)).sum(axis=0)
    drawn = _drawn_totals(paid, amounts)
    found = [
        _week(start, mean, totals) for start, mean, totals in zip(starts, expected, drawn.T, strict=True)
    ]
    return Outlook(found, _week(starts_on, expected.sum(), drawn.sum(axis=1)))


def _week(start: date, expected: float, drawn: Numbers) -> Week:
    low, high = np.quantile(drawn, [LOW, HIGH])
    return Week(start, round(float(expected)), round(float(low)), round(float(high)))


def _chances(habits: Habits, bills: Bills, as_of: date, bounds: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Of each bill the chance to be paid before each bound, if it ever is, and how much of it is.

    It follows from the payer and the bill's age, and what is very old is of one age: so it is worked out once
    for each of these, of which there are far fewer than bills.
    """
    ages = np.minimum(as_of.toordinal() - bills.due, LATEST)
    youngest = ages.min()
    span = LATEST - youngest + 1
    alike, which = np.unique(bills.payers * span + ages - youngest, return_inverse=True)
    payers, ages = alike // span, alike % span + youngest
    evers, chances = np.zeros(len(alike)), np.zeros((len(alike), len(bounds)))
    for begin in range(0, len(alike), CHUNK):
        part = slice(begin, begin + CHUNK)
        unpaid, never = habits.unpaid_after(payers[part], ages[part], bounds[-1])
        paid = np.concatenate([np.zeros((len(unpaid), 1)), 1 - unpaid], axis=1)[:, list(bounds)]
        evers[part] = np.maximum(1 - never, 1e-12)
        chances[part] = np.minimum(paid / evers[part, None], 1.0)
    return chances[which], bills.pence.astype(np.float64) * evers[which]


def _drawn_totals(paid: Numbers, amounts: Numbers) -> Numbers:
    """By draw and week, what comes in."""
    random = np.random.default_rng(SEED)
    if len(amounts) <= DRAWN:
        return _drawn_one_by_one(random, paid, amounts)
    order = np.argsort(-amounts, kind="stable")
    large, small = np.sort(order[:DRAWN]), order[DRAWN:]
    return _drawn_one_by_one(random, paid[large], amounts[large]) + _drawn_together(
        random, paid[small], amounts[small]
    )


def _drawn_together(random: np.random.Generator, paid: Numbers, amounts: Numbers) -> Numbers:
    """Many bills: their sums are spread normally, as wide as drawn one by one; a bill comes in one week."""
    chances = np.diff(paid, axis=1)
    weighed = chances * amounts[:, None]
    mean = weighed.sum(axis=0)
    spread = np.diag((weighed * amounts[:, None]).sum(axis=0))
    for week in range(len(mean)):
        spread[week] -= (weighed * weighed[:, [week]]).sum(axis=0)
    values, ways = np.linalg.eigh(spread)
    steps = random.standard_normal((DRAWS, len(mean))) * np.sqrt(np.maximum(values, 0.0))
    return mean + (steps[:, None, :] * ways[None, :, :]).sum(axis=2)


def _drawn_one_by_one(random: np.random.Generator, paid: Numbers, amounts: Numbers) -> Numbers:
    weeks = paid.shape[1] - 1
    totals = np.zeros((DRAWS, weeks))
    for begin in range(0, len(amounts), CHUNK):
        part, sums = paid[begin : begin + CHUNK], amounts[begin : begin + CHUNK]
        drawn = random.random((DRAWS, len(sums)))
        # Not by a product of matrices: its threads wait for each other where a machine is busy.
        came = np.where(drawn < part[:, 0], sums, 0.0).sum(axis=1)
        for week in range(weeks):
            by_then = np.where(drawn < part[:, week + 1], sums, 0.0).sum(axis=1)
            totals[:, week] += by_then - came
            came = by_then
    return totals
