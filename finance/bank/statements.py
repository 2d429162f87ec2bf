"""A bank statement as it is read from a file, and how each of its lines is known again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid5

MOST_LINES = 20_000
"""Of one statement."""
LONGEST = 140
"""Letters of a reference that are kept."""
MOST_POUNDS = Decimal(100_000_000)
"""More than any bank moves in a line; an amount that no read model can hold would stop it for good."""

EARLIEST = date(1950, 1, 1)
"""Before any home that could be paid for."""
BOOKED_AHEAD = timedelta(days=5)
"""Over a weekend and holidays banks book on the next working day."""


class StatementUnreadable(Exception):
    """A statement that can't be read: which row, why, and what to do. Nothing of it is brought in."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"{where}: {why} {remedy}")
        self.where = where
        self.why = why
        self.remedy = remedy


class ReadLine(NamedTuple):
    """A line of a file."""

    booked_on: date
    pence: int
    """Negative: money out."""
    reference: str
    payer: str
    bank_id: str = ""
    """The bank's own id of the line, where it gives one."""


class KnownLine(NamedTuple):
    """A line that is told from every other of its account, however often it is brought in."""

    line_id: UUID
    occurrence: int
    line: ReadLine


def known(account_id: UUID, lines: Iterable[ReadLine]) -> list[KnownLine]:
    """Lines with ids of their own.

    The same day, amount, payer and reference (and bank's id) is the same line in every file that holds
    it; two such lines in one file are two payments, the first and the second.
    """
    seen: Counter[ReadLine] = Counter()
    found: list[KnownLine] = []
    for line in lines:
        seen[line] += 1
        said = (line.booked_on.isoformat(), str(line.pence), line.reference, line.payer, line.bank_id)
        name = "\x1f".join((*said, str(seen[line])))
        found.append(KnownLine(uuid5(account_id, name), seen[line], line))
    return found


def check_days(lines: Sequence[ReadLine], today: date) -> None:
    """Raises `StatementUnreadable` for a day on which nothing can have been booked."""
    for number, line in enumerate(lines, start=1):
        if not EARLIEST <= line.booked_on <= today + BOOKED_AHEAD:
            raise StatementUnreadable(
                f"Line {number}",
                f"It is booked on {line.booked_on:%d/%m/%Y}, and today is {today:%d/%m/%Y}.",
                "Correct how this account writes days, or take the statement from the bank anew.",
            )


def tidy(text: str) -> str:
    """A bank's text on one line, without control characters and padding."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
