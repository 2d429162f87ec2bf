"""A payer's statement on paper: what is charged and received in each home, what is owed and for how long."""

from collections.abc import Sequence
from datetime import date, datetime

from finance.books.accounts import AccountRow
from finance.books.balances import Ageing, age
from finance.books.overview import HomeCalled
from finance.letters.words import called, on_day, pounds
from finance.payments.received import Payer
from network.web.paper import Paper

AGES = ("Not yet due", "1–30 days late", "31–60 days", "61–90 days", "Over 90 days")
MOST_ROWS = 400
"""Of a home; what lies before them is carried forward in one."""


def statement_of(
    payer: Payer,
    ref: str,
    homes: Sequence[tuple[HomeCalled, Sequence[AccountRow]]],
    on: date,
    made_at: datetime,
) -> bytes:
    """The PDF. Residents stand on it by reference."""
    paper = Paper(f"Statement for {ref}, {on_day(on)}", made_at)
    paper.heading("Statement of account")
    paper.facts([("To", called(payer, ref)), ("On", on_day(on))])
    rows = [row for _, found in homes for row in found]
    ages = age([(row.due_on, row.outstanding) for row in rows if row.due_on and row.outstanding], on)
    _ages(paper, ages)
    for home, found in homes:
        _home(paper, home, found)
    if sum(ages):
        paper.paragraph(
            "Please give the number of the invoice as the payment's reference. If you have paid in the last "
            "few days, thank you; if something here looks wrong to you, tell us which row."
        )
    return paper.as_bytes()


def _ages(paper: Paper, ages: Ageing) -> None:
    total = sum(ages)
    paper.paragraph(f"Outstanding: £{pounds(total)}" if total else "Nothing is outstanding.", bold=True)
    if total:
        paper.grid(AGES, [[f"£{pounds(pence)}" for pence in ages]], widths=[35] * 5, numbers=range(5))


def _home(paper: Paper, home: HomeCalled, rows: Sequence[AccountRow]) -> None:
    paper.heading(home.name, 13)
    shown = rows[-MOST_ROWS:]
    before = rows[-MOST_ROWS - 1].balance if len(rows) > MOST_ROWS else None
    carried = [] if before is None else [["", "Carried forward", "", pounds(before)]]
    paper.grid(
        ["Day", "What", "£", "Balance, £"],
        [
            *carried,
            *([f"{row.on:%d/%m/%Y}", _what(row), pounds(row.pence), pounds(row.balance)] for row in shown),
        ],
        widths=[24, 100, 25, 25],
        numbers=[2, 3],
    )


def _what(row: AccountRow) -> str:
    return row.what if row.invoice is None else f"{row.what} ({row.invoice})"
