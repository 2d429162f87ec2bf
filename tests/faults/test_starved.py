"""A full disk and no connection left: a clear answer while it lasts, and recovery by itself afterwards."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID, uuid4

import pytest

from households.recording.envelope import Envelope, Recorded
from network.access.viewer import SYSTEM
from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.errors import PostgresError
from network.postgres.pool import DRIVER_ERRORS, connection
from network.services import Services, open_services
from tests.clusters import UNSAFE_BUT_FAST, Cluster, own_cluster
from tests.faults.small_disk import Disk, limited_writer, small_disk
from tests.patience import SECONDS
from tests.read_models import digest_read_models, rebuild_read_models
from tests.small_network import envelope, fall_of, open_homes

T = TypeVar("T")
STARVED = (StoreBusy, StoreUnavailable)
HELD_UP = (*STARVED, *DRIVER_ERRORS, PostgresError, ConnectionError)
FALLS = "SELECT count(*) FROM eventstore.events WHERE topic LIKE 'fall-recorded/%'"
END_SESSIONS = (
    "SELECT count(pg_terminate_backend(pid, 1000)) FROM pg_stat_activity WHERE usename = 'hearth_web'"
)
SMALL = {
    **UNSAFE_BUT_FAST,
    "max_wal_size": "32MB",
    "min_wal_size": "32MB",
    "max_connections": "30",
    # Started again by itself while it may not write, it waits in its recovery for ever.
    "restart_after_crash": "off",
}


@pytest.fixture(params=[small_disk, limited_writer])
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    """Each way of running out of room."""
    with request.param() as disk:
        yield disk


async def test_a_full_disk_refuses_and_room_heals(disk: Disk) -> None:
    with own_cluster(SMALL, disk.place) as cluster:
        dsns = await cluster.new_database("hearth")
        async with open_services(dsns, NetworkKey(os.urandom(32))) as services:
            [home] = await open_homes(services.directory, services.households, 0, 1)
            acknowledged = [await _fall(services, home, uuid4())]
            with disk.filled():
                lost, more = await _record_until_refused(services, home)
            acknowledged += more

            # The command whose fate is unknown, sent again with the same key, is recorded once.
            for command_id in (lost, uuid4()):
                acknowledged.append(await _until_done(cluster, partial(_fall, services, home, command_id)))

        assert len({answer.id for answer in acknowledged}) == len(acknowledged)
        assert await _count_falls(dsns) == len(acknowledged)
        assert disk.refusal in cluster.log


async def test_projections_wait_for_room_and_go_on(disk: Disk) -> None:
    with own_cluster(SMALL, disk.place) as cluster:
        dsns = await cluster.new_database("hearth")
        async with open_services(dsns, NetworkKey(os.urandom(32))) as services:
            [home] = await open_homes(services.directory, services.households, 0, 1)
            await rebuild_read_models(dsns)
            for _ in range(20):
                await _fall(services, home, uuid4())
        with disk.filled(), pytest.raises(HELD_UP):
            await rebuild_read_models(dsns)

        await _until_done(cluster, partial(rebuild_read_models, dsns))
        assert (await digest_read_models(dsns))["falls_1.fall"][0] == 20


async def test_no_connection_left_is_busy_and_passes() -> None:
    with own_cluster({"max_connections": "20", "fsync": "off"}) as cluster:
        dsns = await cluster.new_database("hearth")
        async with open_services(dsns, NetworkKey(os.urandom(32))) as services:
            [home] = await open_homes(services.directory, services.households, 0, 1)
            async with _no_connection_left(cluster):
                with pytest.raises(STARVED):
                    await asyncio.wait_for(_fall(services, home, uuid4()), 10)

            recorded = await _until_done(cluster, partial(_fall, services, home, uuid4()))
            assert recorded.id is not None
        assert await _count_falls(dsns) == 1


async def _fall(services: Services, home: UUID, command_id: UUID) -> Recorded:
    said: Envelope = envelope(command_id)
    return await services.households.record(SYSTEM, home, fall_of(0, datetime.now(UTC)), said)


async def _record_until_refused(services: Services, home: UUID) -> tuple[UUID, list[Recorded]]:
    """What was still recorded, and the command that was not: within the room that files had already."""
    recorded: list[Recorded] = []
    async with asyncio.timeout(SECONDS):
        while True:
            command_id = uuid4()
            try:
                recorded.append(await _fall(services, home, command_id))
            except STARVED:
                return command_id, recorded


async def _until_done(cluster: Cluster, work: Callable[[], Awaitable[T]]) -> T:
    """Try until it is done.

    A full disk under the write-ahead log ends PostgreSQL, now or a little later; whoever runs it starts
    it again.
    """
    async with asyncio.timeout(SECONDS):
        while True:
            try:
                await asyncio.to_thread(cluster.start)
                return await work()
            except HELD_UP:
                await asyncio.sleep(0.2)


@asynccontextmanager
async def _no_connection_left(cluster: Cluster) -> AsyncIterator[None]:
    """As when other programs hold every connection: the service's own end, and it gets no new one.

    A limit of its role, because taking them all races with the service, which connects again at once.
    """
    async with connection(cluster.server.superuser_dsn(), application_name="tests") as superuser:
        await superuser.execute("ALTER ROLE hearth_web CONNECTION LIMIT 0")
        await superuser.fetchval(END_SESSIONS)
        yield
        await superuser.execute("ALTER ROLE hearth_web CONNECTION LIMIT -1")


async def _count_falls(dsns: Dsns) -> int:
    async with connection(dsns.owner, application_name="tests") as owner:
        return await owner.fetchval(FALLS)
