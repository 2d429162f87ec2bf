"""The lines of the books: what a payer is charged, for what, and until when it is to be paid."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from households.terms import PayerKind

OPENING = -(10**6)
"""Stands for the invoice of an opening balance, which belongs to no period."""
NO_PERIOD = -(10**6)


class LineKind(StrEnum):
    """What a line of the books charges for."""

    CHARGE = "charge"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"


class Line(Struct, frozen=True, gc=False):
    """An amount charged to a payer; from its day on it is owed, or, negative, held as credit."""

    kind: LineKind
    payer_id: UUID
    payer_kind: PayerKind
    contribution: int
    """Its id; of an opening balance its own."""
    resident_id: UUID | None
    period: int
    """The period whose nights it is for; an adjustment may stand on a later invoice."""
    invoice: int
    """The period whose invoice it stands on; `OPENING`: its own document."""
    position: int
    """Of the fact that caused it."""
    posted_on: date
    due_on: date
    pence: int
    nights: int
    """Nights charged; of an adjustment, how many more or fewer."""
    weekly: int
    document: str = ""

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from every other line of the home, however often it is worked out."""
        return (self.contribution, self.period, self.position)
