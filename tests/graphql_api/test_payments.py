"""Payments: reversals, what was known at an instant, and what is settled by nobody yet."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from households.payments import ReceivePayment, ReversePayment
from households.recording.service import Envelope
from network.access.viewer import SYSTEM, Role
from tests.graphql_api.conftest import NOW, World
from tests.graphql_api.documents import PAYMENTS
from tests.graphql_api.story import COUNCIL

YEAR = {"from": "2025-04-01", "to": "2026-03-14"}


async def record(world: World, command: ReceivePayment | ReversePayment) -> str:
    """Record one command at rosewood and have it projected; its record's id."""
    envelope = Envelope(command_id=uuid4(), now=NOW)
    answer = await world.services.households.record(SYSTEM, world.own, command, envelope)
    await world.project()
    assert answer.id
    return answer.id


async def clock(world: World) -> datetime:
    """What the centre's clock says."""
    return await world.services.pool.fetchval("SELECT clock_timestamp()")


async def payments(world: World, **variables: object) -> dict[str, Any]:
    """Finance's payments of the year."""
    return (await world.data(Role.FINANCE, PAYMENTS, **YEAR, **variables))["payments"]


def paid(amount: str, reference: str) -> ReceivePayment:
    """A council's payment of a day in February."""
    return ReceivePayment(
        payer=COUNCIL, received_on=date(2026, 2, 2), amount=Decimal(amount), reference=reference
    )


async def test_a_reversal_is_a_row_of_its_own_and_the_books_at_an_instant_stay_as_they_were(
    own_world: World,
) -> None:
    world = own_world
    before = await clock(world)
    payment = await record(world, paid("100.10", "FEB"))
    between = await clock(world)
    reversal = await record(world, ReversePayment(payment=payment, reversed_on=date(2026, 2, 3)))

    now = await payments(world)
    assert (now["totalCount"], now["totalAmount"]) == (7, "9884.00")
    *_, received, reversed_ = [edge["node"] for edge in now["edges"]]
    assert (received["id"], received["amount"], received["reverses"]) == (payment, "100.10", None)
    assert (reversed_["id"], reversed_["amount"], reversed_["reverses"]) == (reversal, "-100.10", payment)
    assert reversed_["reference"] is None

    at_between = await payments(world, knownAt=between.isoformat())
    assert (at_between["totalCount"], at_between["totalAmount"]) == (6, "9984.10")
    at_before = await payments(world, knownAt=before.astimezone(UTC).isoformat())
    assert (at_before["totalCount"], at_before["totalAmount"]) == (5, "9884.00")


async def test_known_at_waits_for_the_books_and_says_so_where_they_do_not_catch_up(own_world: World) -> None:
    envelope = Envelope(command_id=uuid4(), now=NOW)
    await own_world.services.households.record(SYSTEM, own_world.own, paid("5.00", "LATE"), envelope)
    answer = await own_world.ask(Role.FINANCE, PAYMENTS, knownAt=(await clock(own_world)).isoformat(), **YEAR)
    assert answer["data"] == {"payments": None}
    assert "try again" in answer["errors"][0]["message"]


async def test_an_instant_still_to_come_is_refused(own_world: World) -> None:
    to_come = (await clock(own_world)) + timedelta(minutes=1)
    answer = await own_world.ask(Role.FINANCE, PAYMENTS, knownAt=to_come.isoformat(), **YEAR)
    assert "past" in answer["errors"][0]["message"]


async def test_only_finance_may_ask_what_was_known(own_world: World) -> None:
    known_at = (await clock(own_world)).isoformat()
    variables = {**YEAR, "home": "rosewood", "knownAt": known_at}
    assert (await own_world.data(Role.FINANCE, PAYMENTS, **variables))["payments"] is not None
    for role in (Role.HOME_TEAM, Role.COACH, Role.NETWORK_IT):
        assert (await own_world.data(role, PAYMENTS, **variables))["payments"] is None


async def test_a_possible_duplicate_counts_once(own_world: World) -> None:
    await record(own_world, paid("100.10", "FEB"))
    await record(own_world, paid("100.10", "FEB"))
    now = await payments(own_world)
    assert (now["totalCount"], now["totalAmount"]) == (6, "9984.10")
