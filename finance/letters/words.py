"""Money and days as letters write them."""

from datetime import date

from finance.payments.received import Payer
from finance.pence import to_pounds


def pounds(pence: int) -> str:
    """As 1,071.52, and -5.00."""
    return f"{to_pounds(pence):,}"


def on_day(day: date) -> str:
    """As 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def called(payer: Payer, ref: str) -> str:
    """By name, or by code where the name was erased."""
    return payer.name or f"Payer {ref}"
