"""How a sum for several homes may be shared out: by its reference, or by what is owed. Pure; it says why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from finance.bank.proposals import DAYS_APART, Asked, Proposal, Target, is_called, names, propose
from finance.books.receipts import plain

SHORTEST = 4
"""Letters and figures of a home's reference or name that a bank's text may name it by."""
CHARGED = "so much is owed of what was charged"


class Owed(NamedTuple):
    """What of an invoice is unpaid."""

    home_id: UUID
    home_ref: str
    home_name: str
    invoice: str
    charged_on: date
    pence: int


class Paid(NamedTuple):
    """A payment that a home recorded, and that the bank has not shown yet."""

    home_id: UUID
    home_ref: str
    home_name: str
    payment: int
    received_on: date
    pence: int
    reference: str
    remittance: str | None


class Remitter(NamedTuple):
    """Who pays in several homes, with what they owe and what homes say came from them."""

    payer_id: UUID
    name: str
    owed: Sequence[Owed]
    paid: Sequence[Paid]


class Share(NamedTuple):
    """What of a sum is one home's."""

    home_id: UUID
    home_ref: str
    home_name: str
    pence: int
    payment: int | None
    """The payment that the home recorded; None: it would be recorded."""
    text: str
    """The numbers of invoices, or the payment's reference."""


class Split(NamedTuple):
    """A sum shared out, and why so."""

    payer_id: UUID
    payer_name: str
    shares: tuple[Share, ...]
    why: str

    @property
    def pence(self) -> int:
        """What the shares come to; not the line's amount where a person has to put them right."""
        return sum(share.pence for share in self.shares)


def weigh_up(
    line: Asked, targets: Iterable[Target], remitters: Iterable[Remitter]
) -> tuple[list[Proposal], Split | None]:
    """What a line may be: one payment or another, or, where none of them is all of it, several."""
    found = propose(line, targets)
    if any(_is_all(line, one.target) for one in found):
        return found, None
    split = propose_split(line, remitters)
    return (found if split is None else [one for one in found if one.target.pence == line.pence]), split


def _is_all(line: Asked, target: Target) -> bool:
    is_named = target.is_named or names(line.reference, target.text)
    return target.pence == line.pence and (is_named or _is_from(line, target.payer_name))


def _is_from(line: Asked, name: str | None) -> bool:
    return is_called(line.payer or line.reference, name)


def propose_split(line: Asked, remitters: Iterable[Remitter]) -> Split | None:
    """The best one; None where nothing speaks for any."""
    found = [
        (rank, one.name, split)
        for one in remitters
        for rank, split in enumerate(_splits_of(line, one))
        if split is not None
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _splits_of(line: Asked, remitter: Remitter) -> Iterator[Split | None]:
    """The same kinds for every remitter, the strongest first; None for a kind that there is none of."""
    named = [owed for owed in remitter.owed if names(line.reference, owed.invoice)]
    if not _is_from(line, remitter.name):
        # Then only its own invoices' numbers speak for it.
        remitter = remitter._replace(owed=(), paid=())
    owed, days = remitter.owed, sorted({one.charged_on for one in remitter.owed})
    here = [one for one in owed if _names_home(line.reference, one)]
    yield _recorded(line, remitter)
    yield _of(line, remitter, named, "the reference names these invoices, and so much is owed on them")
    yield _of(line, remitter, here, "the reference names these homes, and so much is owed to them")
    yield _first(
        _of(line, remitter, [one for one in owed if one.charged_on == day], f"{CHARGED} on {day:%d/%m/%Y}")
        for day in days
    )
    yield _of(line, remitter, owed, "so much is owed to all homes together")
    yield _first(
        _of(line, remitter, [one for one in owed if one.charged_on <= day], f"{CHARGED} up to {day:%d/%m/%Y}")
        for day in days
    )
    yield _of(line, remitter, named, "the reference names these invoices", must_agree=False)


def _first(found: Iterable[Split | None]) -> Split | None:
    return next((one for one in found if one is not None), None)


def _recorded(line: Asked, remitter: Remitter) -> Split | None:
    """Payments that homes recorded under one remittance, or of one day, which come to the same."""
    groups: dict[str | date, list[Paid]] = defaultdict(list)
    for paid in remitter.paid:
        if abs((paid.received_on - line.booked_on).days) <= DAYS_APART:
            groups[paid.received_on].append(paid)
            if paid.remittance:
                groups[paid.remittance].append(paid)
    for group in groups.values():
        if len(group) > 1 and sum(paid.pence for paid in group) == line.pence:
            shares = tuple(
                Share(one.home_id, one.home_ref, one.home_name, one.pence, one.payment, one.reference)
                for one in group
            )
            why = "homes recorded these payments, and they come to the same"
            return Split(remitter.payer_id, remitter.name, shares, why)
    return None


def _of(
    line: Asked, remitter: Remitter, owed: Sequence[Owed], why: str, *, must_agree: bool = True
) -> Split | None:
    """What is owed as a share a home, if that is several homes and, where it must, all of the line."""
    by_home: dict[UUID, list[Owed]] = defaultdict(list)
    for one in owed:
        by_home[one.home_id].append(one)
    if len(by_home) < 2 or (must_agree and sum(one.pence for one in owed) != line.pence):
        return None
    shares = tuple(
        Share(
            *of_home[0][:3],
            sum(one.pence for one in of_home),
            None,
            ", ".join(one.invoice for one in sorted(of_home, key=lambda one: one.charged_on)),
        )
        for of_home in by_home.values()
    )
    return Split(remitter.payer_id, remitter.name, shares, why)


def _names_home(reference: str, owed: Owed) -> bool:
    text = plain(reference)
    return any(
        len(said) >= SHORTEST and said in text for said in (plain(owed.home_ref), plain(owed.home_name))
    )
