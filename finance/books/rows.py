"""A home's books as rows: what is kept of them in the database."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from finance.books.balances import NOTHING, Sums, items, moves
from finance.books.books import Account, Books
from finance.books.lines import OPENING, Line, LineKind

Row = tuple[object, ...]


class Rows(NamedTuple):
    """By table of the schema `books`, in the order of its columns."""

    account: list[Row]
    balance: list[Row]
    home_balance: list[Row]
    unpaid: list[Row]
    line: list[Row]


def rows_of(books: Books, after: date = date.min) -> Rows:
    """Everything that is kept of a home's books, or what of it can have changed since a day was closed.

    Of closed days no figure moves and no line changes its number; what was unpaid at their end may be
    paid since. Accounts are always all there.
    """
    rows = Rows([], [], [], [], [])
    by_day: dict[date, Sums] = {}
    begun: dict[date, int] = {}
    for account in books.accounts.values():
        changes = _by_day(account)
        if not changes:
            continue
        first = min(changes)
        begun[first] = begun.get(first, 0) + 1
        key = (books.home_id, account.payer_id)
        rows.account.append((*key, account.kind.value, first))
        rows.balance.extend((*key, since, *sums) for since, sums in _running(changes) if since > after)
        for day, change in changes.items():
            by_day[day] = by_day.get(day, NOTHING).plus(change)
        numbers = {line.key: number for number, line in enumerate(account.lines)}
        rows.unpaid.extend(
            (*key, numbers[item.line.key], item.since, item.until, item.line.due_on, item.pence)
            for item in items(account)
            if item.until > after
        )
        rows.line.extend((*key, *row) for row in _lines(books, account, after))
    accounts = 0
    for day, sums in _running(by_day):
        accounts += begun.get(day, 0)
        if day > after:
            rows.home_balance.append((books.home_id, day, accounts, *sums))
    return rows


def _by_day(account: Account) -> dict[date, Sums]:
    changes: dict[date, Sums] = {}
    for move in moves(account):
        changes[move.on] = changes.get(move.on, NOTHING).plus(move.change)
    return changes


def _running(changes: dict[date, Sums]) -> Iterator[tuple[date, Sums]]:
    total = NOTHING
    for day in sorted(changes):
        total = total.plus(changes[day])
        yield day, total


def _lines(books: Books, account: Account, after: date) -> Iterator[Row]:
    dues = dues_of(books, account)
    for number, line in enumerate(account.lines):
        opening = line.kind is LineKind.OPENING
        invoice, charged_on = invoice_of(books, account, line)
        if charged_on <= after:
            continue
        yield (
            number,
            invoice,
            charged_on,
            line.due_on if opening else dues[line.invoice],
            line.kind.value,
            line.resident_id,
            None if opening else line.contribution,
            None if opening else books.periods.start(line.period),
            books.periods.start(line.period) if line.kind is LineKind.ADJUSTMENT else None,
            line.posted_on,
            line.due_on,
            line.pence,
            line.nights,
            line.weekly,
            line.position,
        )


def invoice_of(books: Books, account: Account, line: Line) -> tuple[str, date]:
    """The number of the invoice that a line stands on, and its charge date."""
    if line.invoice == OPENING:
        return line.document, line.posted_on
    starts_on = books.periods.start(line.invoice)
    return account.naming.number(starts_on), books.periods.charged_on(line.invoice)


def dues_of(books: Books, account: Account) -> dict[int, date]:
    """By period, when its invoice is due: as its charges are; one of adjustments alone, by the terms.

    By those of the moment at which it was raised or closed; until then by those that hold now.
    """
    dues = {line.invoice: line.due_on for line in account.lines if line.kind is LineKind.CHARGE}
    for line in account.lines:
        if line.kind is LineKind.ADJUSTMENT and line.invoice not in dues:
            charged_on = books.periods.charged_on(line.invoice)
            days = books.rules.on(account.kind, charged_on).payment_days
            by_terms = charged_on + timedelta(days=days)
            dues[line.invoice] = books.dues.get((account.payer_id, line.invoice), by_terms)
    return dues


def account_rows(books: Books, as_of: date) -> list[tuple[UUID, Account]]:
    """The accounts that had begun on a day, in order of their payers."""
    begun = (
        (payer, account)
        for payer, account in books.accounts.items()
        if any(move.on <= as_of for move in moves(account))
    )
    return sorted(begun, key=lambda entry: entry[0])
