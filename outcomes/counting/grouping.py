"""Sums and joins of rows by key, for whole arrays at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ids = NDArray[np.uint64]
Floats = NDArray[np.float64]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number with no pattern: keeps apart the same person in two homes."""


class Groups(NamedTuple):
    """Rows by what they belong to."""

    of_row: Ints
    """The group of each row, from 0."""
    home: Ints
    """The home of each group."""

    @property
    def total(self) -> int:
        """How many groups there are."""
        return len(self.home)


def groups_of(home: Ints, key: Ids) -> Groups:
    """Rows of one home with the same id belong together."""
    mixed = key ^ ((home.astype(np.uint64) + np.uint64(1)) * _SPREAD)
    _, firsts, of_row = np.unique(mixed, return_index=True, return_inverse=True)
    return Groups(of_row.astype(np.int64), home[firsts])


def summed(group: Ints, values: Floats, count: int) -> Floats:
    """The sums of rows of values, by group and column."""
    sums = np.zeros((count, values.shape[1]))
    for column in range(values.shape[1]):
        sums[:, column] = np.bincount(group, weights=values[:, column], minlength=count)
    return sums


def following(group: Ints, begins: Ints, otherwise: Ints) -> tuple[Ints, Ints]:
    """An order by group and begin, and in it where each row's successor of the same group begins."""
    order = np.lexsort((begins, group))
    group, begins = group[order], begins[order]
    has_next = np.append(group[1:] == group[:-1], False) if len(group) else np.zeros(0, dtype=bool)
    return order, np.where(has_next, np.append(begins[1:], 0), otherwise[order])


def latest_up_to(key: Ints, begins: Ints, asked_key: Ints, asked: Ints) -> Ints:
    """For each asked place: the row of its key that begins last, not after it; -1 where there is none.

    Rows are in the order of key and begin.
    """
    place = np.searchsorted(_joined(key, begins), _joined(asked_key, asked), side="right") - 1
    found = place >= 0
    found[found] = key[place[found]] == asked_key[found]
    return np.where(found, place, -1)


def first_from(key: Ints, days: Ints, asked_key: Ints, asked: Ints) -> Ints:
    """For each asked place: the first row of its key from that day on; -1 where there is none."""
    place = np.searchsorted(_joined(key, days), _joined(asked_key, asked), side="left")
    found = place < len(key)
    found[found] = key[place[found]] == asked_key[found]
    return np.where(found, place, -1)


def pairs(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Rows of left with rows of right of the same key, as places in each; right is in order of key."""
    begin = np.searchsorted(right, left, side="left")
    counts = np.searchsorted(right, left, side="right") - begin
    lefts = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(lefts)) - np.repeat(np.cumsum(counts) - counts, counts)
    return lefts, np.repeat(begin, counts) + within


def _joined(key: Ints, day: Ints) -> Ints:
    """One number that orders by key, then by day; days reach from -2³¹ to 2³¹."""
    return (key << 33) + (day + (1 << 31))
