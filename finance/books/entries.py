"""The ledger: every figure of a home's books as a double entry that names the fact it follows from."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from finance.books.books import Account, Books
from finance.books.lines import Line, LineKind
from finance.books.receipts import Received, Use
from finance.books.rows import invoice_of


class Posting(NamedTuple):
    """An amount of one side of an entry, in pence: debit positive, credit negative."""

    account: tuple[str, ...]
    pence: int


class Entry(NamedTuple):
    """What is posted on a day; its postings add up to nothing."""

    on: date
    position: int
    """Of the event that caused it, in the log."""
    description: str
    postings: tuple[Posting, ...]


class LedgerAccounts(NamedTuple):
    """The accounts that one payer's entries in one home are posted to."""

    receivable: tuple[str, ...]
    credit: tuple[str, ...]
    fees: tuple[str, ...]
    opening: tuple[str, ...]
    bank: tuple[str, ...]
    fee_taken: tuple[str, ...]
    fee_owed: tuple[str, ...]


def accounts_of(account: Account) -> LedgerAccounts:
    """By home, payer and payer kind."""
    home, payer = account.naming.home, account.naming.payer
    return LedgerAccounts(
        ("assets", "receivable", home, payer),
        ("liabilities", "credit held", home, payer),
        ("income", "fees", home, account.kind.value),
        ("equity", "opening balances", home),
        ("assets", "bank", home),
        ("expenses", "franchise fee", home),
        ("liabilities", "franchise fee", home),
    )


def entries_of(books: Books, through: date) -> list[Entry]:
    """Every entry of a home up to a day, in the order of days and, within one, of the log."""
    found = [
        entry
        for account in books.accounts.values()
        for entry in _entries(books, account, accounts_of(account))
        if entry.on <= through
    ]
    return sorted(found, key=lambda entry: (entry.on, entry.position))


def _entries(books: Books, account: Account, ledger: LedgerAccounts) -> Iterator[Entry]:
    for line in account.lines:
        if line.pence:
            yield _charged(books, account, ledger, line)
            yield from _fee(books, ledger, line)
    for row in account.received:
        yield _received(ledger, row)
    for use in account.uses:
        if use.line is not None:
            yield _applied(books, account, ledger, use, use.line)


def _charged(books: Books, account: Account, ledger: LedgerAccounts, line: Line) -> Entry:
    """What is in the payer's favour is held as credit from the beginning."""
    number, _ = invoice_of(books, account, line)
    earned = ledger.opening if line.kind is LineKind.OPENING else ledger.fees
    owed = ledger.receivable if line.pence > 0 else ledger.credit
    return _entry(line.posted_on, line.position, f"{line.kind.value} {number}", owed, earned, line.pence)


def _fee(books: Books, ledger: LedgerAccounts, line: Line) -> Iterator[Entry]:
    fee = 0 if line.kind is LineKind.OPENING else books.rules.fee_on(line.posted_on, line.pence)
    if fee:
        yield _entry(line.posted_on, line.position, "franchise fee", ledger.fee_taken, ledger.fee_owed, fee)


def _received(ledger: LedgerAccounts, row: Received) -> Entry:
    what = "reversal" if row.reverses else "receipt"
    return _entry(row.posted_on, row.position, what, ledger.bank, ledger.credit, row.pence)


def _applied(books: Books, account: Account, ledger: LedgerAccounts, use: Use, line: Line) -> Entry:
    what = "applied to" if use.pence > 0 else "reopens"
    number, _ = invoice_of(books, account, line)
    return _entry(use.on, use.position, f"{what} {number}", ledger.credit, ledger.receivable, use.pence)


def _entry(
    on: date, position: int, what: str, debit: tuple[str, ...], credit: tuple[str, ...], pence: int
) -> Entry:
    return Entry(on, position, what, (Posting(debit, pence), Posting(credit, -pence)))
