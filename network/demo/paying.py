"""How demo payers pay: four-weekly, families soon, some councils late, and a few not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
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
    contribution: Contribution
    received_on: date
    amount: Decimal
    reference: str
    method: str
    remittance: str | None
    reversed_on: date | None
    twice: bool


def payments_of(
    home: DemoHome, contributions: list[Contribution], today: date, seed: str, chance: Random
) -> Iterator[Payment]:
    """What came in for every period that has ended, in no particular order."""
    for begins in _periods(home.begins_on, today):
        for contribution in contributions:
            amount = _charge(contribution, home, begins, today)
            if amount > 0:
                yield from _paid(home, contribution, begins, amount, today, seed, chance)


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


def _paid(
    home: DemoHome,
    contribution: Contribution,
    begins: date,
    amount: Decimal,
    today: date,
    seed: str,
    chance: Random,
) -> Iterator[Payment]:
    payer = contribution.payer
    public = payer.kind.is_public
    received_on = (
        begins + PERIOD + timedelta(days=_delay(home, contribution.payer, begins, today, seed, chance))
    )
    if _never_pays(home, payer, chance) or received_on >= today or (home.silent_from or today) <= received_on:
        return
    returned = not public and chance.random() < 0.008
    key = f"payment/{begins}/{contribution.resident.ref}/{payer.ref}"
    payment = Payment(
        key=key,
        contribution=contribution,
        received_on=received_on,
        amount=amount,
        reference=f"{home.ref}-{begins:%Y%m%d}-{payer.ref}",
        method=_method(payer.kind, chance),
        remittance=f"{payer.ref}-{received_on:%Y%m%d}" if public else None,
        reversed_on=received_on + timedelta(days=chance.randint(2, 5)) if returned else None,
        twice=not returned and chance.random() < 0.0006,
    )
    yield payment
    if returned:
        yield from _paid_again(payment, today, chance)


def _paid_again(payment: Payment, today: date, chance: Random) -> Iterator[Payment]:
    day = payment.received_on + timedelta(days=chance.randint(9, 24))
    if day < today and chance.random() < 0.9:
        yield Payment(
            key=f"{payment.key}/again",
            contribution=payment.contribution,
            received_on=day,
            amount=payment.amount,
            reference=payment.reference,
            method="BACS",
            remittance=None,
            reversed_on=None,
            twice=False,
        )


def _delay(home: DemoHome, payer: Payer, begins: date, today: date, seed: str, chance: Random) -> int:
    """Days from the end of the period. A public body pays all homes of a run on one day."""
    if not payer.kind.is_public:
        late = chance.random() < 0.03
        return chance.randint(40, 95) if late else chance.randint(4, 16)
    run = Random(f"{seed}/{payer.ref}/{begins}")  # noqa: S311 - a story, no secret
    if payer.kind is not PayerKind.LOCAL_AUTHORITY:
        return max(12, round(run.gauss(36, 8)))
    if _is_prompt(home, payer):
        return max(14, round(run.gauss(30, 5)))
    getting_worse = 1 + 0.4 * max(0, 1 - (today - begins).days / 500)
    return max(35, round(run.gauss(74, 16) * getting_worse))


def _never_pays(home: DemoHome, payer: Payer, chance: Random) -> bool:
    """Disputed and forgotten charges: most of them with the late councils."""
    if payer.kind is not PayerKind.LOCAL_AUTHORITY:
        return chance.random() < 0.006
    return chance.random() < (0.005 if _is_prompt(home, payer) else 0.045)


def _is_prompt(home: DemoHome, payer: Payer) -> bool:
    return payer.ref == home.area.councils[0][0]


def _method(kind: PayerKind, chance: Random) -> str:
    if kind.is_public:
        return "BACS"
    return chance.choices(("direct debit", "standing order", "BACS", "cheque"), weights=(62, 22, 10, 6))[0]
