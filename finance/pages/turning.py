"""Turning the pages of a long list: where the next one begins, as an address says it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from finance.books.overview import AfterDebt, AfterPayer

A_PAGE = 50
JOINT = "~"
T = TypeVar("T")


def after_payer(asked: str) -> AfterPayer | None:
    """The payer after whom the page begins; None for the first page, and for what is no such place."""
    outstanding, _, payer = asked.partition(JOINT)
    try:
        pence = int(outstanding)
        return AfterPayer(pence, UUID(payer)) if abs(pence) < 2**62 else None
    except ValueError:
        return None


def after_debt(asked: str) -> AfterDebt | None:
    """The debt after which the page begins; None as above."""
    day, _, payer = asked.partition(JOINT)
    try:
        return AfterDebt(date.fromisoformat(day), UUID(payer))
    except ValueError:
        return None


def place(*parts: object) -> str:
    """Where a page ends, for the address of the next."""
    return JOINT.join(str(part) for part in parts)


def turn(rows: Sequence[T], name: Callable[[T], str], after: str) -> tuple[Sequence[T], str | None]:
    """A page of rows that are all at hand, and the name after which the next begins.

    What was named is found again though others have come before it; where it is gone, the first page shows.
    """
    begin = next((number for number, row in enumerate(rows, start=1) if after and name(row) == after), 0)
    page = rows[begin : begin + A_PAGE]
    return page, name(page[-1]) if len(rows) > begin + A_PAGE else None
