"""A payment that may be there twice: finance sees both, knows what to do, and says that both were paid."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import quote
from uuid import uuid4

import pytest

from finance.books.doubles import Double, Doubles
from finance.payments.names import PayerNames
from households.payments import ReceivePayment, ReversePayment
from network.access.viewer import SYSTEM, Role
from network.web.idempotency import HEADER
from tests.finance.pages.conftest import Desk
from tests.finance.pages.test_pages import total
from tests.graphql_api.story import COUNCIL

shared = pytest.mark.asyncio(loop_scope="session")


USUALLY = date(2026, 2, 20)


def paid(amount: str, reference: str, method: str, on: date) -> ReceivePayment:
    return ReceivePayment(
        payer=COUNCIL,
        received_on=on,
        amount=Decimal(amount),
        reference=reference,
        method=method,
    )


async def doubles(desk: Desk) -> Sequence[Double]:
    services = desk.world.services
    return await Doubles(services.pool, PayerNames(services.pool, services.keyring)).open(SYSTEM)


async def twice(desk: Desk, amount: str, reference: str, on: date = USUALLY) -> Double:
    """A payment that was recorded twice, the second time by cheque."""
    pair = [paid(amount, reference, "BACS", on), paid(amount, reference, "cheque", on)]
    await desk.world.record(desk.world.own, pair)
    await desk.world.project()
    (double,) = [one for one in await doubles(desk) if one.second.reference == reference]
    return double


@shared
async def test_closing_and_bank_lead_to_both_side_by_side_and_what_to_do(desk: Desk) -> None:
    double = await twice(desk, "311.07", "LEEDS FEB")
    link = f'href="/finance/doubles/{double.id}"'
    for page in ("/finance/closing?through=2026-02-28", "/finance/bank", "/finance/doubles"):
        assert link in (await desk.get(page)).text, page
    payments = await desk.get("/finance/payments?from=2026-02-01&to=2026-02-28")
    assert 'href="/finance/doubles"' in payments.text
    page = (await desk.get(f"/finance/doubles/{double.id}")).text
    assert page.count('<td data-label="First">£311.07</td><td data-label="Second">£311.07</td>') == 1
    assert '<td data-label="First">BACS</td><td data-label="Second">cheque</td>' in page
    for said in ("Rosewood", "Leeds City Council", "20/02/2026", "LEEDS FEB", "Both were paid"):
        assert said in page
    assert f"http://hearth.test/payments/{double.id}/found-out" in page, "what the home's team opens"
    assert double.id.split("-")[0] not in (await desk.get("/finance/closing")).text.replace(link, "")


@shared
async def test_both_were_paid_counts_the_second_once_and_says_so(desk: Desk) -> None:
    double = await twice(desk, "12.21", "LEEDS TWO")
    before = Decimal((await total(desk))["received"])
    done = await desk.send(f"/finance/doubles/{double.id}", command_id=str(uuid4()))
    assert "Both payments count from now on" in done.text
    await desk.world.project()
    assert double.id not in (await desk.get("/finance/doubles")).text
    assert Decimal((await total(desk))["received"]) == before + Decimal("12.21")
    again = await desk.send(f"/finance/doubles/{double.id}", command_id=str(uuid4()))
    assert "Nothing has changed" in again.text
    await desk.world.project()
    assert Decimal((await total(desk))["received"]) == before + Decimal("12.21")
    settled = (await desk.world.services.store.read(desk.world.own))[-1]
    finance = await desk.world.services.recognition.recognise(desk.world.tokens[Role.FINANCE])
    assert finance is not None
    assert settled.event.recorded_by == finance.account_id, "under the name of who said so"


@shared
async def test_what_the_home_reversed_is_in_doubt_no_longer(desk: Desk) -> None:
    double = await twice(desk, "13.31", "LEEDS THREE")
    back = ReversePayment(payment=double.id, reversed_on=date(2026, 2, 20))
    await desk.world.record(desk.world.own, [back])
    await desk.world.project()
    assert "LEEDS THREE" not in [one.second.reference for one in await doubles(desk)]
    await desk.get(f"/finance/doubles/{double.id}", 404)
    await desk.get("/finance/doubles/nothing", 404)


@shared
async def test_what_is_left_out_of_a_file_says_how_many_are_in_doubt_and_how_many_were_reversed(
    desk: Desk,
) -> None:
    on = date(2026, 2, 9)
    days = f"from={on}&to={on}"
    double = await twice(desk, "13.57", "LEEDS FIVE", on)
    in_doubt = (await desk.get(f"/finance/payments?{days}")).text
    assert said_of(in_doubt) == {"May be paid twice, left out": "1 payment, £13.57"}
    assert 'href="/finance/doubles"' in in_doubt
    await desk.world.record(desk.world.own, [ReversePayment(payment=double.id, reversed_on=on)])
    await desk.world.project()
    reversed_ = (await desk.get(f"/finance/payments?{days}")).text
    assert said_of(reversed_) == {"Recorded twice and reversed, left out": "2 rows, £0.00 together"}
    assert 'href="/finance/doubles"' not in reversed_
    totals = (await desk.get(f"/finance/payments.totals.json?{days}")).json()
    assert (totals["rows"], totals["possible_duplicate_rows"]) == (1, 2)
    assert (totals["unsettled_duplicates"], totals["unsettled_duplicate_total"]) == (0, "0.00")
    earlier = f"{days}&known_at={quote(double.second.recorded_at.isoformat())}"
    then = (await desk.get(f"/finance/payments.totals.json?{earlier}")).json()
    assert (then["unsettled_duplicates"], then["unsettled_duplicate_total"]) == (1, "13.57")


def said_of(page: str) -> dict[str, str]:
    """What the page of payments says is left out."""
    return dict(re.findall(r"<dt[^>]*>\s*([^<]*left out)\s*</dt>\s*<dd[^>]*>\s*([^<]*?)\s*</dd>", page))


@shared
async def test_a_program_sees_what_is_in_doubt_and_says_that_both_were_paid(desk: Desk) -> None:
    double = await twice(desk, "14.41", "LEEDS FOUR")
    address = "/finance/possible-duplicates"
    listed = (await desk.get(address)).json()["possible_duplicates"]
    (found,) = [one for one in listed if one["second"]["payment"] == double.id]
    assert (found["home"], found["payer_name"]) == ("rosewood", "Leeds City Council")
    assert (found["first"]["method"], found["second"]["method"]) == ("BACS", "cheque")
    assert (found["second"]["amount"], found["second"]["received_on"]) == ("14.41", "2026-02-20")

    before = Decimal((await total(desk))["received"])
    settle, key = f"{address}/{double.id}/both-paid", {HEADER: str(uuid4())}
    said, again = [await desk.http.post(settle, headers={**desk.headers, **key}) for _ in range(2)]
    assert (said.status_code, again.status_code) == (201, 201)
    assert said.json() == again.json(), "sent again it is recorded once"
    await desk.world.project()
    assert Decimal((await total(desk))["received"]) == before + Decimal("14.41")
    assert double.id not in (await desk.get(address)).text

    settled = await desk.http.post(settle, headers=desk.headers)
    assert (settled.status_code, settled.json()["code"]) == (422, "not_in_doubt")
    for nothing in ("nothing", f"{uuid4().hex}-1"):
        absent = await desk.http.post(f"{address}/{nothing}/both-paid", headers=desk.headers)
        assert absent.status_code == 404, absent.text
