"""Every page of the bank."""

from finance.bank.account_page import AccountPage
from finance.bank.line_page import LinePage
from finance.bank.pages import BankPage, BankParts
from finance.bank.split_page import SplitPage
from network.web.page import Page


def bank_pages(parts: BankParts) -> list[Page]:
    """Statements and lines, one line, sharing it out, and an account's columns."""
    return [page(parts).page() for page in (BankPage, LinePage, SplitPage, AccountPage)]
