"""Two processes that decide on one home: what either has recorded counts at once for the other."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from households.residents import MoveOut
from households.terms import MovedOutReason
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.postgres.pool import connection
from network.services import open_services
from tests.days import today
from tests.faults.conftest import Ground, Length
from tests.processes import CONNECTIONS, Processes
from tests.small_network import MOVED_IN_ON, envelope, open_homes, resident_ref

VERSIONS = """
SELECT count(*) AS events, max(originator_version) AS last FROM eventstore.events WHERE originator_id = $1
"""


async def test_no_valid_fact_is_refused_and_no_bed_given_twice(
    ground: Ground, length: Length, tmp_path: Path
) -> None:
    key = os.urandom(32)
    home, token = await _open(ground, key)
    places = [tmp_path / name for name in ("one", "two")]
    for place in places:
        place.mkdir()
    one, two = (Processes(ground.dsns, key, place) for place in places)
    try:
        await asyncio.gather(one.start_server(), two.start_server())
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx.AsyncClient(base_url=one.address, headers=headers, timeout=20, limits=CONNECTIONS) as here,
            httpx.AsyncClient(base_url=two.address, headers=headers, timeout=20, limits=CONNECTIONS) as there,
        ):
            for number in range(length.of(10, 300)):
                # Both have the home in memory, and neither knows yet what the other is told next.
                sides = (here, there) if number % 2 else (there, here)
                await _live_and_leave(home, f"N{number}", *sides)
                await _race_for_the_bed(home, number, *sides)
    finally:
        await one.kill_all()
        await two.kill_all()

    async with connection(ground.dsns.owner, application_name="tests") as owner:
        [row] = await owner.fetch(VERSIONS, home)
    assert row["events"] == row["last"]


async def _live_and_leave(home: UUID, ref: str, one: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    """One process admits a resident, the other at once records the fall, the first the leaving."""
    assert (await _send(one, home, "residents", _moving_in(ref))).status_code == 201
    fall = {"resident": ref, "occurred_at": datetime.now(UTC).isoformat(), "place": "bedroom", "harm": "none"}
    fell = await _send(other, home, "falls", fall)
    assert fell.status_code == 201, fell.text
    left = await _send(one, home, f"residents/{ref}/move-out", _leaving())
    assert left.status_code == 201, left.text


async def _race_for_the_bed(
    home: UUID, number: int, one: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    """There is one free bed, and both processes give it away at the same moment."""
    refs = [f"A{number}", f"B{number}"]
    answers = await asyncio.gather(
        *(
            _send(client, home, "residents", _moving_in(ref))
            for client, ref in zip((one, other), refs, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    winner = refs[0] if answers[0].status_code == 201 else refs[1]
    assert (await _send(other, home, f"residents/{winner}/move-out", _leaving())).status_code == 201


async def _send(client: httpx.AsyncClient, home: UUID, path: str, body: object) -> httpx.Response:
    return await client.post(f"/homes/{home}/{path}", json=body, headers={"Idempotency-Key": str(uuid4())})


def _leaving() -> dict[str, str]:
    return {"moved_out_on": today().isoformat(), "reason": "home"}


def _moving_in(ref: str) -> dict[str, str]:
    return {
        "given_name": "Edith",
        "family_name": "New",
        "resident_ref": ref,
        "household": "Rose",
        "moved_in_on": today().isoformat(),
    }


async def _open(ground: Ground, key: bytes) -> tuple[UUID, str]:
    """A home with one bed more than residents, and its team's token."""
    async with open_services(ground.dsns, NetworkKey(key)) as services:
        [home] = await open_homes(services.directory, services.households, 0, 1)
        gone = MoveOut(resident=resident_ref(9), moved_out_on=MOVED_IN_ON, reason=MovedOutReason.HOME)
        await services.households.record(SYSTEM, home, gone, envelope(uuid4()))
        account_id = await enrol(
            services.accounts,
            services.directory,
            SYSTEM,
            name="Team",
            role=Role.HOME_TEAM,
            home_refs=[str(home)],
        )
        _, token = await services.accounts.create_token(SYSTEM, account_id, None)
    return home, token
