"""What finance's pages are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from finance.books.accounts import Accounts
from finance.books.billing import Billing
from finance.books.closing import ClosingBooks
from finance.books.doubles import Doubles, SaysBothPaid
from finance.books.finding import PayerSearch
from finance.books.homes import HomesByName
from finance.books.invoices import Invoices
from finance.books.overview import Overview
from finance.books.reading import Balances
from finance.export.payments import PaymentsExport
from finance.settings.service import FinanceDecisions
from network.access.audit.trail import Audit
from network.projections.waiting import Waiting
from network.web.pages import Pages
from network.web.problem import ProblemOf


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceParts:
    """Handed in by the composition root."""

    pages: Pages
    overview: Overview
    homes: HomesByName
    search: PayerSearch
    accounts: Accounts
    billing: Billing
    invoices: Invoices
    closing: ClosingBooks
    doubles: Doubles
    both_paid: SaysBothPaid
    balances: Balances
    payments_export: PaymentsExport
    decisions: FinanceDecisions
    positions: Waiting
    audit: Audit
    problem_of: ProblemOf
    clock: Callable[[], datetime]
