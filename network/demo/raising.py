"""The demo's invoices: finance raised every period when it had ended, and has the last one before it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from uuid import UUID

from finance.books.periods import Periods
from finance.settings.commands import RaiseInvoices
from finance.settings.service import FinanceDecisions
from network.access.viewer import Viewer
from network.days import LONDON

AT = time(10, 30)
"""On the charge date."""


async def raise_invoices(
    decisions: FinanceDecisions, finance: Viewer, days: tuple[date, date], id_of: Callable[[str], UUID]
) -> int:
    """Raise what was charged between two days; answers the last position of the log that it came to.

    Again it changes nothing: each raising has the same id every time.
    """
    position = 0
    for starts_on, charged_on in periods_to_raise(*days):
        decided = await decisions.decide(
            finance,
            RaiseInvoices(period_starts_on=starts_on),
            id_of(f"raise/{starts_on}"),
            decided_at=datetime.combine(charged_on, AT, LONDON),
        )
        position = max(position, decided.log_position)
    return position


def periods_to_raise(begins_on: date, today: date) -> Iterator[tuple[date, date]]:
    """First days and charge dates, oldest first, but for the last that has ended: it waits to be raised."""
    periods = Periods()
    for number in range(periods.number(begins_on), periods.last_charged_through(today)):
        yield periods.start(number), periods.charged_on(number)
