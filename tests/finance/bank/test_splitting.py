"""One sum for several homes: proposed, put right by a person, and never recorded by itself."""

import asyncio
import html
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import httpx
import pytest

from finance.bank.commands import Matched, MatchLine, PartOfLine, ReleaseLine, SplitLine
from finance.bank.reading import Line, Standing
from households.payments import ReceivePayment
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from network.deciding import Refused
from tests.finance.bank.conftest import COUNCIL as NORTHSHIRE
from tests.finance.bank.conftest import FINANCE, Office, agree, refused_at_most
from tests.patience import PATIENCE, until
from tests.small_network import envelope, open_homes

COUNCIL = "NORTHSHIRE COUNTY COUNCIL"
NAMED = f"12/02/2024,home-0000-20240108-LA1 home-0001-20240108-LA1,3150.00,{COUNCIL}"
FORM = re.compile(r'<input[^>]* name="(amount-[^"]+|command_id)" value="([^"]*)"')


@pytest.fixture
async def second(office: Office) -> UUID:
    """Another home of the council's: £350 a week there, £1,050.00 of January's period."""
    services = office.services
    [home] = await open_homes(services.directory, services.households, 1, 1)
    await agree(services, home, 0, NORTHSHIRE, "350.00")

    async def are_kept() -> bool:
        query = "SELECT count(DISTINCT home_id) = 2 FROM books.unpaid WHERE payer_id = $1"
        return await services.pool.fetchval(query, office.payers["LA1"])

    await until(are_kept, "the books of both homes")
    return home


async def only(office: Office) -> Line:
    [line] = await office.lines(Standing.OPEN)
    return line


def proposed(line: Line) -> SplitLine:
    assert line.split is not None
    return SplitLine(
        parts=[
            PartOfLine(
                home=share.home_ref,
                payment=share.payment,
                payer=None if share.payment else line.split.payer_id,
                amount=Decimal(share.pence) / 100,
            )
            for share in line.split.shares
        ]
    )


async def applied(office: Office) -> dict[UUID, int]:
    """What of January's period is still unpaid in each home, in pence."""
    rows = await office.services.pool.fetch(
        "SELECT unpaid.home_id, sum(unpaid.pence)::bigint AS pence FROM books.unpaid AS unpaid"
        " JOIN books.line USING (home_id, payer_id, line)"
        " WHERE payer_id = $1 AND line.invoice LIKE '%20240108%' AND until = 'infinity' GROUP BY 1",
        office.payers["LA1"],
    )
    return {row["home_id"]: row["pence"] for row in rows}


@pytest.mark.usefixtures("second")
async def test_a_remittance_that_names_invoices_of_two_homes_pays_both_once_somebody_says_so(
    office: Office,
) -> None:
    await office.bring_in(NAMED)
    line = await only(office)
    assert line.split is not None
    assert [(share.home_ref, share.pence) for share in line.split.shares] == [
        ("home-0000", 210_000),
        ("home-0001", 105_000),
    ]
    assert await office.payments() == [], "it is never applied by itself"
    splitting, twice, once = office.services.bank.splitting, uuid4(), uuid4()

    # Two people accept it at the same moment, one of them twice.
    keys = (twice, twice, once)
    answers = await asyncio.gather(
        *(splitting.split(FINANCE, line.line_id, proposed(line), key) for key in keys),
        return_exceptions=True,
    )
    refused_at_most([*answers])
    first = next(key for key, answer in zip(keys, answers, strict=True) if isinstance(answer, Matched))
    again = await splitting.split(FINANCE, line.line_id, proposed(line), first)
    assert again.left == 0

    assert Counter(await office.payments()) == Counter(
        [(line.reference, Decimal("2100.00")), (line.reference, Decimal("1050.00"))]
    )
    remittances = await office.services.pool.fetch("SELECT DISTINCT remittance FROM payments_3.payment")
    assert [row["remittance"] for row in remittances] == [line.line_id.hex]

    async def both_are_paid() -> bool:
        return await applied(office) == {}

    await until(both_are_paid, "each payment on the invoice of its home that the remittance names")

    # One part was wrong: it alone is taken back.
    [matched] = await office.lines(Standing.MATCHED)
    one = next(match for match in matched.matches if match.home_ref == "home-0001")
    await office.services.bank.bank.release(FINANCE, line.line_id, ReleaseLine(match=one.number), uuid4())
    assert (await only(office)).left == Decimal("1050.00")


@pytest.mark.usefixtures("second")
async def test_parts_that_do_not_come_to_the_line_record_nothing(office: Office) -> None:
    await office.bring_in(NAMED)
    line, splitting = await only(office), office.services.bank.splitting
    council, brown = office.payers["LA1"], office.payers["P1"]

    def parts(*said: tuple[str, UUID | None, str]) -> SplitLine:
        return SplitLine(
            parts=[PartOfLine(home=home, payer=payer, amount=Decimal(amount)) for home, payer, amount in said]
        )

    for command, said in (
        (
            parts(("home-0000", council, "2100.00"), ("home-0001", council, "1049.99")),
            r"£3,149\.99.*£3,150\.00",
        ),
        (parts(("home-0000", council, "2100.00"), ("home-0001", council, "NaN")), "no amount of money"),
        (parts(("home-0000", council, "3150.01"), ("home-0001", council, "-0.01")), "no amount of money"),
        (parts(("home-0000", council, "2100.00"), ("home-0001", brown, "1050.00")), "has not agreed to pay"),
        (parts(("home-0000", council, "2100.00"), ("home-0001", None, "1050.00")), "whose payment it is"),
    ):
        with pytest.raises(Refused, match=said):
            await splitting.split(FINANCE, line.line_id, command, uuid4())
    team = Viewer(uuid4(), "Team", Role.HOME_TEAM, frozenset({office.home}))
    with pytest.raises(Forbidden):
        await splitting.split(team, line.line_id, proposed(line), uuid4())
    assert await office.payments() == []

    # Somebody matched a part meanwhile.
    some = MatchLine(home="home-0000", payer=council, amount=Decimal("100.00"))
    await office.services.bank.bank.match(FINANCE, line.line_id, some, uuid4())
    with pytest.raises(Refused, match=r"of the line £3,050\.00 are left"):
        await splitting.split(FINANCE, line.line_id, proposed(line), uuid4())
    assert len(await office.payments()) == 1


async def test_payments_that_homes_recorded_of_one_remittance_are_matched_and_not_recorded_again(
    office: Office, second: UUID
) -> None:
    for home, amount in ((office.home, "2100.00"), (second, "1050.00")):
        command = ReceivePayment(
            payer="LA1",
            received_on=date(2024, 2, 11),
            amount=Decimal(amount),
            reference="JAN",
            remittance="NCC 4711",
        )
        done = await office.services.households.record(SYSTEM, home, command, envelope(uuid4()))
        assert await office.services.positions.wait_for(["payments"], done.log_position, PATIENCE)
    await office.bring_in(f"12/02/2024,NCC 4711,3150.00,{COUNCIL}")
    line = await only(office)

    await office.services.bank.splitting.split(FINANCE, line.line_id, proposed(line), uuid4())

    assert len(await office.payments()) == 2
    [matched] = await office.lines(Standing.MATCHED)
    assert [match.made_from_line for match in matched.matches] == [False, False]


@pytest.mark.usefixtures("second")
async def test_the_page_adds_up_says_what_differs_and_records_what_a_person_confirms(
    http: httpx.AsyncClient, office: Office
) -> None:
    await office.bring_in(NAMED)
    line = await only(office)
    listed = html.unescape((await http.get("/finance/bank")).text)
    assert "in 2 homes: Home 0 £2,100.00, Home 1 £1,050.00" in listed
    assert f'href="/finance/bank/lines/{line.line_id}/split"' in listed
    page = (await http.get(f"/finance/bank/lines/{line.line_id}/split")).text
    fields = dict(FORM.findall(page))
    assert sorted(value for name, value in fields.items() if name != "command_id") == ["1050.00", "2100.00"]
    address = html.unescape(re.findall(r'action="([^"]+/split[^"]*)"', page)[0])
    first = next(name for name, value in fields.items() if value == "2100.00")

    added = await http.post(address, data={**fields, first: "2,000", "do": "add"})
    assert added.status_code == 200
    assert re.search(r"Not shared out yet</th>.*?£100\.00", added.text, re.DOTALL)
    short = await http.post(address, data={**fields, first: "2000", "do": "split"})
    assert short.status_code == 422
    assert "The parts come to £3,050.00, and of the line £3,150.00 are left" in short.text
    unread = await http.post(address, data={**fields, first: "lots", "do": "split"})
    assert f'id="{first}-error"' in unread.text
    alone = await http.post(address, data={**fields, first: "", "do": "split"})
    assert "Give two homes at least" in alone.text
    assert await office.payments() == []

    for _ in range(2):
        done = await http.post(address, data={**fields, "do": "split"})
        assert done.headers["location"] == "/finance/bank?done=shared"
    assert len(await office.payments()) == 2
    after = (await http.get(f"/finance/bank/lines/{line.line_id}/split")).text
    assert "Nothing of this line is left" in after


@pytest.mark.usefixtures("second")
async def test_the_homes_of_whom_the_bank_names_are_shown_without_asking_who_paid(
    http: httpx.AsyncClient, office: Office
) -> None:
    await office.bring_in(f"12/02/2024,PART,77.00,{COUNCIL}")
    line = await only(office)
    assert line.split is None
    page = (await http.get(f"/finance/bank/lines/{line.line_id}/split")).text
    assert [value for name, value in FORM.findall(page) if name != "command_id"] == ["", ""]
    other = (await http.get(f"/finance/bank/lines/{line.line_id}/split?payer=another")).text
    assert "Who paid" in other


@pytest.mark.usefixtures("second")
async def test_a_line_that_nothing_is_proposed_for_is_shared_out_over_a_payer_that_is_chosen(
    http: httpx.AsyncClient, office: Office
) -> None:
    await office.bring_in("12/02/2024,SUNDRY,77.00,")
    line = await only(office)
    assert line.split is None
    address = f"/finance/bank/lines/{line.line_id}/split"
    chosen = (await http.get(address)).text
    assert f'<option value="{office.payers["LA1"]}"' in chosen
    assert f'value="{office.payers["P1"]}"' not in chosen, "a private payer pays in one home"
    page = (await http.get(address, params={"payer": str(office.payers["LA1"])})).text
    fields = {**dict(FORM.findall(page))}
    names = [name for name in fields if name != "command_id"]
    assert [fields[name] for name in names] == ["", ""]
    assert "£2,800.00" in page
    sent = {**fields, names[0]: "70", names[1]: "7.00", "do": "split"}
    done = await http.post(f"{address}?payer={office.payers['LA1']}", data=sent)
    assert done.headers["location"] == "/finance/bank?done=shared"
    assert sum(amount for _, amount in await office.payments()) == Decimal("77.00")


@pytest.mark.usefixtures("second")
async def test_a_program_reads_the_split_and_says_how_it_is(http: httpx.AsyncClient, office: Office) -> None:
    await office.bring_in(NAMED)
    json = {"Accept": "application/json"}
    [line] = (await http.get("/finance/bank/lines", headers=json)).json()["lines"]
    split = line["split"]
    assert (split["payer_name"], [share["amount"] for share in split["shares"]]) == (
        "Northshire Council",
        ["2100.00", "1050.00"],
    )
    parts = [
        {"home": share["home"], "payer": split["payer"], "amount": share["amount"]}
        for share in split["shares"]
    ]
    done = await http.post(
        f"/finance/bank/lines/{line['line_id']}/parts",
        json={"parts": parts},
        headers={**json, "Idempotency-Key": "a-split"},
    )
    assert (done.status_code, done.json()["left"]) == (201, "0.00"), done.text
    assert len(await office.payments()) == 2
