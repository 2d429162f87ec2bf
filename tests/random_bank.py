"""What a bank account tells, for facts that a random source chooses."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from finance.events import (
    BankAccountOpened,
    BankLineMatched,
    BankLineReleased,
    BankLineSetAside,
    LineOfStatement,
    StatementBroughtIn,
)
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

ACCOUNT = UUID("62616e6b-0000-4b00-8000-0000000000aa")
LINES = [uuid5(ACCOUNT, str(number)) for number in range(3)]


def told_by_bank(home: UUID, said: dict[str, Any]) -> Iterator[Event]:
    """An account with three lines: a payment, one that was taken for another, and one that is no fee."""
    yield BankAccountOpened(name="Fees", mapping=None, **said)
    yield StatementBroughtIn(
        statement_id=ACCOUNT,
        lines=tuple(
            LineOfStatement(
                line_id=line_id, booked_on=date(2025, 3, 1), amount=Decimal(10), reference="X", occurrence=1
            )
            for line_id in LINES
        ),
        payers=Sealed.of(["A", "B", "C"], ACCOUNT, RecordClass.FINANCE, "payers"),
        **said,
    )
    for version, line_id in enumerate(LINES[:2], start=1):
        yield BankLineMatched(
            line_id=line_id,
            home_id=home,
            payment=version,
            amount=Decimal(10),
            made_from_line=False,
            **said,
        )
    released: dict[str, Any] = {**said, "about": 4}
    yield BankLineReleased(line_id=LINES[1], amount=Decimal(10), **released)
    yield BankLineSetAside(line_id=LINES[2], is_aside=True, **said)
