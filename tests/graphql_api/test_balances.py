"""Balances and invoices through the whole service: closed days, adjustments, what was known when."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from finance.settings.commands import CloseBooks, FinanceCommand, RaiseInvoices
from households.contributions import ChangeContribution
from households.payments import ReceivePayment, ReversePayment
from households.recording.command import Command
from households.recording.service import Envelope
from network.access.viewer import SYSTEM, Role
from tests.graphql_api.conftest import NOW, World
from tests.graphql_api.documents import BALANCES, INVOICES
from tests.graphql_api.story import COUNCIL

AS_OF = "2026-03-14"
shared = pytest.mark.asyncio(loop_scope="session")
Json = dict[str, Any]


async def record(world: World, command: Command) -> str:
    """Record one command at rosewood; its record's id."""
    envelope = Envelope(command_id=uuid4(), now=NOW)
    answer = await world.services.households.record(SYSTEM, world.own, command, envelope)
    assert answer.id
    return answer.id


async def decide(world: World, command: FinanceCommand) -> None:
    """Finance decides."""
    await world.services.finance.decide(SYSTEM, command, uuid4())


async def clock(world: World) -> datetime:
    """What the centre's clock says."""
    return await world.services.pool.fetchval("SELECT clock_timestamp()")


async def balances(world: World, as_of: str = AS_OF, **variables: object) -> Json:
    """Finance's balances of a day."""
    return (await world.data(Role.FINANCE, BALANCES, asOf=as_of, **variables))["balances"]


async def invoices(world: World, since: str, until: str, **variables: object) -> Json:
    """Finance's invoices of some days."""
    answer = await world.data(Role.FINANCE, INVOICES, **{"from": since, "to": until}, **variables)
    return answer["invoices"]


def agrees(answer: Json) -> bool:
    """Whether lines add up to the total, ages to what is outstanding, and all four figures agree."""
    lines = [edge["node"] for edge in answer["lines"]["edges"]]
    names = ("charged", "received", "outstanding", "credit")
    total = {name: sum(Decimal(line[name]) for line in lines) for name in names}
    charged, received, outstanding, credit = total.values()
    return (
        total == {name: Decimal(answer["total"][name]) for name in names}
        and charged - received == outstanding - credit
        and all(sum(map(Decimal, line["ageing"].values())) == Decimal(line["outstanding"]) for line in lines)
    )


async def contribution_of(world: World, payer: str) -> str:
    """The id of a contribution of a payer at rosewood."""
    row = await world.services.pool.fetchrow(
        "SELECT version FROM payments_3.contribution JOIN payments_3.payer USING (payer_id)"
        " WHERE contribution.home_id = $1 AND payer.ref = $2",
        world.own,
        payer,
    )
    assert row is not None
    return f"{world.own.hex}-{row['version']}"


@pytest.mark.parametrize("as_of", ["2023-12-31", "2024-01-29", "2025-03-01", AS_OF, "2026-12-01"])
@pytest.mark.parametrize("home", [None, "rosewood"])
@shared
async def test_lines_add_up_to_the_total_on_any_day(world: World, as_of: str, home: str | None) -> None:
    answer = await balances(world, as_of, home=home)
    assert agrees(answer)
    assert answer["lines"]["totalCount"] == len(answer["lines"]["edges"])


@shared
async def test_lines_come_page_by_page(world: World) -> None:
    whole = (await balances(world))["lines"]
    edges: list[Json] = []
    after = None
    while True:
        page = (await balances(world, first=2, after=after))["lines"]
        edges += page["edges"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert edges == whole["edges"]


@shared
async def test_invoices_of_all_days_add_up_to_what_is_charged(world: World) -> None:
    charged = (await balances(world))["total"]["charged"]
    answer = await invoices(world, "2023-01-01", AS_OF, first=500)
    nodes = [edge["node"] for edge in answer["edges"]]
    assert answer["totalAmount"] == charged
    assert answer["totalCount"] == len(nodes) == len({node["id"] for node in nodes})
    for node in nodes:
        assert Decimal(node["amount"]) == sum(Decimal(line["amount"]) for line in node["lines"])


async def test_an_invoice_has_a_number_that_a_payment_can_name(own_world: World) -> None:
    world = own_world
    nodes = [edge["node"] for edge in (await invoices(world, "2025-01-01", AS_OF))["edges"]]
    council = [node for node in nodes if node["number"].startswith("rosewood-") and COUNCIL in node["number"]]
    last = council[-1]
    await record(
        world,
        ReceivePayment(
            payer=COUNCIL,
            received_on=date(2026, 3, 13),
            amount=Decimal(last["amount"]),
            reference=last["number"],
        ),
    )
    await world.project()
    paid = await invoices(world, last["chargedOn"], last["chargedOn"], payer=last["payer"]["id"])
    (node,) = [edge["node"] for edge in paid["edges"] if edge["node"]["id"] == last["id"]]
    assert (node["outstanding"], node["amount"]) == ("0.00", last["amount"])


async def test_a_late_rate_is_an_adjustment_on_the_first_open_day_and_closed_days_stay(
    own_world: World,
) -> None:
    world = own_world
    await decide(world, RaiseInvoices(period_starts_on=date(2025, 9, 15)))
    await decide(world, CloseBooks(through=date(2025, 12, 31)))
    await world.project()
    before = {day: await balances(world, day) for day in ("2025-10-13", "2025-12-31")}
    known = await clock(world)
    at_known = await balances(world, home="rosewood")

    change = ChangeContribution(
        contribution=await contribution_of(world, COUNCIL),
        weekly_amount=Decimal("999.95"),
        begins_on=date(2025, 9, 15),
    )
    await record(world, change)
    await world.project()

    for day, said in before.items():
        assert await balances(world, day) == said
        assert said["closedThrough"] == "2025-12-31"
    assert await balances(world) != at_known
    assert await balances(world, home="rosewood", knownAt=known.isoformat()) == at_known
    assert (await balances(world, knownAt=known.isoformat()))["closedThrough"] == "2025-12-31"
    after = await balances(world, "2026-01-01")
    assert agrees(after)
    lines = [
        line
        for edge in (await invoices(world, "2025-12-01", AS_OF, first=500))["edges"]
        for line in edge["node"]["lines"]
        if line["adjusts"]
    ]
    assert {line["adjusts"] for line in lines} == {"2025-09-15", "2025-10-13", "2025-11-10"}
    assert all("known since 1 January 2026" in line["description"] for line in lines)


async def test_a_payment_reversed_after_a_close_reopens_what_it_paid_in_the_open_days(
    own_world: World,
) -> None:
    world = own_world
    payment = await record(
        world,
        ReceivePayment(
            payer=COUNCIL, received_on=date(2025, 12, 20), amount=Decimal("500.00"), reference="DEC"
        ),
    )
    await decide(world, CloseBooks(through=date(2025, 12, 31)))
    await world.project()
    closed, open_ = await balances(world, "2025-12-31"), await balances(world, "2026-01-01")
    await record(world, ReversePayment(payment=payment, reversed_on=date(2025, 12, 22)))
    await world.project()

    assert await balances(world, "2025-12-31") == closed
    after = await balances(world, "2026-01-01")
    assert Decimal(after["total"]["received"]) == Decimal(open_["total"]["received"]) - 500
    assert Decimal(after["total"]["outstanding"]) == Decimal(open_["total"]["outstanding"]) + 500
    assert agrees(after)


async def test_known_at_refuses_an_instant_to_come_and_everybody_but_finance(own_world: World) -> None:
    to_come = "2199-01-01T00:00:00Z"
    answer = await own_world.ask(Role.FINANCE, BALANCES, asOf=AS_OF, knownAt=to_come)
    assert "past" in answer["errors"][0]["message"]
    known_at = (await clock(own_world)).isoformat()
    for role in (Role.HOME_TEAM, Role.COACH, Role.NETWORK_IT):
        variables = {"asOf": AS_OF, "home": "rosewood", "knownAt": known_at}
        assert (await own_world.data(role, BALANCES, **variables))["balances"] is None


async def test_known_at_waits_for_the_books_and_says_so_where_they_do_not_catch_up(own_world: World) -> None:
    payment = ReceivePayment(payer=COUNCIL, received_on=date(2026, 1, 5), amount=Decimal(5), reference="LATE")
    await record(own_world, payment)
    known_at = (await clock(own_world)).isoformat()
    answer = await own_world.ask(Role.FINANCE, BALANCES, asOf=AS_OF, knownAt=known_at)
    assert answer["data"] == {"balances": None}
    assert "try again" in answer["errors"][0]["message"]


@shared
async def test_a_day_too_far_ahead_is_refused(world: World) -> None:
    answer = await world.ask(Role.FINANCE, BALANCES, asOf="2028-01-01")
    assert "a year ahead" in answer["errors"][0]["message"]
