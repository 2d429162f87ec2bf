"""Every page of finance."""

from finance.pages.account import account_pages
from finance.pages.billing import billing_pages
from finance.pages.closing import closing_pages
from finance.pages.debt import debt_pages
from finance.pages.doubles import doubles_pages
from finance.pages.invoices import invoice_pages
from finance.pages.overview import overview_pages
from finance.pages.parts import FinanceParts
from finance.pages.payments import payments_pages
from finance.pages.room import Room
from finance.pages.terms import terms_pages
from network.web.page import Page


def finance_pages(parts: FinanceParts) -> list[Page]:
    """Money, accounts, billing, invoices, debt, closing, terms, and the payments' file."""
    room = Room(parts.pages, parts.clock, parts.problem_of)
    return [
        *overview_pages(room, parts),
        *account_pages(room, parts),
        *billing_pages(room, parts),
        *invoice_pages(room, parts),
        *debt_pages(room, parts),
        *closing_pages(room, parts),
        *doubles_pages(room, parts),
        *terms_pages(room, parts),
        *payments_pages(parts.pages, parts.payments_export, parts.homes, parts.clock),
    ]
