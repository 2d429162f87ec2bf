"""How a bookkeeper asks: a home by its name, a moment from a picker; and totals that say what they are of."""

import re
from datetime import timedelta

import pytest

from network.days import now
from tests.finance.pages.conftest import Desk

shared = pytest.mark.asyncio(loop_scope="session")
DAYS = "from=2025-10-01&to=2025-12-31"
ASKING = {
    "payments": f"/finance/payments?{DAYS}",
    "files": "/finance/exports",
    "known at": "/finance/known-at?on=2026-03-14",
    "forecast": "/finance/forecast?from=2026-03-15",
}


async def taken(desk: Desk, asked: str) -> str:
    """Where the page of files leads to."""
    answer = await desk.http.get(f"/finance/exports?{asked}", headers=desk.headers)
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"]


@shared
@pytest.mark.parametrize("address", ASKING.values(), ids=ASKING.keys())
async def test_every_home_is_offered_by_name_where_one_may_be_chosen(desk: Desk, address: str) -> None:
    page = (await desk.get(address)).text
    assert 'list="homes"' in page
    assert '<option value="rosewood">Rosewood</option>' in page
    assert '<option value="elmhurst">Elmhurst</option>' in page


@shared
@pytest.mark.parametrize("typed", ["Rosewood", "rosewood", "ROSEWOOD", " rosewood"])
async def test_a_home_is_meant_by_name_and_by_reference(desk: Desk, typed: str) -> None:
    assert (await taken(desk, f"file=payments.csv&{DAYS}&home={typed}")).endswith("&home=rosewood")
    payments = (await desk.get(f"/finance/payments?{DAYS}&home={typed}")).text
    assert re.search(r"Home\s*</dt>\s*<dd[^>]*>Rosewood<", payments)
    assert "Rosewood" in (await desk.get(f"/finance/known-at?on=2026-03-14&home={typed}")).text


@shared
async def test_a_home_that_is_none_is_said_beside_the_field(desk: Desk) -> None:
    for address in (
        f"/finance/payments?{DAYS}&home=Atlantis",
        f"/finance/exports?file=payments.csv&{DAYS}&home=Atlantis",
        "/finance/forecast?home=Atlantis",
    ):
        page = (await desk.get(address, 422)).text
        assert "There is no such home. Choose one that is offered" in page
        assert 'value="Atlantis"' in page


@shared
async def test_a_moment_is_picked_by_the_homes_clock_and_programs_give_an_offset(desk: Desk) -> None:
    assert 'type="datetime-local"' in (await desk.get("/finance/exports")).text
    asked = f"file=balances.csv&{DAYS}&known_at="
    assert "known_at=2026-03-10T17%3A00%3A00%2B00%3A00" in await taken(desk, asked + "2026-03-10T17:00")
    in_summer = "2025-07-10T17:00"
    assert "known_at=2025-07-10T16%3A00%3A00%2B00%3A00" in await taken(desk, asked + in_summer)
    assert "known_at=2025-07-10T17%3A00%3A00%2B00%3A00" in await taken(desk, asked + f"{in_summer}:00Z")


@shared
async def test_a_moment_that_is_still_to_come_is_said_and_stays_in_the_field(desk: Desk) -> None:
    asked = f"/finance/exports?file=balances.csv&{DAYS}&known_at="
    to_come = f"{now() + timedelta(days=2):%Y-%m-%d}T10:00"
    page = await desk.get(asked + to_come, 422)
    assert "ask for an instant that is past" in page.text
    assert f'value="{to_come}"' in page.text
    for no_moment in ("yesterday", "0001-01-01T00:00%2B01:00"):
        wrong = await desk.get(asked + no_moment, 422)
        assert 'id="known-at-error"' in wrong.text


@shared
async def test_a_control_total_is_in_pounds_and_says_of_what_it_is_the_sum(desk: Desk) -> None:
    page = (await desk.get(f"/finance/payments?{DAYS}")).text
    (total,) = re.findall(
        r"Control total\s*</dt>\s*<dd[^>]*>(£[0-9,.]+), the sum of the column “amount”", page
    )
    (rows,) = re.findall(r"Rows in the file\s*</dt>\s*<dd[^>]*>([0-9,]+)<", page)
    for file in (f"payments.csv?{DAYS}", "balances.csv?to=2025-12-31", "ledger.journal?to=2025-12-31"):
        assert (await desk.get(f"/finance/{file}")).content
    listed = (await desk.get("/finance/exports")).text
    assert f'<td data-label="Rows" class="hearth-table__number">{rows}</td>' in listed
    assert f'{total}<br><span class="hearth-quiet">sum of “amount”</span>' in listed
    assert "sum of “outstanding”" in listed
    assert "sum of “debit”" in listed
