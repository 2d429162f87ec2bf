"""The bank as its pages and addresses know it."""

from typing import NamedTuple

from finance.bank.reading import BankLines
from finance.bank.remitters import Remitters
from finance.bank.service import Bank
from finance.bank.splitting import Splitting


class BankDesk(NamedTuple):
    """Where lines are read, and where it is said what they are."""

    bank: Bank
    lines: BankLines
    splitting: Splitting
    remitters: Remitters
