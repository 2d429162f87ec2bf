"""What each demo resident's stay costs and who pays it: councils, the NHS, the resident, and families."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from households.terms import PayerKind
from network.demo.homes import DemoHome
from network.demo.names import relative_name
from network.demo.stays import Resident

PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, and by which reference."""

    ref: str
    name: str
    kind: PayerKind


@dataclass(slots=True)
class Contribution:
    """A payer's weekly amounts for one resident: each holds from its day until the next."""

    resident: Resident
    payer: Payer
    amounts: list[tuple[date, Decimal]]
    ends_on: date | None
    """The last night, where it ended before today."""
    key: str = field(default="")


def contributions_of(
    home: DemoHome, residents: list[Resident], today: date, chance: Random
) -> list[Contribution]:
    """Every contribution in the home, keyed by resident and payer."""
    found = [
        contribution
        for resident in residents
        for contribution in _for_resident(home, resident, today, chance)
        if contribution.amounts
    ]
    for contribution in found:
        contribution.key = f"contribution/{contribution.resident.ref}/{contribution.payer.ref}"
    return found


def _for_resident(home: DemoHome, resident: Resident, today: date, chance: Random) -> Iterator[Contribution]:
    begins = max(resident.moved_in_on, home.begins_on)
    ends = resident.moved_out_on - timedelta(days=1) if resident.moved_out_on else None
    if ends is not None and ends < begins:
        return
    terms = _Terms(home, resident, today, chance)
    way = chance.random()
    if resident.needs_nurse and way < 0.22:
        yield terms.of(_chc(home), 1_290, 1_560, begins, ends)
        return
    if resident.needs_nurse:
        yield _nursing_care(home, resident, begins, ends, today)
    if way < 0.62:
        yield from _council(terms, begins, ends)
        return
    spent = begins + timedelta(days=chance.randint(250, 900))
    if chance.random() < 0.2 and spent < (ends or today):
        yield terms.of(_self(resident), 1_120, 1_420, begins, spent - timedelta(days=1))
        yield from _council(terms, spent, ends, own_ref=f"{resident.ref}-SHARE")
        return
    yield terms.of(_self(resident), 1_120, 1_420, begins, ends)


@dataclass(slots=True)
class _Terms:
    """One resident's terms: amounts drawn once, raised each April."""

    home: DemoHome
    resident: Resident
    today: date
    chance: Random

    def of(self, payer: Payer, least: int, most: int, begins: date, ends: date | None) -> Contribution:
        weekly = Decimal(self.chance.randint(least * 4, most * 4)) / 4
        until = min(ends or self.today, self.today)
        amounts = [(begins, weekly.quantize(PENNY))]
        for day in _aprils(begins, until):
            weekly = weekly * (1 + Decimal(self.chance.randint(35, 85)) / 1_000)
            amounts.append((day, weekly.quantize(PENNY)))
        return Contribution(self.resident, payer, amounts, ends)


def _council(
    terms: _Terms, begins: date, ends: date | None, own_ref: str | None = None
) -> Iterator[Contribution]:
    """A council's part, the resident's own share of it, and often a relative's top-up."""
    chance, resident = terms.chance, terms.resident
    ref, name = terms.home.area.councils[chance.random() < 0.45]
    yield terms.of(Payer(ref, name, PayerKind.LOCAL_AUTHORITY), 610, 760, begins, ends)
    yield terms.of(_self(resident, own_ref), 175, 262, begins, ends)
    if chance.random() < 0.4:
        relative = relative_name(chance, resident.family_name)
        yield terms.of(Payer(f"{resident.ref}-TOPUP", relative, PayerKind.TOP_UP), 45, 180, begins, ends)


def _self(resident: Resident, ref: str | None = None) -> Payer:
    name = f"{resident.given_name} {resident.family_name}"
    return Payer(ref or f"{resident.ref}-OWN", name, PayerKind.SELF_FUNDER)


def _chc(home: DemoHome) -> Payer:
    return Payer(
        f"{home.area.board}-CHC", f"Integrated care board {home.area.board}, continuing care", PayerKind.CHC
    )


def _nursing_care(
    home: DemoHome, resident: Resident, begins: date, ends: date | None, today: date
) -> Contribution:
    board = home.area.board
    payer = Payer(f"{board}-FNC", f"Integrated care board {board}, nursing care", PayerKind.FNC)
    until = min(ends or today, today)
    amounts = [(begins, nursing_rate(begins)), *((day, nursing_rate(day)) for day in _aprils(begins, until))]
    return Contribution(resident, payer, amounts, ends)


def _aprils(begins: date, until: date) -> list[date]:
    days = (date(year, 4, 1) for year in range(begins.year, until.year + 1))
    return [day for day in days if begins < day <= until]


def nursing_rate(day: date) -> Decimal:
    """The standard weekly rate of NHS-funded nursing care on a day; the last one known goes on."""
    rates = _nursing_rates()
    return next((rate for begins, rate in reversed(rates) if begins <= day), rates[0][1])


@cache
def _nursing_rates() -> tuple[tuple[date, Decimal], ...]:
    text = Path(__file__).with_name("fnc_weekly_rates.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple((date.fromisoformat(row["from"]), Decimal(row["standard_gbp_week"])) for row in rows)
