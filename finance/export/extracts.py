"""What of a home's books goes into which file: pure functions from the books to rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finance.books.balances import ageing_on, moves, sums_on
from finance.books.books import Account
from finance.books.entries import entries_of
from finance.books.lines import NO_PERIOD, Line
from finance.books.rows import invoice_of
from finance.export.csv_rows import Written
from finance.export.home_books import HomeBooks
from finance.export.sage_accounts import sage_account
from finance.export.table import Column, Kind, Row, Table
from finance.pence import to_pounds
from network.access.audit.trail import AuditAction


class Days(NamedTuple):
    """Days of the books, both included; a balance is that of the last."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Extract:
    """A kind of file, and how a home's books become its rows."""

    table: Table
    rows: Callable[[HomeBooks, Days], Iterator[Row]]
    action: AuditAction
    opens_names: bool = True
    """Whether it says what payers and residents are called."""
    day: Written = date.isoformat
    """How days are written in CSV."""


_OF_PAYER = (
    Column("home_ref"),
    Column("home_name"),
    Column("payer_kind"),
    Column("payer_ref"),
    Column("payer_name"),
)
_AGES = ("current", "days_1_to_30", "days_31_to_60", "days_61_to_90", "over_90")


def _of_payer(home: HomeBooks, account: Account) -> Row:
    return (
        home.home.ref,
        home.home.name,
        account.kind.value,
        account.naming.payer,
        home.payers.get(account.payer_id),
    )


def lines_in_order(account: Account) -> list[Line]:
    """An account's lines by the day on which they are posted."""
    return sorted(account.lines, key=lambda line: (line.posted_on, line.key))


def charges(home: HomeBooks, days: Days) -> Iterator[Row]:
    """A line charged, whole or adjusted, a row."""
    for account in home.accounts():
        payer = _of_payer(home, account)
        for line in lines_in_order(account):
            if line.posted_on in days and line.pence:
                resident = home.resident(line.resident_id)
                begins = None if line.period == NO_PERIOD else home.books.periods.start(line.period)
                yield (
                    *payer,
                    resident.ref,
                    resident.initials,
                    invoice_of(home.books, account, line)[0],
                    line.kind.value,
                    begins,
                    line.posted_on,
                    line.due_on,
                    line.nights,
                    to_pounds(line.weekly) if line.weekly else None,
                    to_pounds(line.pence),
                    line.position,
                )


def balances(home: HomeBooks, days: Days) -> Iterator[Row]:
    """What each payer owes the home at the end of the last day, and how old that is."""
    for account in home.accounts():
        if any(move.on <= days.last for move in moves(account)):
            sums, ageing = sums_on(account, days.last), ageing_on(account, days.last)
            pounds = (to_pounds(pence) for pence in (*sums, *ageing))
            yield (*_of_payer(home, account), days.last, *pounds, sage_account(account))


def postings(home: HomeBooks, days: Days) -> Iterator[Row]:
    """Double entries, a posting a row: those of an entry stand together and add up to nothing."""
    ref = home.home.ref
    for entry in entries_of(home.books, days.last):
        if entry.on >= days.first:
            for posting in entry.postings:
                pounds = to_pounds(abs(posting.pence))
                debit, credit = (pounds, None) if posting.pence > 0 else (None, pounds)
                yield (
                    ref,
                    entry.on,
                    entry.position,
                    entry.description,
                    ":".join(posting.account),
                    debit,
                    credit,
                )


CHARGES = Extract(
    Table(
        "charges",
        (
            *_OF_PAYER,
            Column("resident_ref"),
            Column("resident_initials"),
            Column("invoice"),
            Column("kind"),
            Column("period_starts_on", Kind.DAY),
            Column("posted_on", Kind.DAY),
            Column("due_on", Kind.DAY),
            Column("nights", Kind.NUMBER),
            Column("weekly_amount", Kind.MONEY),
            Column("amount", Kind.MONEY),
            Column("log_position", Kind.NUMBER),
        ),
        "amount",
    ),
    charges,
    AuditAction.CHARGES_EXPORTED,
)
BALANCES = Extract(
    Table(
        "balances",
        (
            *_OF_PAYER,
            Column("as_of", Kind.DAY),
            *(Column(name, Kind.MONEY) for name in ("charged", "received", "outstanding", "credit", *_AGES)),
            Column("sage50_account"),
        ),
        "outstanding",
    ),
    balances,
    AuditAction.BALANCES_EXPORTED,
)
LEDGER = Extract(
    Table(
        "ledger",
        (
            Column("home_ref"),
            Column("posted_on", Kind.DAY),
            Column("log_position", Kind.NUMBER),
            Column("description"),
            Column("account"),
            Column("debit", Kind.MONEY),
            Column("credit", Kind.MONEY),
        ),
        "debit",
    ),
    postings,
    AuditAction.LEDGER_EXPORTED,
    opens_names=False,
)
