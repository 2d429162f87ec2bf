"""From a statement to payments: through the service, the homes' own rules and the read models."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from finance.bank.commands import BringIn, MatchLine, ReleaseLine, SetLineAside
from finance.bank.reading import Standing
from finance.bank.statements import StatementUnreadable
from network.access.viewer import Forbidden, Role, Viewer
from network.days import local_date, now
from network.deciding import Refused
from tests.finance.bank.conftest import FINANCE, Office, refused_at_most

INVOICE = "12/02/2024,INV HOME-0000-20240101-LA1,2800.00,NORTHSHIRE CC"
TWICE = "13/02/2024,STANDING ORDER,50.00,A Friend"


async def test_a_statement_brought_in_twice_doubles_nothing_and_likeness_is_listed(office: Office) -> None:
    first = await office.bring_in(INVOICE, TWICE, TWICE, "14/02/2024,Fee,-12.00,Bank")
    again = await office.bring_in(INVOICE, TWICE, TWICE, "14/02/2024,Fee,-12.00,Bank")
    longer = await office.bring_in(INVOICE, TWICE, TWICE, TWICE)

    assert (first.lines, first.new, first.money_in) == (4, 4, Decimal("2900.00"))
    assert (again.lines, again.new) == (4, 0)
    assert (longer.lines, longer.new) == (4, 1)
    counts = await office.services.bank.lines.counts(FINANCE)
    assert (counts[Standing.OPEN].lines, counts[Standing.OPEN].left) == (4, Decimal("2950.00"))
    assert counts[Standing.OUT].lines == 1
    doubles = await office.services.bank.lines.doubles(FINANCE)
    assert [row["occurrence"] for row in doubles.lines] in ([2, 3], [3, 2])
    with pytest.raises(StatementUnreadable, match=r"Row 3: “12\.345” under “Amount” is no amount of money"):
        await office.bring_in("15/02/2024,A,1.00,B", "16/02/2024,A,12.345,B")
    assert len(await office.lines()) == 5


async def test_a_line_that_nobody_recorded_becomes_a_payment_of_the_home_once(office: Office) -> None:
    await office.bring_in(INVOICE)
    [line] = await office.lines(Standing.OPEN)
    best = line.proposals[0]
    assert (best.target.home_ref, best.target.payer_id) == ("home-0000", office.payers["LA1"])
    assert "the reference names it" in best.reasons
    bank, command = office.services.bank.bank, MatchLine(home="home-0000", payer=office.payers["LA1"])

    # Two people accept it at the same moment, one of them twice.
    key = uuid4()
    answers = await asyncio.gather(
        *(bank.match(FINANCE, line.line_id, command, one) for one in (key, key, uuid4())),
        return_exceptions=True,
    )

    refused_at_most([*answers])
    assert await office.payments() == [("INV HOME-0000-20240101-LA1", Decimal("2800.00"))]
    [matched] = await office.lines(Standing.MATCHED)
    assert [(one.amount, one.made_from_line) for one in matched.matches] == [(Decimal("2800.00"), True)]

    # It was another's after all: the payment is taken back, and the line is open again.
    number = matched.matches[0].number
    await bank.release(FINANCE, line.line_id, ReleaseLine(match=number), uuid4())
    assert [amount for _, amount in await office.payments()] == [Decimal("2800.00"), Decimal("-2800.00")]
    await bank.match(FINANCE, line.line_id, MatchLine(home="home-0000", payer=office.payers["P1"]), uuid4())
    assert sum(amount for _, amount in await office.payments()) == Decimal("2800.00")


async def test_a_payment_that_a_home_recorded_and_the_bank_shows_is_one(office: Office) -> None:
    await office.record_payment("P1", date(2024, 2, 11), "2800.00", "BROWN FEB")
    await office.bring_in("12/02/2024,BROWN FEB 24,3000.00,T BROWN", "12/02/2024,MR BROWN,2800.00,MR BROWN")
    newest = {line.amount: line for line in await office.lines(Standing.OPEN)}
    best = newest[Decimal("2800.00")].proposals[0].target
    assert (best.payment is not None, best.payer_id) == (True, office.payers["P1"])
    bank, line = office.services.bank.bank, newest[Decimal("2800.00")]

    await bank.match(FINANCE, line.line_id, MatchLine(home="home-0000", payment=best.payment), uuid4())

    assert await office.payments() == [("BROWN FEB", Decimal("2800.00"))]
    other = newest[Decimal("3000.00")].line_id
    with pytest.raises(Refused, match="have not been seen at the bank yet"):
        await bank.match(FINANCE, other, MatchLine(home="home-0000", payment=best.payment), uuid4())

    # A sum for two payers is shared out; what is left stays to be seen.
    for payer, amount, left in (("LA1", "2000.00", "1000.00"), ("P1", "400.00", "600.00")):
        command = MatchLine(home="home-0000", payer=office.payers[payer], amount=Decimal(amount))
        assert (await bank.match(FINANCE, other, command, uuid4())).left == Decimal(left)
    with pytest.raises(Refused, match=r"£600\.00 are left"):
        await bank.match(
            FINANCE,
            other,
            MatchLine(home="home-0000", payer=office.payers["P1"], amount=Decimal(601)),
            uuid4(),
        )
    remittances = await office.services.pool.fetch(
        "SELECT DISTINCT remittance FROM payments_3.payment WHERE method = 'Bank statement'"
    )
    assert [row["remittance"] for row in remittances] == [other.hex]
    [still] = await office.lines(Standing.OPEN)
    assert still.left == Decimal("600.00")


async def test_what_is_no_fee_is_set_aside_and_only_finance_may_say_so(office: Office) -> None:
    await office.bring_in("12/02/2024,INTEREST,0.31,")
    [line] = await office.lines(Standing.OPEN)
    bank = office.services.bank.bank

    await bank.set_aside(FINANCE, line.line_id, SetLineAside(is_aside=True), uuid4())

    assert [one.standing for one in await office.lines()] == [Standing.ASIDE]
    with pytest.raises(Refused, match="set aside"):
        await bank.match(
            FINANCE, line.line_id, MatchLine(home="home-0000", payer=office.payers["P1"]), uuid4()
        )
    team = Viewer(uuid4(), "Team", Role.HOME_TEAM, frozenset({office.home}))
    with pytest.raises(Forbidden):
        await bank.bring_in(team, office.account, BringIn(file=b"x"), uuid4())
    with pytest.raises(Forbidden):
        await office.services.bank.lines.page(team, None, 1)
    sealed = await office.services.pool.fetchval("SELECT count(*) FROM bank_1.part")
    assert sealed == 0


async def test_a_statement_of_days_to_come_is_refused_whole_and_says_which_line(office: Office) -> None:
    today = local_date(now())
    for day in (today + timedelta(days=6), date(2031, 3, 1), date(1949, 12, 31)):
        with pytest.raises(
            StatementUnreadable, match=f"Line 2: It is booked on {day:%d/%m/%Y}.* Correct how"
        ):
            await office.bring_in(INVOICE, f"{day:%d/%m/%Y},A,1.00,B")
    assert await office.lines() == []
    over_a_weekend = today + timedelta(days=4)
    assert (await office.bring_in(INVOICE, f"{over_a_weekend:%d/%m/%Y},A,1.00,B")).new == 2
