"""How a sum for several homes is shared out, and when nothing is proposed."""

from datetime import date
from uuid import UUID

import pytest

from finance.bank.proposals import Asked, Target
from finance.bank.splits import Owed, Paid, Remitter, propose_split, weigh_up

ALDER, BIRCH, CEDAR, COUNCIL, OTHER = (UUID(int=number) for number in range(1, 6))
HOMES = {
    ALDER: ("ALDER", "Alder House"),
    BIRCH: ("BIRCH", "Birch Lodge"),
    CEDAR: ("CEDAR", "Cedar Court"),
}
JANUARY, FEBRUARY = date(2026, 1, 5), date(2026, 2, 2)
LINE = Asked(date(2026, 3, 2), 300_000, "FEES", "NORTHSHIRE COUNTY COUNCIL")


def owed(home: UUID, charged_on: date, pence: int) -> Owed:
    ref, name = HOMES[home]
    return Owed(home, ref, name, f"{ref}-{charged_on:%Y%m%d}-LA1", charged_on, pence)


def paid(home: UUID, day: int, pence: int, remittance: str | None, number: int = 7) -> Paid:
    ref, name = HOMES[home]
    return Paid(home, ref, name, number, date(2026, 3, day), pence, "BACS", remittance)


OWED = (
    owed(ALDER, JANUARY, 100_000),
    owed(ALDER, FEBRUARY, 110_000),
    owed(BIRCH, JANUARY, 200_000),
    owed(BIRCH, FEBRUARY, 150_000),
    owed(CEDAR, FEBRUARY, 70_000),
)
REMITTER = Remitter(COUNCIL, "Northshire Council", OWED, ())


def shared(line: Asked, *remitters: Remitter) -> tuple[dict[str, int], str]:
    split = propose_split(line, remitters or (REMITTER,))
    if split is None:
        return {}, ""
    return {share.home_ref: share.pence for share in split.shares}, split.why


@pytest.mark.parametrize(
    ("reference", "pence", "shares", "why"),
    [
        ("ALDER-20260202-LA1 BIRCH-20260105-LA1", 310_000, {"ALDER": 110_000, "BIRCH": 200_000}, "invoices"),
        ("ALDER20260105LA1/ALDER20260202LA1 CEDAR20260202LA1", 280_000,
         {"ALDER": 210_000, "CEDAR": 70_000}, "invoices"),
        ("ALDER HOUSE AND CEDAR COURT", 280_000, {"ALDER": 210_000, "CEDAR": 70_000}, "names these homes"),
        ("FEES", 300_000, {"ALDER": 100_000, "BIRCH": 200_000}, "charged on 05/01/2026"),
        ("FEES", 330_000, {"ALDER": 110_000, "BIRCH": 150_000, "CEDAR": 70_000}, "charged on 02/02/2026"),
        ("FEES", 630_000, {"ALDER": 210_000, "BIRCH": 350_000, "CEDAR": 70_000}, "all homes together"),
        ("ALDER-20260202-LA1 BIRCH-20260105-LA1", 309_999, {"ALDER": 110_000, "BIRCH": 200_000}, "invoices"),
        ("ALDER-20260202-LA1", 110_000, {}, ""),
        ("FEES", 299_999, {}, ""),
    ],
)  # fmt: skip
def test_what_a_remittance_names_or_what_is_owed_is_shared_out(
    reference: str, pence: int, shares: dict[str, int], why: str
) -> None:
    found, said = shared(LINE._replace(reference=reference, pence=pence))
    assert found == shares
    assert why in said


def test_all_that_was_charged_up_to_a_day_is_the_oldest_first() -> None:
    longer = REMITTER._replace(owed=(*OWED, owed(CEDAR, date(2026, 3, 2), 5)))
    found, why = shared(LINE._replace(pence=630_000), longer)
    assert sum(found.values()) == 630_000
    assert "charged up to 02/02/2026" in why


def test_somebody_else_s_money_is_not_shared_out_by_the_amount_alone() -> None:
    assert shared(LINE._replace(payer="SOUTHSHIRE CC")) == ({}, "")
    named = LINE._replace(payer="BACS 77", reference="ALDER-20260202-LA1 BIRCH-20260105-LA1", pence=310_000)
    assert shared(named)[0] == {"ALDER": 110_000, "BIRCH": 200_000}
    rival = REMITTER._replace(payer_id=OTHER, name="County Council", owed=OWED[1:4])
    split = propose_split(named._replace(payer="NORTHSHIRE COUNTY COUNCIL"), [rival, REMITTER])
    assert split is not None
    assert split.payer_id == OTHER, "of two who are as likely the one that comes first by name"


def test_what_homes_recorded_under_one_remittance_comes_before_what_is_owed() -> None:
    recorded = (
        paid(ALDER, 1, 100_000, "R77"), paid(BIRCH, 3, 200_000, "R77", number=8),
        paid(CEDAR, 1, 300_000, "R78"), paid(CEDAR, 25, 1, "R78"),
    )  # fmt: skip
    split = propose_split(LINE, [REMITTER._replace(paid=recorded)])
    assert split is not None
    assert [(share.home_ref, share.payment) for share in split.shares] == [("ALDER", 7), ("BIRCH", 8)]
    assert "homes recorded these payments" in split.why
    one_day = (paid(ALDER, 1, 100_000, None), paid(ALDER, 1, 200_000, None, number=9))
    split = propose_split(LINE, [REMITTER._replace(paid=one_day)])
    assert split is not None
    assert [share.payment for share in split.shares] == [7, 9], "two residents of one home are two payments"
    too_early = tuple(one._replace(received_on=date(2026, 2, 1)) for one in one_day)
    split = propose_split(LINE, [REMITTER._replace(paid=too_early)])
    assert split is not None
    assert [share.payment for share in split.shares] == [None, None]


def test_one_payment_that_is_all_of_it_is_proposed_instead() -> None:
    target = Target(CEDAR, "CEDAR", "Cedar Court", COUNCIL, "Northshire Council", LINE.pence)
    assert weigh_up(LINE, [target], [REMITTER])[1] is None
    by_chance = target._replace(payer_id=OTHER, payer_name="Mr Brown")
    proposals, split = weigh_up(LINE, [by_chance, target._replace(pence=1, is_named=True)], [REMITTER])
    assert split is not None
    assert [one.target.payer_id for one in proposals] == [OTHER], "what is no part of it is not offered whole"
