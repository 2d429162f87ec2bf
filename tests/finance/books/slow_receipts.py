"""What money pays, worked out a second time, day after day, while no day is closed.

It takes the lines as they are (a slow calculation of their own stands beside it) and shares no code with
what applies money in `finance.books`. That closed days stay is a property of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from finance.books import facts as told
from finance.books.facts import Fact
from finance.books.lines import Line
from finance.books.periods import Periods
from finance.books.receipts import Naming

Key = tuple[int, int, int]


class Money(NamedTuple):
    """A payment or, with a line's key, an adjustment in the payer's favour."""

    key: Key
    posted_on: date
    pence: int


class Row(NamedTuple):
    """Money that came in, or went back, in the log's order."""

    recorded_on: date
    place: int
    money: Money
    posted_on: date
    goes_back: bool


class Paid(NamedTuple):
    """From a day on, money pays a line; negative: no longer."""

    money: Key
    line: Key
    pence: int
    since: date


@dataclass
class Account:
    """What is owed and what is free, line by line and coin by coin."""

    owed: dict[Key, int] = field(default_factory=dict[Key, int])
    reopened: dict[Key, date] = field(default_factory=dict[Key, date])
    free: dict[Key, int] = field(default_factory=dict[Key, int])
    money: dict[Key, Money] = field(default_factory=dict[Key, Money])
    paid: list[Paid] = field(default_factory=list[Paid])
    gone: list[tuple[date, int]] = field(default_factory=list[tuple[date, int]])
    """Credit that went back with its payment."""


Names = Callable[[Key, Line], bool]


def play(
    account: Account, lines: Sequence[Line], rows: Sequence[Row], every: dict[Key, Line], names: Names
) -> None:
    """Day after day: credits join, then charges, which credit pays, then money comes or goes back."""
    days = sorted({line.posted_on for line in lines} | {row.recorded_on for row in rows})
    for day in days:
        today = sorted((line for line in lines if line.posted_on == day), key=lambda line: line.key)
        for line in today:
            if line.pence < 0:
                account.money[line.key] = Money(line.key, day, -line.pence)
                account.free[line.key] = -line.pence
        for line in today:
            if line.pence > 0:
                account.owed[line.key] = line.pence
                waiting = sorted(account.free, key=lambda key: not names(key, line))
                for key in waiting:
                    pay(account, account.money[key], line)
        for row in sorted((row for row in rows if row.recorded_on == day), key=lambda row: row.place):
            (take_back if row.goes_back else receive)(account, row, every, names)


def receive(account: Account, row: Row, every: dict[Key, Line], names: Names) -> None:
    key = row.money.key
    account.money[key], account.free[key] = row.money, row.money.pence
    unpaid = [every[line] for line, pence in account.owed.items() if pence]
    unpaid.sort(key=lambda line: (not names(key, line), line.posted_on, line.due_on, line.key))
    for line in unpaid:
        pay(account, row.money, line)


def take_back(account: Account, row: Row, every: dict[Key, Line], names: Names) -> None:
    key = row.money.key
    by_line: defaultdict[Key, list[Paid]] = defaultdict(list)
    for one in account.paid:
        if one.money == key:
            by_line[one.line].append(one)
    for line, uses in by_line.items():
        pence = sum(use.pence for use in uses)
        if pence:
            since = max(uses[-1].since, row.posted_on)
            account.paid.append(Paid(key, line, -pence, since))
            account.owed[line] += pence
            account.reopened[line] = max(account.reopened.get(line, date.min), since)
    account.free.pop(key, None)
    account.gone.append((row.posted_on, row.money.pence))


def pay(account: Account, money: Money, line: Line) -> None:
    pence = min(account.free.get(money.key, 0), account.owed[line.key])
    if pence > 0:
        account.free[money.key] -= pence
        account.owed[line.key] -= pence
        since = max(money.posted_on, line.posted_on, account.reopened.get(line.key, date.min))
        account.paid.append(Paid(money.key, line.key, pence, since))
    if not account.free.get(money.key, 1):
        del account.free[money.key]


def rows_of(facts: Sequence[Fact], payer: object) -> list[Row]:
    """The payer's money as it counts, by the facts in the log."""
    known: dict[int, told.Paid] = {}
    counted: dict[int, Money] = {}
    rows: list[Row] = []
    latest = date.min
    for fact in facts:
        latest = max(latest, fact.recorded_on)
        payment, goes_back, on = 0, False, None
        match fact.told:
            case told.Paid() if fact.told.payer_id == payer:
                known[fact.version] = fact.told
                payment, on = fact.version, None if fact.told.in_doubt else fact.told.on
            case told.DoubtSettled(payment, False) if payment in known:
                on = known[payment].on
            case told.PaidBack(payment, on) if payment in counted:
                goes_back = True
            case _:
                continue
        if on is None or payment not in known:
            continue
        if not goes_back:
            counted[payment] = Money((payment, 0, fact.position), on, known[payment].pence)
        money = counted.pop(payment) if goes_back else counted[payment]
        rows.append(Row(latest, fact.position, money, on, goes_back))
    return rows


def names(reference: str, naming: Naming, line: Line, periods: Periods) -> bool:
    """Whether a reference names a line's invoice, or its document, letters and figures only."""
    said = "".join(letter for letter in reference.upper() if letter.isascii() and letter.isalnum())
    wanted = line.document or naming.number(periods.start(line.invoice))
    plain = "".join(letter for letter in wanted.upper() if letter.isascii() and letter.isalnum())
    return bool(plain) and plain in said


class Said(NamedTuple):
    """What the account says of a day, in pence."""

    unpaid: dict[Key, int]
    credit: int


def said_on(account: Account, lines: Sequence[Line], day: date) -> Said:
    """By line what is unpaid, and what is held in credit."""
    paid = [one for one in account.paid if one.since <= day]
    unpaid = {
        line.key: line.pence - sum(one.pence for one in paid if one.line == line.key)
        for line in lines
        if line.pence > 0 and line.posted_on <= day
    }
    came = sum(money.pence for money in account.money.values() if money.posted_on <= day)
    gone = sum(pence for on, pence in account.gone if on <= day)
    credit = came - gone - sum(one.pence for one in paid)
    return Said({key: pence for key, pence in unpaid.items() if pence}, credit)
