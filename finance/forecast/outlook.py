"""Weeks of receipts: what each is expected to bring, and a band that holds four of five."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import numpy as np

from finance.forecast.habits import Habits, History, Numbers, Places

DRAWS = 1000
SEED = 20240401
"""Fixed: the same question has the same answer."""
LOW, HIGH = 0.1, 0.9
WEEK = 7
CHUNK = 2000
"""Bills that are drawn at once."""


class Bill(NamedTuple):
    """What a payer has, or will have, to pay together, in pence."""

    payer_id: UUID
    due_on: date
    pence: int


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


def look_ahead(history: History, bills: Sequence[Bill], as_of: date, starts_on: date, weeks: int) -> Outlook:
    """So many weeks from a day on, from what was known on the morning of another, no later one.

    Expected is exact. The band is drawn: a payer pays what is due on one day on one day, whichever homes it
    is due to, and payers pay independently of each other. So much of a bill as its payer never pays by its
    history is left out of every draw.
    """
    starts = [starts_on + timedelta(days=WEEK * number) for number in range(weeks)]
    if not bills:
        return Outlook([Week(start, 0, 0, 0) for start in starts], Week(starts_on, 0, 0, 0))
    bounds = [(start - as_of).days for start in [*starts, starts_on + timedelta(days=WEEK * weeks)]]
    paid, amounts = _chances(history.as_of(as_of), history, _together(bills), as_of, bounds)
    expected = (amounts[:, None] * np.diff(paid, axis=1)).sum(axis=0)
    drawn = _drawn_totals(paid, amounts)
    found = [
        _week(start, mean, totals) for start, mean, totals in zip(starts, expected, drawn.T, strict=True)
    ]
    return Outlook(found, _week(starts_on, expected.sum(), drawn.sum(axis=1)))


def _week(start: date, expected: float, drawn: Numbers) -> Week:
    low, high = np.quantile(drawn, [LOW, HIGH])
    return Week(start, round(float(expected)), round(float(low)), round(float(high)))


def _together(bills: Sequence[Bill]) -> list[Bill]:
    """What one payer is to pay on one day is one bill; always in the same order, for the same draws."""
    sums: dict[tuple[UUID, date], int] = {}
    for bill in bills:
        key = bill.payer_id, bill.due_on
        sums[key] = sums.get(key, 0) + bill.pence
    return [Bill(*key, pence) for key, pence in sorted(sums.items())]


def _chances(
    habits: Habits, history: History, bills: Sequence[Bill], as_of: date, bounds: Sequence[int]
) -> tuple[Numbers, Numbers]:
    """Of each bill the chance to be paid before each bound, if it ever is, and how much of it is."""
    payers: Places = np.array([history.payers[bill.payer_id] for bill in bills], dtype=np.int64)
    ages: Places = np.array([(as_of - bill.due_on).days for bill in bills], dtype=np.int64)
    unpaid, never = habits.unpaid_after(payers, ages, bounds[-1])
    paid = np.concatenate([np.zeros((len(bills), 1)), 1 - unpaid], axis=1)[:, list(bounds)]
    ever = np.maximum(1 - never, 1e-12)
    amounts = np.array([bill.pence for bill in bills], dtype=np.float64) * ever
    return np.minimum(paid / ever[:, None], 1.0), amounts


def _drawn_totals(paid: Numbers, amounts: Numbers) -> Numbers:
    """By draw and week, what comes in."""
    random = np.random.default_rng(SEED)
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
