"""The documents that our users run, as they lie in `graphql/operations`."""

import re
from pathlib import Path

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"


def document(role: str, operation: str) -> str:
    """One operation out of a role's file, word for word."""
    text = (OPERATIONS / f"{role}.graphql").read_text(encoding="utf-8")
    match = re.search(rf"^query {operation}\b.*?^}}\n", text, re.DOTALL | re.MULTILINE)
    assert match, f"{role}.graphql has no {operation}"
    return match[0]


HOME_TODAY = document("home", "HomeToday")
HOME_OUTCOMES = document("home", "HomeOutcomes")
CASELOAD = document("coach", "Caseload")
FALLS_PATTERN = document("coach", "FallsPattern")
HOME_RUN_CHART = document("home", "HomeRunChart")
COMPARISON = document("coach", "Comparison")
BEFORE_AFTER = document("coach", "BeforeAfter")
PAYMENTS = document("finance", "Payments")
BALANCES = document("finance", "Balances")
INVOICES = document("finance", "Invoices")
CASH_FORECAST = document("finance", "CashForecast")
