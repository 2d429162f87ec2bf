"""Every page of the bank."""

from finance.bank.account_page import AccountPage
from finance.bank.line_page import LinePage
from finance.bank.pages import BankPage, BankParts
from network.web.page import Page


def bank_pages(parts: BankParts) -> list[Page]:
    """Statements and lines, one line, and an account's columns."""
    return [BankPage(parts).page(), LinePage(parts).page(), AccountPage(parts).page()]
