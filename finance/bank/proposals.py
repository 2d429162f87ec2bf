"""Which payment a line may be: by reference, payer and amount. Pure, and it says why."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from finance.books.receipts import plain

DAYS_APART = 10
"""Between the day on which a home says that it came and the bank's."""
MOST = 5
"""Proposals of one line."""
_NOISE = frozenset(
    {"MR", "MRS", "MS", "MISS", "DR", "THE", "LTD", "LIMITED", "PLC", "OF", "AND", "A", "C", "BACS"}
)


class Target(NamedTuple):
    """What a line may be: a payment that a home recorded, or one of a payer that nobody has recorded."""

    home_id: UUID
    home_ref: str
    home_name: str
    payer_id: UUID
    payer_name: str | None
    pence: int
    """Of the payment, or of what is owed."""
    payment: int | None = None
    received_on: date | None = None
    text: str = ""
    """The payment's reference, or the number of the invoice that is owed."""
    is_named: bool = False
    """Whether the line's reference names home and payer, as an invoice's number does."""


class Asked(NamedTuple):
    """A line as proposals need it."""

    booked_on: date
    pence: int
    """What of it is no payment yet."""
    reference: str
    payer: str


class Proposal(NamedTuple):
    """What a line may be, and why."""

    target: Target
    score: int
    reasons: tuple[str, ...]


def propose(line: Asked, targets: Iterable[Target]) -> list[Proposal]:
    """The best first; what nothing speaks for is not proposed.

    A payment that a home has recorded comes before one to be recorded: the same money is one payment.
    """
    found = [proposal for target in targets if (proposal := _weigh(line, target)) is not None]
    best: dict[tuple[UUID, UUID, int | None], Proposal] = {}
    for proposal in sorted(found, key=_rank):
        target = proposal.target
        # A payer who owes five invoices of one amount is one proposal.
        best.setdefault((target.home_id, target.payer_id, target.payment), proposal)
    return list(best.values())[:MOST]


def _rank(proposal: Proposal) -> tuple[int, bool, str, int]:
    target = proposal.target
    return -proposal.score, target.payment is None, target.home_ref, target.payment or 0


def _weigh(line: Asked, target: Target) -> Proposal | None:
    reasons: list[str] = []
    score = 0
    if target.is_named or names(line.reference, target.text):
        reasons.append("the reference names it")
        score += 4
    if is_called(line.payer or line.reference, target.payer_name):
        reasons.append("the payer is called so")
        score += 2
    if target.pence == line.pence:
        reasons.append("the amount is the same" if target.payment else "so much is owed")
        score += 3
    if target.payment is not None and target.received_on is not None:
        apart = abs((target.received_on - line.booked_on).days)
        if apart > DAYS_APART or target.pence != line.pence:
            return None
        reasons.append(
            "the home recorded it "
            + ("that day" if not apart else f"{apart} days apart" if apart > 1 else "a day apart")
        )
        score += 1 if apart else 2
    return Proposal(target, score, tuple(reasons)) if score >= 3 else None


def names(reference: str, text: str) -> bool:
    """Whether a reference holds another, as banks leave of it; a short one has to be the whole of it."""
    mine, other = plain(reference), plain(text)
    if len(other) < 6:
        return bool(other) and mine == other and other not in _NOISE
    return other in mine


def is_called(said: str, name: str | None) -> bool:
    """Whether a bank's text may be somebody's name: every word of the shorter is in the longer."""
    one, other = _words(said), _words(name or "")
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short <= long and any(len(word) > 2 for word in short)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[A-Z0-9]+", text.upper())) - _NOISE
