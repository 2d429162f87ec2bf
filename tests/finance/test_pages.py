"""Which days finance is offered first."""

from datetime import date

import pytest

from finance.pages import last_month


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_month_before_is_offered_first(today: date, first: date, last: date) -> None:
    assert last_month(today) == (first, last)
