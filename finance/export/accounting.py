"""Invoices as accounting packages take them in: sales invoices for Xero, an audit trail for Sage 50."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from finance.books.books import Account
from finance.books.invoices import description
from finance.books.lines import NO_PERIOD, OPENING, Line
from finance.books.rows import dues_of, invoice_of
from finance.export.extracts import Days, Extract
from finance.export.home_books import HomeBooks
from finance.export.sage_accounts import sage_account
from finance.export.table import Column, Kind, Row, Table
from finance.pence import to_pounds
from network.access.audit.trail import AuditAction

ONE = Decimal(1)
NO_TAX = Decimal("0.00")
LONGEST_REFERENCE, LONGEST_DETAILS = 30, 60
"""Letters that Sage 50 takes in these columns."""


class Codes(NamedTuple):
    """What the network's accounts are called in its accounting package; care is normally exempt from VAT."""

    account: str = "200"
    """Xero: the account that fees are earned on."""
    tax_type: str = "Exempt Income"
    nominal: str = "4000"
    """Sage 50: the same."""
    bank: str = "1200"
    tax_code: str = "T2"
    department: str = "0"


class Charged(NamedTuple):
    """A line on its invoice."""

    number: str
    charged_on: date
    due_on: date
    account: Account
    line: Line
    description: str


def charged(home: HomeBooks, days: Days) -> Iterator[Charged]:
    """Every line of the invoices that are charged in some days; those of an invoice stand together."""
    for account in home.accounts():
        dues = dues_of(home.books, account)
        found = [_charged(home, account, line, dues) for line in account.lines if line.pence]
        yield from sorted(
            (one for one in found if one.charged_on in days),
            key=lambda one: (one.charged_on, one.number, one.line.key),
        )


def _charged(home: HomeBooks, account: Account, line: Line, dues: dict[int, date]) -> Charged:
    books = home.books
    number, charged_on = invoice_of(books, account, line)
    is_opening = line.invoice == OPENING
    begins = None if line.period == NO_PERIOD else books.periods.start(line.period)
    resident = home.resident(line.resident_id)
    return Charged(
        # Two payers may have given their documents one number; in a package it must be one invoice's.
        f"{account.naming.home}-{number}-{account.naming.payer}" if is_opening else number,
        charged_on,
        line.due_on if is_opening else dues[line.invoice],
        account,
        line,
        description(line.kind, resident.ref, begins, line.nights, line.posted_on),
    )


def _code(account: Account) -> str:
    """What a package knows the payer by; a private payer's reference may be another home's too."""
    payer = account.naming.payer
    return payer if account.kind.is_public else f"{account.naming.home}-{payer}"


def _contact(home: HomeBooks, account: Account) -> str:
    """A contact is known by its name alone, and two people may be called the same."""
    name, code = home.payers.get(account.payer_id), _code(account)
    if name is None:
        return code
    return name if account.kind.is_public else f"{name} ({code})"


def xero(codes: Codes) -> Extract:
    """Sales invoices: rows of one number are one invoice."""

    def rows(home: HomeBooks, days: Days) -> Iterator[Row]:
        for one in charged(home, days):
            name = _contact(home, one.account)
            amount = to_pounds(one.line.pence)
            yield (
                *(name, one.number, one.charged_on, one.due_on, one.description),
                *(ONE, amount, codes.account, codes.tax_type),
            )

    columns = (
        *(Column("*ContactName"), Column("*InvoiceNumber")),
        *(Column("*InvoiceDate", Kind.DAY), Column("*DueDate", Kind.DAY), Column("*Description")),
        *(Column("*Quantity", Kind.NUMBER), Column("*UnitAmount", Kind.MONEY)),
        *(Column("*AccountCode"), Column("*TaxType")),
    )
    return _invoices(Table("xero", columns, "*UnitAmount"), rows)


def sage50(codes: Codes) -> Extract:
    """What was charged and received; amounts are positive, and the type says which way they go."""

    def rows(home: HomeBooks, days: Days) -> Iterator[Row]:
        for one in charged(home, days):
            kind = "SI" if one.line.pence > 0 else "SC"
            payer, said = sage_account(one.account), (one.charged_on, one.number, one.description)
            yield _sage_row(codes, kind, payer, codes.nominal, *said, one.line.pence)
        for account in home.accounts():
            for row in sorted(account.received, key=lambda row: (row.posted_on, row.position)):
                if row.posted_on in days:
                    kind, said = ("SP", "Payment reversed") if row.reverses else ("SA", "Payment received")
                    payer, reference = sage_account(account), row.lot.reference
                    yield _sage_row(codes, kind, payer, codes.bank, row.posted_on, reference, said, row.pence)

    columns = (
        *(Column(name) for name in ("Type", "Account Reference", "Nominal A/C Ref", "Department Code")),
        *(Column("Date", Kind.DAY), Column("Reference"), Column("Details")),
        *(Column("Net Amount", Kind.MONEY), Column("Tax Code"), Column("Tax Amount", Kind.MONEY)),
    )
    return _invoices(Table("sage50", columns, "Net Amount"), rows)


def _invoices(table: Table, rows: Callable[[HomeBooks, Days], Iterator[Row]]) -> Extract:
    return Extract(table, rows, AuditAction.INVOICES_EXPORTED, day=british)


def _sage_row(
    codes: Codes, kind: str, payer: str, nominal: str, on: date, reference: str, details: str, pence: int
) -> Row:
    return (
        *(kind, payer, nominal, codes.department, on),
        *(reference[:LONGEST_REFERENCE], details[:LONGEST_DETAILS]),
        *(to_pounds(abs(pence)), codes.tax_code, NO_TAX),
    )


def british(day: date) -> str:
    """DD/MM/YYYY."""
    return f"{day:%d/%m/%Y}"


def invoices_of(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows of one Xero invoice after another."""
    for _, of_one in groupby(rows, key=lambda row: row[1]):
        yield list(of_one)
