"""Who may bring what waits on a device."""

from datetime import UTC, datetime, timedelta

import asyncpg

from network.access.viewer import Role
from tests.households.outbox.conftest import FALL, SignedIn, Tablet, Worker, became, end_a_guests_shift, falls
from tests.households.outbox.device import Json
from tests.signed_in import somebody


async def test_a_delivery_needs_an_account_its_mark_and_its_limits(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    body: Json = {"sent_at": datetime.now(UTC).isoformat(), "records": []}
    assert (await tablet.world.http.post("/outbox", json=body)).status_code == 401
    assert (await sam.client.post("/outbox", body)).status_code == 403
    many = await tablet.post(sam, *[tablet.keep(sam) for _ in range(51)])
    assert (many.status_code, many.json()["field"]) == (422, "records")


async def test_a_record_longer_than_any_form_is_refused_and_those_behind_it_are_received(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam")
    long = tablet.keep(sam, fields=(*FALL, ("description", "x" * 100_000)))
    assert became(await tablet.bring(sam, long, tablet.keep(sam))) == ["refused", "received"]


async def test_nobody_but_a_home_team_that_is_signed_in_on_the_device_brings_what_waits_there(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam")
    waiting = tablet.keep(sam)
    world = tablet.world
    with_tokens = [Worker(sam.viewer, client, sam.grant) for client in world.clients.values()]
    others = [
        Worker(
            sam.viewer,
            SignedIn(await somebody(world.services, world.http, role, name=role), world.http),
            sam.grant,
        )
        for role in (Role.COACH, Role.FINANCE, Role.NETWORK_IT)
    ]
    for sender in (*with_tokens, *others):
        answer = await tablet.post(sender, waiting)
        assert answer.status_code == 403
        assert "Sign in on the device" in answer.json()["remedy"]
    assert await falls(tablet) == []
    assert became(await tablet.bring(sam, waiting)) == ["received"]


async def test_a_guest_brings_a_colleagues_records(tablet: Tablet, owner_pool: asyncpg.Pool) -> None:
    sam, guest = await tablet.join("Sam"), await tablet.join("Jo")
    await end_a_guests_shift(owner_pool, guest, sam, timedelta(hours=1))
    assert became(await tablet.bring(guest, tablet.keep(sam))) == ["received"]


async def test_a_record_of_another_home_stays_on_the_device_for_somebody_of_that_home(
    tablet: Tablet,
) -> None:
    sam, ada, mia = (
        await tablet.join("Sam"),
        await tablet.join("Ada"),
        await tablet.join("Mia", "elmhurst"),
    )
    waiting = tablet.keep(sam)
    (answer,) = (await tablet.bring(mia, waiting)).answers
    assert answer.became == "later"
    assert answer.remedy is not None
    assert "somebody of that home" in answer.remedy
    assert await falls(tablet) == []
    assert became(await tablet.bring(ada, waiting)) == ["received"]
