"""Long lists: what their rows come to, page by page, and what is found in them."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from finance.books.billing import Billing
from finance.books.periods import Periods
from finance.pages import billing, debt, overview, turning
from finance.pages.turning import after_debt, after_payer, place, turn
from finance.payments.names import PayerNames
from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.access.viewer import SYSTEM
from network.days import local_date, now
from tests.finance.pages.conftest import Desk
from tests.graphql_api.story import COUNCIL

shared = pytest.mark.asyncio(loop_scope="session")
ON = "2026-03-14"
CELL = re.compile(r'<td data-label="([^"]+)" class="hearth-table__number">(.*?)</td>', re.DOTALL)


class Table:
    """A table of a page, its cells that are numbers by the names of their columns."""

    def __init__(self, text: str) -> None:
        body, _, foot = text.partition("<tfoot>")
        self.rows = [cells for row in body.split("<tr")[1:] if (cells := _cells(row))]
        self.names = re.findall(r'<th scope="row">(?:<span>)?<a [^>]*>([^<]+)<', body)
        self.foot = _cells(foot)
        self.foot_name = "".join(re.findall(r'<th scope="row">([^<]+)<', foot))


def _cells(row: str) -> dict[str, Decimal]:
    return {name: _number(said) for name, said in CELL.findall(row)}


def _number(said: str) -> Decimal:
    text = (
        re.sub(r"<[^>]+>", "", html.unescape(said))
        .replace(",", "")
        .replace("£", "")
        .replace("−", "-")
        .strip()
    )
    return Decimal(text or 0)


def tables(page: str) -> list[Table]:
    return [Table(found) for found in re.findall(r"<table.*?</table>", page, re.DOTALL)]


def added_up(rows: Sequence[dict[str, Decimal]]) -> dict[str, Decimal]:
    total: Counter[str] = Counter()
    for row in rows:
        for name, value in row.items():
            total[name] += value  # pyright: ignore[reportArgumentType] - money in a counter
    return {name: Decimal(value) for name, value in total.items()}


@pytest.fixture
def one_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is long."""
    for module in (turning, overview, debt):
        monkeypatch.setattr(module, "A_PAGE", 1)


async def every_page(desk: Desk, address: str) -> list[Table]:
    """The list, page by page, as its links lead on."""
    found: list[Table] = []
    following: str | None = address
    while following is not None:
        page = (await desk.get(following)).text
        found.append(tables(page)[0])
        on = re.search(r'href="([^"]+after=[^"]+)"', page)
        following = html.unescape(on[1]) if on else None
        assert len(found) < 500
    return found


async def addresses(desk: Desk) -> Iterator[str]:
    payer = await desk.world.services.pool.fetchval(
        "SELECT payer_id FROM payments_3.payer WHERE ref = $1", COUNCIL
    )
    invoice = await desk.world.services.pool.fetchval(
        "SELECT invoice FROM books.line ORDER BY invoice LIMIT 1"
    )
    home = "rosewood" if invoice.startswith("rosewood") else "elmhurst"
    return iter([
        f"/finance?on={ON}",
        f"/finance/homes/rosewood?on={ON}",
        f"/finance/payers?on={ON}",
        f"/finance/payers/{payer}?on={ON}",
        f"/finance/debt?on={ON}",
        f"/finance/known-at?on={ON}",
        "/finance/billing/2025-09-15",
        "/finance/billing/2025-09-15?home=rosewood",
        f"/finance/homes/{home}/invoices/{invoice}",
        f"/finance/homes/rosewood/payers/{payer}?on={ON}",
    ])  # fmt: skip


@shared
async def test_totals_are_the_sums_of_their_rows(desk: Desk) -> None:
    for address in await addresses(desk):
        found = [table for table in tables((await desk.get(address)).text) if table.foot]
        assert found, address
        for table in found:
            sums = added_up(table.rows)
            # A balance is carried from row to row, and weekly amounts are no sum.
            foot = {name: value for name, value in table.foot.items() if name != "Balance"}
            assert foot, address
            assert {name: sums[name] for name in foot} == foot, address


@shared
@pytest.mark.usefixtures("one_a_page")
@pytest.mark.parametrize("path", ["/finance/payers", "/finance/debt", "/finance/homes/rosewood"])
async def test_every_row_is_on_one_page_and_each_page_has_the_total_of_all(desk: Desk, path: str) -> None:
    pages = await every_page(desk, f"{path}?on={ON}")
    assert len(pages) > 1
    names = [name for page in pages for name in page.names]
    assert len(names) == len(set(names)) == len(pages)
    assert [len(page.rows) for page in pages] == [1] * len(pages)
    assert {tuple(page.foot.items()) for page in pages} == {tuple(pages[0].foot.items())}
    sums = added_up([row for page in pages for row in page.rows])
    assert {name: sums[name] for name in pages[0].foot} == pages[0].foot
    assert pages[0].foot_name.startswith(f"All {len(pages)} ")


@shared
async def test_the_total_of_all_payers_stands_on_a_page_that_has_none_left(desk: Desk) -> None:
    (whole,) = tables((await desk.get(f"/finance/payers?on={ON}")).text)
    beyond = place(-(2**61), uuid4())
    (empty,) = tables((await desk.get(f"/finance/payers?on={ON}&after={beyond}")).text)
    assert (whole.rows != [], empty.rows) == (True, [])
    assert (empty.foot, empty.foot_name) == (whole.foot, whole.foot_name)


@shared
@pytest.mark.usefixtures("one_a_page")
async def test_an_account_is_read_page_by_page_the_last_row_first(desk: Desk) -> None:
    payer = await desk.world.services.pool.fetchval(
        "SELECT payer_id FROM payments_3.payer WHERE ref = $1", COUNCIL
    )
    address = f"/finance/homes/rosewood/payers/{payer}?on={ON}"
    pages = await every_page(desk, address)
    balances = [row["Balance"] for page in pages for row in page.rows]
    assert len(balances) == len(pages) > 10
    assert balances[0] == pages[0].foot["Balance"], "the newest row has the balance"
    later = address.replace(ON, "2026-03-15")
    assert (await every_page(desk, later))[0].foot["Charged"] >= pages[0].foot["Charged"]
    received = await every_page(desk, f"{address}&find=ROSE-1")
    assert [row["Received"] for page in received for row in page.rows] == [Decimal(2800)]


@shared
async def test_payers_are_found_by_name_code_home_and_invoice(desk: Desk) -> None:
    await desk.world.record(desk.world.other, [PRIVATE, PAID])
    await desk.world.project()
    for page in ("/finance/payers", "/finance/debt"):
        for wanted, names in (
            ("city council", {"Leeds City Council"}),
            ("leeds", {"Leeds City Council"}),
            ("HAWKING", {"Mr Wilberforce Hawking"}),
            ("zz-top", {"Mr Wilberforce Hawking"}),
            ("elmhurst-20260105-zz-top", {"Mr Wilberforce Hawking"}),
            ("elmhurst-20260119-zz-top", set[str]()),
            ("elmhurst", {"Leeds City Council", "Mr Wilberforce Hawking"}),
            ("nobody of that name", set[str]()),
            ("100%", set[str]()),
        ):
            text = (await desk.get(f"{page}?on={ON}&find={wanted}")).text
            found = tables(text)[:1]
            assert {name for table in found for name in table.names} == names, (page, wanted)
            assert ("Nobody " in text) is (not names), (page, wanted)
            for table in found:
                sums = added_up(table.rows)
                assert {name: sums.get(name, Decimal(0)) for name in table.foot} == table.foot
    home = (await desk.get(f"/finance/homes/elmhurst?on={ON}&find=hawking")).text
    assert tables(home)[0].names == ["Mr Wilberforce Hawking"]


@shared
async def test_a_list_of_one_and_of_nobody_says_so(desk: Desk) -> None:
    for page, one in (("debt", "The one who is late"), ("payers", "One payer")):
        (found,) = tables((await desk.get(f"/finance/{page}?on={ON}&find=leeds")).text)
        assert (found.foot_name, len(found.rows)) == (one, 1)
    for page, said in (
        ("debt?on=2019-03-14", "Nobody is late at the end of 14 March 2019."),
        ("debt?find=nobody+of+that+name", "Nobody of them is late at the end of "),
        ("payers?on=2019-03-14", "Nobody is charged up to this day."),
        ("homes/rosewood?on=2019-03-14", "Nothing is charged or received here up to this day."),
        ("known-at?on=2019-03-14", "Nothing was charged or received up to that day."),
        ("billing/2019-03-11", "Nothing is charged for this period."),
    ):
        text = (await desk.get(f"/finance/{page}")).text
        assert said in text, page
        assert tables(text) == [], page


@shared
async def test_billing_goes_back_to_the_first_period_that_was_charged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(billing, "A_PAGE", 5)
    services, periods = desk.world.services, Periods()
    seen: list[date] = []
    address: str | None = "/finance/billing"
    while address is not None:
        page = (await desk.get(address)).text
        rows = [date.fromisoformat(day) for day in re.findall(r'<a href="/finance/billing/([0-9-]+)"', page)]
        assert 0 < len(rows) <= 5
        seen += rows
        on = re.search(r'href="(/finance/billing\?latest=[0-9-]+)">Earlier periods', page)
        back = re.search(r'href="(/finance/billing\?latest=[0-9-]+)">Later periods', page)
        assert (back is None) is (address == "/finance/billing")
        address = on[1] if on else None
    assert len(seen) > 10
    assert seen == [seen[0] - number * (seen[0] - seen[1]) for number in range(len(seen))], (
        "each once, none left out"
    )
    assert seen[0] == periods.start(periods.number(local_date(now())) + 2)
    first = await Billing(services.pool, PayerNames(services.pool, services.keyring)).first(SYSTEM)
    assert first is not None
    assert seen[-1] == periods.start(periods.number(first) - 1), "back to the first that is charged"
    for far, shown in (
        ("nothing", seen[0]),
        ("9999-12-31", seen[0]),
        ("2099-01-01", seen[0]),
        ("1066-10-14", seen[-1]),
    ):
        page = (await desk.get(f"/finance/billing?latest={far}")).text
        assert re.findall(r'<a href="/finance/billing/([0-9-]+)"', page)[0] == shown.isoformat(), far


@shared
async def test_billing_leads_to_the_period_of_a_day_and_from_each_to_the_next(desk: Desk) -> None:
    page = await desk.get("/finance/billing?day=2025-09-30")
    assert page.url.path == "/finance/billing/2025-09-15"
    assert 'href="/finance/billing/2025-08-18"' in page.text
    assert 'href="/finance/billing/2025-10-13"' in page.text
    for wrong in ("nothing", "9999-12-31", "0001-01-01"):
        text = (await desk.get(f"/finance/billing?day={wrong}", 422)).text
        assert "Give a day of the period" in text
        assert f'value="{wrong}"' in text
        await desk.get(f"/finance/billing/{wrong}", 404)


PRIVATE = AgreeContribution(
    resident="E1",
    payer_ref="ZZ-TOP",
    payer_kind=PayerKind.TOP_UP,
    payer_name="Mr Wilberforce Hawking",
    weekly_amount=Decimal("77.07"),
    begins_on=date(2026, 1, 1),
)
PAID = ReceivePayment(payer="ZZ-TOP", received_on=date(2026, 3, 1), amount=Decimal("1.00"), reference="X")


def test_a_place_in_a_list_is_read_as_it_is_written_and_anything_else_is_the_beginning() -> None:
    payer = uuid4()
    assert after_payer(place(-512, payer)) == (-512, payer)
    assert after_debt(place(date(2026, 2, 28), payer)) == (date(2026, 2, 28), payer)
    for wrong in ("", "7", "7~", f"x~{payer}", f"{2**70}~{payer}", "2026-02-30~x", "~~~"):
        assert after_payer(wrong) is None
        assert after_debt(wrong) is None


def test_a_page_goes_on_after_the_row_that_was_named_whatever_came_before_it_since() -> None:
    rows = [str(number) for number in range(120)]
    first, following = turn(rows, str, "")
    assert (first, following) == (rows[:50], "49")
    assert turn(["new", *rows], str, "49") == (rows[50:100], "99")
    assert turn(rows, str, "99") == (rows[100:], None)
    assert turn(rows, str, "gone") == (rows[:50], "49")
