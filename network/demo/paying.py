"""How demo payers pay: four-weekly, families soon, some councils late, and a few not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from households.terms import PayerKind
from network.demo.fees import PENNY, Contribution, Payer
from network.demo.homes import DemoHome

ANCHOR = date(2024, 4, 1)
PERIOD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in; `reversed_on` where the bank took it back, `twice` where it was entered twice."""

    key: str
    payer: Payer
    resident_ref: str | None
    """None where a public body pays for several people at once."""
    received_on: date
    amount: Decimal
    reference: str
    method: str
    remittance: str | None = None
    reversed_on: date | None = None
    twice: bool = False


def payments_of(
    home: DemoHome, contributions: list[Contribution], today: date, seed: str, chance: Random
) -> Iterator[Payment]:
    """What came in for every period that has ended, in no particular order."""
    for begins in _periods(home.begins_on, today):
        owed = [(charged, _charge(charged, home, begins, today)) for charged in contributions]
        due = [(charged, amount) for charged, amount in owed if amount > 0]
        yield from _from_public_bodies(home, due, begins, today, seed, chance)
        for contribution, amount in due:
            if not contribution.payer.kind.is_public:
                yield from _from_family(home, contribution, amount, begins, today, chance)


def _periods(begins: date, today: date) -> Iterator[date]:
    day = ANCHOR + PERIOD * ((begins - ANCHOR) // PERIOD)
    while day + PERIOD <= today:
        yield day
        day += PERIOD


def _charge(contribution: Contribution, home: DemoHome, begins: date, today: date) -> Decimal:
    """A period's charge: a seventh of the weekly amount for each night, rounded once for each rate."""
    resident = contribution.resident
    first = max(begins, home.begins_on, contribution.amounts[0][0])
    last = min(begins + PERIOD, resident.leaves(today), (contribution.ends_on or today) + timedelta(days=1))
    total = Decimal(0)
    ends = [day for day, _ in contribution.amounts[1:]] + [date.max]
    for (rate_from, weekly), rate_to in zip(contribution.amounts, ends, strict=True):
        nights = (min(last, rate_to) - max(first, rate_from)).days
        total += (weekly * max(0, nights) / 7).quantize(PENNY, ROUND_HALF_EVEN)
    return total


def _from_public_bodies(
    home: DemoHome,
    due: list[tuple[Contribution, Decimal]],
    begins: date,
    today: date,
    seed: str,
    chance: Random,
) -> Iterator[Payment]:
    """One payment for all its residents in the home, without those that are disputed or forgotten."""
    amounts: dict[Payer, Decimal] = {}
    for contribution, amount in due:
        payer = contribution.payer
        if payer.kind.is_public and chance.random() >= _UNPAID[_pays(home, payer)]:
            amounts[payer] = amounts.get(payer, Decimal(0)) + amount
    for payer, amount in amounts.items():
        received_on = begins + PERIOD + timedelta(days=_run(home, payer, begins, today, seed))
        if _is_seen(home, received_on, today):
            yield Payment(
                key=f"payment/{begins}/{payer.ref}",
                payer=payer,
                resident_ref=None,
                received_on=received_on,
                amount=amount,
                reference=_invoice(home, begins, payer),
                method="BACS",
                remittance=f"{payer.ref}-{received_on:%Y%m%d}",
            )


def _run(home: DemoHome, payer: Payer, begins: date, today: date, seed: str) -> int:
    """Days from the end of the period to the run in which a public body pays all homes."""
    run = Random(f"{seed}/{payer.ref}/{begins}")  # noqa: S311 - a story, no secret
    if _pays(home, payer) == "soon":
        return max(12, round(run.gauss(33, 6)))
    # Those who pay late pay later and later, so that aged debt has a direction.
    getting_worse = 1 + 0.4 * max(0, 1 - (today - begins).days / 500)
    return max(35, round(run.gauss(74, 16) * getting_worse))


_UNPAID = {"soon": 0.006, "late": 0.045}
"""How often a resident's charge of a period is not paid at all."""


def _pays(home: DemoHome, payer: Payer) -> str:
    """The first council of each area and the NHS pay soon, the second council late."""
    is_late = payer.kind is PayerKind.LOCAL_AUTHORITY and payer.ref != home.area.councils[0][0]
    return "late" if is_late else "soon"


def _from_family(
    home: DemoHome, contribution: Contribution, amount: Decimal, begins: date, today: date, chance: Random
) -> Iterator[Payment]:
    """One payment a period, mostly within days; a few late, forgotten, entered twice, or taken back."""
    late = chance.random() < 0.03
    delay = chance.randint(40, 95) if late else chance.randint(4, 16)
    received_on = begins + PERIOD + timedelta(days=delay)
    if chance.random() < 0.006 or not _is_seen(home, received_on, today):
        return
    returned = chance.random() < 0.008
    payment = Payment(
        key=f"payment/{begins}/{contribution.resident.ref}/{contribution.payer.ref}",
        payer=contribution.payer,
        resident_ref=contribution.resident.ref,
        received_on=received_on,
        amount=amount,
        reference=_invoice(home, begins, contribution.payer),
        method=_method(chance),
        reversed_on=received_on + timedelta(days=chance.randint(2, 5)) if returned else None,
        twice=not returned and chance.random() < 0.0006,
    )
    yield payment
    again = received_on + timedelta(days=chance.randint(9, 24))
    if returned and _is_seen(home, again, today) and chance.random() < 0.9:
        key = f"{payment.key}/again"
        yield replace(payment, key=key, received_on=again, method="BACS", reversed_on=None)


def _invoice(home: DemoHome, begins: date, payer: Payer) -> str:
    return f"{home.ref}-{begins:%Y%m%d}-{payer.ref}"


def _is_seen(home: DemoHome, day: date, today: date) -> bool:
    return day < (home.silent_from or today)


def _method(chance: Random) -> str:
    return chance.choices(("direct debit", "standing order", "BACS", "cheque"), weights=(62, 22, 10, 6))[0]
