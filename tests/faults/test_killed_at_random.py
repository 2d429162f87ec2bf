"""SIGKILL of server, PostgreSQL and projectors while 16 writers write: nothing lost, nothing twice."""

import asyncio
import os
from pathlib import Path
from random import Random
from uuid import UUID

import httpx

from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from network.services import Services, open_services
from tests.faults.conftest import Ground, Length
from tests.faults.writers import Ledger, Writer
from tests.patience import until
from tests.processes import CONNECTIONS, Processes
from tests.read_models import digest_read_models, rebuild_read_models
from tests.small_network import open_homes

WRITERS = 16
HOMES = 8
VICTIMS = ("server", "postgres", "projector 1", "projector 2")
RECORDED = """
SELECT command_id, events.originator_id, events.originator_version
FROM eventstore.commands LEFT JOIN eventstore.events USING (position)
WHERE position IS NULL OR topic LIKE 'fall-%'
"""
HOLES = """
SELECT originator_id FROM eventstore.events GROUP BY originator_id
HAVING count(*) <> max(originator_version) OR min(originator_version) <> 1
"""
FALLS = "SELECT count(*) FROM eventstore.events WHERE topic LIKE 'fall-recorded/%'"


async def test_what_was_acknowledged_is_there_once_and_nothing_else(
    ground: Ground, length: Length, tmp_path: Path
) -> None:
    key, random = os.urandom(32), Random(20_261_122)
    async with open_services(ground.dsns, NetworkKey(key)) as services:
        homes = await open_homes(services.directory, services.households, 0, HOMES)
        token = await _token(services, homes)
    processes = Processes(ground.dsns, key, tmp_path)
    try:
        await _start(processes)
        ledger = await _write_while_dying(ground, processes, homes, token, length.of(4, 60), random)
        position = await _last_position(ground.dsns)
        status, said = await processes.run("projections", "wait", "--position", str(position))
        assert status == 0, said
    finally:
        await processes.kill_all()

    assert ledger.strange == []
    await _check_the_log(ground.dsns, ledger)
    live = await digest_read_models(ground.dsns)
    await rebuild_read_models(ground.dsns)
    assert await digest_read_models(ground.dsns) == live


async def _start(processes: Processes) -> None:
    await processes.start_server()
    for name in VICTIMS[2:]:
        await processes.start_projector(name)


async def _write_while_dying(
    ground: Ground, processes: Processes, homes: list[UUID], token: str, deaths: int, random: Random
) -> Ledger:
    ledger, stopping = Ledger(), asyncio.Event()
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=processes.address, headers=headers, limits=CONNECTIONS, timeout=10
    ) as client:
        writing = [
            asyncio.create_task(Writer(client, homes, ledger, Random(seed)).run(stopping))
            for seed in range(WRITERS)
        ]
        try:
            for number in range(deaths):
                await asyncio.sleep(random.uniform(0.1, 0.8))
                # Everybody is hit in turn, in a short run too.
                await _kill_and_start(ground, processes, VICTIMS[number % len(VICTIMS)])
            # However long everybody took to start again, there has to be something to look at.
            await until(ledger.is_telling, "enough answers")
            stopping.set()
            await asyncio.wait_for(asyncio.gather(*writing), 60)
        finally:
            for task in writing:
                task.cancel()
            await asyncio.gather(*writing, return_exceptions=True)
    return ledger


async def _kill_and_start(ground: Ground, processes: Processes, victim: str) -> None:
    if victim == "postgres":
        await asyncio.to_thread(ground.cluster.kill)
        await asyncio.to_thread(ground.cluster.start)
        return
    await processes.kill(victim)
    if victim == "server":
        await processes.start_server()
    else:
        await processes.start_projector(victim)


async def _check_the_log(dsns: Dsns, ledger: Ledger) -> None:
    async with connection(dsns.owner, application_name="tests") as owner:
        rows = await owner.fetch(RECORDED)
        holes = await owner.fetch(HOLES)
        falls = await owner.fetchval(FALLS)
    recorded = {row["command_id"]: f"{row['originator_id'].hex}-{row['originator_version']}" for row in rows}
    assert recorded == ledger.acknowledged
    assert recorded.keys().isdisjoint(ledger.refused)
    assert falls == len(ledger.acknowledged)
    assert holes == []


async def _token(services: Services, homes: list[UUID]) -> str:
    account_id = await enrol(
        services.accounts,
        services.directory,
        SYSTEM,
        name="All teams",
        role=Role.HOME_TEAM,
        home_refs=[str(home) for home in homes],
    )
    return (await services.accounts.create_token(SYSTEM, account_id, None))[1]


async def _last_position(dsns: Dsns) -> int:
    async with connection(dsns.owner, application_name="tests") as owner:
        return await owner.fetchval("SELECT max(position) FROM eventstore.events")
