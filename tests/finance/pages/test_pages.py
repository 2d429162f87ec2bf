"""What a bookkeeper sees and does, page by page: figures lead down to events, and twice does no harm."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest

from finance.pages.room import last_month, money
from households.contributions import ChangeContribution
from households.payments import ReceivePayment
from network.access.viewer import Role
from network.web.idempotency import HEADER
from tests.finance.pages.conftest import Desk
from tests.graphql_api.documents import BALANCES
from tests.graphql_api.story import COUNCIL
from tests.graphql_api.test_balances import contribution_of

shared = pytest.mark.asyncio(loop_scope="session")
ON = "2026-03-14"
PERIOD = "2025-09-15"


def links(page: str, pattern: str) -> list[str]:
    """Where a page leads to, of a kind."""
    return re.findall(f'href="({pattern})"', page.replace("&amp;", "&"))


async def total(desk: Desk) -> dict[str, str]:
    """What the same question answers by GraphQL."""
    answer = await desk.world.data(Role.FINANCE, BALANCES, asOf=ON)
    return answer["balances"]["total"]


async def papers_in_the_audit(desk: Desk) -> set[str]:
    rows = await desk.world.services.pool.fetch(
        "SELECT action FROM access.audit WHERE details ->> 'format' = 'pdf'"
    )
    return {row["action"] for row in rows}


@shared
async def test_every_figure_leads_down_to_the_events_that_it_comes_from(desk: Desk) -> None:
    said = await total(desk)
    page = (await desk.get(f"/finance?on={ON}")).text
    for figure in said.values():
        assert f"£{Decimal(figure):,}" in page
    home = (await desk.get(links(page, '/finance/homes/rosewood[^"]*')[0])).text
    account = (await desk.get(links(home, '/finance/homes/rosewood/payers/[^"]+')[0])).text
    assert f"{desk.world.own.hex}-" in account, "each row names its event"
    line = (await desk.get(links(account, '/finance/homes/rosewood/payers/[^"]+/lines/[0-9]+')[-1])).text
    assert "in the home" in line
    assert f"{desk.world.own.hex}-" in line
    invoice = (await desk.get(links(account, '/finance/homes/rosewood/invoices/[^"]+')[0])).text
    letter = await desk.get(links(invoice, '[^"]+\\.pdf[^"]*')[0])
    assert letter.headers["Content-Type"] == "application/pdf"
    assert "invoices_exported" in await papers_in_the_audit(desk)
    assert letter.content.startswith(b"%PDF-")


@shared
async def test_payers_over_all_homes_and_their_statement(desk: Desk) -> None:
    payers = (await desk.get(f"/finance/payers?on={ON}")).text
    address = links(payers, '/finance/payers/[0-9a-f-]{36}[^"]*')[0]
    payer = (await desk.get(address)).text
    statement = await desk.get(links(payer, '[^"]+statement.pdf[^"]*')[0])
    assert "balances_exported" in await papers_in_the_audit(desk)
    assert statement.content.startswith(b"%PDF-")
    await desk.get("/finance/payers/00000000-0000-4000-8000-000000000009", 404)
    await desk.get("/finance/homes/atlantis", 404)


@shared
async def test_a_period_is_seen_before_it_is_raised_and_raising_again_says_so(desk: Desk) -> None:
    assert "To be raised" in (await desk.get("/finance/billing")).text
    period = (await desk.get(f"/finance/billing/{PERIOD}")).text
    lines = (await desk.get(links(period, f"/finance/billing/{PERIOD}\\?home=rosewood")[0])).text
    assert "every night" in lines
    assert "Raise them" in (await desk.get(f"/finance/billing/{PERIOD}/raise")).text
    sent = {"command_id": str(uuid4())}
    assert "Nothing has changed" not in (await desk.send(f"/finance/billing/{PERIOD}/raise", **sent)).text
    again = await desk.send(f"/finance/billing/{PERIOD}/raise", command_id=str(uuid4()))
    assert "raised before. Nothing has changed" in again.text
    offered = (await desk.get(f"/finance/billing/{PERIOD}/raise")).text
    assert "They are raised already" in offered
    assert "Raise them" not in offered
    archive = await desk.get(f"/finance/billing/{PERIOD}/invoices.zip")
    with zipfile.ZipFile(BytesIO(archive.content)) as found:
        assert found.testzip() is None
        assert len(found.namelist()) == len(set(found.namelist())) > 1
        assert all(found.read(name).startswith(b"%PDF-") for name in found.namelist())
    await desk.get("/finance/billing/2025-09-16", 404)
    to_come = links((await desk.get("/finance/billing")).text, "/finance/billing/[0-9-]{10}")[0]
    assert "has not ended" in (await desk.send(f"{to_come}/raise", 422, command_id=str(uuid4()))).text


@shared
async def test_days_are_closed_after_what_is_open_was_seen_and_late_facts_show(desk: Desk) -> None:
    assert (await desk.get("/finance/closing?through=0001-01-01")).status_code == 200
    before = (await desk.get("/finance/closing?through=2025-12-31")).text
    assert "is not raised" in before
    closed = await desk.send("/finance/closing", through="2025-12-31", command_id=str(uuid4()))
    assert "The days are closed" in closed.text
    twice = await desk.send("/finance/closing", through="2025-12-31", command_id=str(uuid4()))
    assert "closed before. Nothing has changed" in twice.text
    refused = await desk.send("/finance/closing", 422, through="2099-12-31", command_id=str(uuid4()))
    assert "through-error" in refused.text
    too_late = await desk.send("/finance/terms/fee", 422, begins_on="2025-01-01", percentage="7")
    assert "closed through" in too_late.text
    known = await desk.world.services.pool.fetchval(
        "SELECT (clock_timestamp() AT TIME ZONE 'Europe/London')::text"
    )
    await desk.world.project()
    said = (await desk.get(f"/finance/known-at?on={ON}")).text

    change = ChangeContribution(
        contribution=await contribution_of(desk.world, COUNCIL),
        weekly_amount=Decimal("999.95"),
        begins_on=date(2025, 9, 15),
    )
    await desk.world.record(desk.world.own, [change])
    await desk.world.project()

    late = (await desk.get("/finance/closing")).text
    assert "Adjustments of closed periods" in late
    why = (await desk.get(links(late, '/finance/homes/rosewood/payers/[^"]+/lines/[0-9]+')[0])).text
    assert "As it was charged before" in why
    assert "As it should have been" in why
    assert "A change of rate" in why
    asked = {"on": ON, "at": known}
    then = (await desk.get(f"/finance/known-at?on={asked['on']}&at={asked['at'].replace(' ', 'T')}")).text
    figures = re.compile(r"£[0-9,.]+")
    assert figures.findall(then) == figures.findall(said)
    assert figures.findall((await desk.get(f"/finance/known-at?on={ON}")).text) != figures.findall(said)
    await desk.get(f"/finance/known-at?on={ON}&at=2199-01-01T00:00", 422)


@shared
async def test_a_promise_is_kept_open_or_broken(desk: Desk) -> None:
    debt = (await desk.get(f"/finance/debt?on={ON}")).text
    address = links(debt, "/finance/payers/[0-9a-f-]{36}/promise")[0]
    await desk.get(address)
    promise = {"amount": "12.34", "promised_on": "2026-03-02", "pay_by": "2026-03-06"}
    noted = await desk.send(address, **promise, command_id=str(uuid4()))
    assert "The promise is noted" in noted.text
    assert "Broken" in noted.text
    assert "Promises that were not kept" in (await desk.get(f"/finance/debt?on={ON}")).text
    again = await desk.send(address, **promise, command_id=str(uuid4()))
    assert "It was so already" in again.text
    wrong = await desk.send(address, 422, **{**promise, "amount": "12.345"}, command_id=str(uuid4()))
    assert "amount-error" in wrong.text
    early = await desk.send(address, 422, **{**promise, "pay_by": "2026-03-01"}, command_id=str(uuid4()))
    assert "pay-by-error" in early.text

    (taking_back,) = set(links(noted.text, "/finance/payers/[0-9a-f-]{36}/promises/[0-9]+/take-back"))
    assert "£12.34" in (await desk.get(taking_back)).text
    gone = await desk.send(taking_back, command_id=str(uuid4()))
    assert "The promise is taken back" in gone.text
    assert "Broken" not in gone.text
    assert "The promise is taken back" in (await desk.send(taking_back, command_id=str(uuid4()))).text
    await desk.get(taking_back, 404)

    ref = COUNCIL
    (payer_id,) = [
        row["payer_id"]
        for row in await desk.world.services.pool.fetch(
            "SELECT payer_id FROM payments_3.payer WHERE ref = $1", ref
        )
    ]
    council = f"/finance/payers/{payer_id}"
    await desk.send(f"{council}/promise", **promise, command_id=str(uuid4()))
    paid = ReceivePayment(payer=ref, received_on=date(2026, 3, 5), amount=Decimal("12.34"), reference="BACS")
    await desk.world.record(desk.world.own, [paid])
    await desk.world.project()
    assert "Kept" in (await desk.get(council)).text


@shared
async def test_a_promise_towards_a_home_where_they_pay_nothing_is_refused(desk: Desk) -> None:
    payer_id = await desk.world.services.pool.fetchval(
        "SELECT payer_id FROM payments_3.payer WHERE ref = 'BYRNE'"
    )
    promise = {"payer_id": str(payer_id), "amount": "12.34", "pay_by": "2026-03-20", "home": "elmhurst"}
    promise["promised_on"] = "2026-03-02"
    headers = {**desk.headers, HEADER: str(uuid4())}
    answer = await desk.http.post("/finance/promises", json=promise, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == "payer_id"
    assert "Nobody of that id pays in that home" in answer.json()["detail"]
    headers[HEADER] = str(uuid4())
    theirs = await desk.http.post("/finance/promises", json={**promise, "home": "rosewood"}, headers=headers)
    assert theirs.status_code == 201, theirs.text


@shared
async def test_money_of_the_day_before_a_promise_does_not_keep_it_in_summer_either(desk: Desk) -> None:
    paid = ReceivePayment(
        payer=COUNCIL, received_on=date(2025, 7, 1), amount=Decimal("43.21"), reference="BACS"
    )
    await desk.world.record(desk.world.own, [paid])
    await desk.world.project()
    payer_id = await desk.world.services.pool.fetchval(
        "SELECT payer_id FROM payments_3.payer WHERE ref = $1", COUNCIL
    )
    promise = {"amount": "43.21", "promised_on": "2025-07-02", "pay_by": "2025-07-03"}
    page = await desk.send(f"/finance/payers/{payer_id}/promise", **promise, command_id=str(uuid4()))
    said = page.text.split("Said on")
    assert any(one.startswith('">2 July 2025<') and "£0.00" in one and "Broken" in one for one in said)


@shared
async def test_terms_and_fee_are_set_with_their_day_and_stay_in_the_history(desk: Desk) -> None:
    form = (await desk.get("/finance/terms/new?kind=local_authority")).text
    assert 'value="28"' in form
    terms = {
        "payer_kind": "local_authority",
        "begins_on": "2026-02-01",
        "hospital_share": "0.5",
        "holiday_share": "1",
        "other_share": "1",
        "leaving_day_charged": "true",
        "nights_after_death": "3",
        "payment_terms_days": "30",
    }
    page = (await desk.send("/finance/terms/new", **terms, command_id=str(uuid4()))).text
    assert page.count(">0.5<") == 2, "in force, and in the history"
    wrong = await desk.send("/finance/terms/new", 422, **{**terms, "hospital_share": "2"})
    assert "hospital-share-error" in wrong.text
    fee = {"begins_on": "2026-02-01", "percentage": "6.5"}
    assert "6.5%" in (await desk.send("/finance/terms/fee", **fee, command_id=str(uuid4()))).text


@shared
async def test_a_home_whose_books_are_stuck_says_so_instead_of_showing_old_figures(desk: Desk) -> None:
    pool, home = desk.world.projector_pool, desk.world.other
    await pool.execute("INSERT INTO books.stuck (home_id, position, error) VALUES ($1, 7, 'KeyError')", home)
    assert "Some figures are older than what is recorded" in (await desk.get("/finance")).text
    assert "can't be worked out" in (await desk.get("/finance/homes/elmhurst", 409)).text
    await desk.get("/finance/homes/rosewood")
    answer = await desk.world.ask(Role.FINANCE, BALANCES, asOf=ON, home="elmhurst")
    assert "worked out" in answer["errors"][0]["message"]
    named = await desk.world.data(
        Role.FINANCE, "query ($on: Date!) { balances(asOf: $on) { homesBehind { id } } }", on=ON
    )
    assert named["balances"]["homesBehind"] == [{"id": str(home)}]
    await pool.execute("DELETE FROM books.stuck")


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_month_before_is_offered_first(today: date, first: date, last: date) -> None:
    assert last_month(today) == (first, last)


def test_money_is_written_in_pounds_with_its_sign_before() -> None:
    assert (money(107152), money(-500), money(100000000)) == ("£1,071.52", "−£5.00", "£1,000,000.00")
