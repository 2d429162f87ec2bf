"""What was to be expected on a day that is past: charges for who lived in the homes then, at their rates."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from finance.books.periods import LENGTH
from finance.forecast.bills import Bill

PERIOD = timedelta(days=LENGTH)


class Charge(NamedTuple):
    """What a contribution came to in a period, in pence."""

    home_id: UUID
    contribution: int
    payer_id: UUID
    charged_on: date
    due_on: date
    nights: int
    pence: int
    weekly: int


def bills_to_come(charges: Iterable[Charge], as_of: date, through: date) -> list[Bill]:
    """Bills charged from a day through another, as they were to be expected on the morning of the first.

    From the charges of the last period charged before it and of the one that was running. Who had left or
    whose contribution had ended is not charged on; everybody else is, at the same rate, for whole periods.
    Who came later is not known of.
    """
    running: dict[tuple[UUID, int], Charge] = {}
    had_before: set[tuple[UUID, int]] = set()
    for charge in charges:
        key = charge.home_id, charge.contribution
        if charge.charged_on < as_of:
            had_before.add(key)
        else:
            running[key] = charge
    return [
        bill
        for key, charge in running.items()
        for bill in _expected_of(charge, key in had_before, as_of, through)
    ]


def _expected_of(charge: Charge, had_before: bool, as_of: date, through: date) -> Iterator[Bill]:
    starts_on = charge.charged_on - PERIOD
    is_whole = charge.nights >= LENGTH
    if not had_before and not is_whole and charge.charged_on - timedelta(days=charge.nights) >= as_of:
        return  # came later
    had_ended = had_before and not is_whole and starts_on + timedelta(days=charge.nights) < as_of
    whole = charge.weekly * LENGTH // 7
    broken = not had_before or had_ended
    yield Bill(charge.payer_id, charge.due_on, charge.pence if broken else whole)
    charged_on, terms = charge.charged_on + PERIOD, charge.due_on - charge.charged_on
    while not had_ended and charged_on <= through:
        yield Bill(charge.payer_id, charged_on + terms, whole)
        charged_on += PERIOD
