"""What an account comes to on a day, and how old what is owed is."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from finance.books.books import Account
from finance.books.lines import Line


class Ageing(NamedTuple):
    """What is outstanding, in pence, by days past due."""

    current: int = 0
    days_1_to_30: int = 0
    days_31_to_60: int = 0
    days_61_to_90: int = 0
    over_90: int = 0


class Sums(NamedTuple):
    """An account on a day, in pence: charged − received = outstanding − credit."""

    charged: int = 0
    received: int = 0
    outstanding: int = 0
    credit: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(one + more for one, more in zip(self, other, strict=True)))


NOTHING = Sums()


class Move(NamedTuple):
    """A change of an account's sums on a day."""

    on: date
    change: Sums


class Item(NamedTuple):
    """What of a line is unpaid, from a day until another."""

    line: Line
    since: date
    until: date
    pence: int


def bucket(due_on: date, as_of: date) -> int:
    """Which of the five ages something due then has."""
    late = (as_of - due_on).days
    return 0 if late <= 0 else min((late - 1) // 30 + 1, 4)


def age(items: Iterable[tuple[date, int]], as_of: date) -> Ageing:
    """What is unpaid, by due date."""
    buckets = [0, 0, 0, 0, 0]
    for due_on, pence in items:
        buckets[bucket(due_on, as_of)] += pence
    return Ageing(*buckets)


def moves(account: Account) -> Iterator[Move]:
    """Every change of an account's sums."""
    for line in account.lines:
        owed, credit = max(line.pence, 0), max(-line.pence, 0)
        yield Move(line.posted_on, Sums(line.pence, 0, owed, credit))
    for row in account.received:
        # What a reversal takes from credit and what it reopens are uses of their own.
        yield Move(row.posted_on, Sums(0, row.pence, 0, 0 if row.reverses else row.pence))
    for use in account.uses:
        yield Move(use.on, Sums(0, 0, -use.pence if use.line is not None else 0, -use.pence))


def sums_on(account: Account, as_of: date) -> Sums:
    """What an account comes to at the end of a day."""
    total = NOTHING
    for move in moves(account):
        if move.on <= as_of:
            total = total.plus(move.change)
    return total


def items(account: Account) -> Iterator[Item]:
    """What was unpaid of each line, and from when until when."""
    changes: dict[tuple[int, int, int], list[tuple[date, int]]] = {}
    for use in account.uses:
        if use.line is not None:
            changes.setdefault(use.line.key, []).append((use.on, -use.pence))
    for line in account.lines:
        if line.pence > 0:
            yield from _items_of(line, sorted(changes.get(line.key, ())))


def _items_of(line: Line, changes: list[tuple[date, int]]) -> Iterator[Item]:
    since, left = line.posted_on, line.pence
    for on, change in changes:
        if on > since:
            if left:
                yield Item(line, since, on, left)
            since = on
        left += change
    if left:
        yield Item(line, since, date.max, left)


def unpaid_on(account: Account, as_of: date) -> list[Item]:
    """What is unpaid at the end of a day."""
    return [item for item in items(account) if item.since <= as_of < item.until]


def ageing_on(account: Account, as_of: date) -> Ageing:
    """What is outstanding at the end of a day, by age."""
    return age(((item.line.due_on, item.pence) for item in unpaid_on(account, as_of)), as_of)
