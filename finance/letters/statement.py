"""A payer's statement on paper: what is charged and received in each home, what is owed and for how long."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from finance.books.accounts import AccountRow
from finance.books.balances import Ageing, age
from finance.books.overview import HomeCalled
from finance.letters.words import called, on_day, pounds
from finance.payments.received import Payer
from network.web.paper import Paper

AGES = ("Not yet due", "1–30 days late", "31–60 days", "61–90 days", "Over 90 days")
LATELY = timedelta(days=91)
"""What was charged and received before is carried forward in one row; what of it is unpaid is listed."""


Homes = Sequence[tuple[HomeCalled, Sequence[AccountRow]]]


def statement_of(payer: Payer, ref: str, homes: Homes, on: date, made_at: datetime) -> bytes:
    """The PDF."""
    paper = Paper(f"Statement for {ref}, {on_day(on)}", made_at)
    write_statement(paper, called(payer, ref), homes, on)
    return paper.as_bytes()


def write_statement(paper: Paper, name: str, homes: Homes, on: date) -> None:
    """Residents stand on it by reference."""
    paper.heading("Statement of account")
    paper.facts([("To", name), ("On", on_day(on))])
    rows = [row for _, found in homes for row in found]
    ages = age([(row.due_on, row.outstanding) for row in rows if row.due_on and row.outstanding], on)
    _ages(paper, ages)
    for home, found in homes:
        _home(paper, home, found, on)
    if sum(ages):
        paper.paragraph(
            "Please give the number of the invoice as the payment's reference. If you have paid in the last "
            "few days, thank you; if something here looks wrong to you, tell us which row."
        )


def _ages(paper: Paper, ages: Ageing) -> None:
    total = sum(ages)
    paper.paragraph(f"Outstanding: £{pounds(total)}" if total else "Nothing is outstanding.", bold=True)
    if total:
        paper.grid(AGES, [[f"£{pounds(pence)}" for pence in ages]], widths=[35] * 5, numbers=range(5))


def _home(paper: Paper, home: HomeCalled, rows: Sequence[AccountRow], on: date) -> None:
    """What is unpaid, invoice by invoice, and what happened lately."""
    paper.heading(home.name, 13)
    unpaid = _unpaid(rows)
    if unpaid:
        paper.grid(
            ["Invoice", "Due", "Unpaid, £"],
            [
                [invoice, f"{due_on:%d/%m/%Y}", pounds(pence)]
                for (due_on, invoice), pence in sorted(unpaid.items())
            ],
            widths=[100, 34, 40],
            numbers=[2],
        )
    since = on - LATELY
    lately = [row for row in rows if row.on > since]
    before = [row.balance for row in rows if row.on <= since]
    paper.grid(
        ["Day", "What", "£", "Balance, £"],
        [
            [f"{since:%d/%m/%Y}", "Carried forward", "", pounds(before[-1] if before else 0)],
            *([f"{row.on:%d/%m/%Y}", _what(row), pounds(row.pence), pounds(row.balance)] for row in lately),
        ],
        widths=[24, 100, 25, 25],
        numbers=[2, 3],
    )


def _unpaid(rows: Sequence[AccountRow]) -> dict[tuple[date, str], int]:
    """By due date and invoice, in pence."""
    unpaid: dict[tuple[date, str], int] = {}
    for row in rows:
        if row.outstanding and row.due_on and row.invoice:
            place = (row.due_on, row.invoice)
            unpaid[place] = unpaid.get(place, 0) + row.outstanding
    return unpaid


def _what(row: AccountRow) -> str:
    return row.what if row.invoice is None else f"{row.what} ({row.invoice})"
