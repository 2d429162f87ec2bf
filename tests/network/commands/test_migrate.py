"""`hearth migrate` beside a PostgreSQL that has just been started."""

import asyncio
from datetime import timedelta

import pytest

from network.commands.migrate import come_up
from network.postgres.errors import DatabaseAway, DatabaseUnreachable
from tests.clusters import UNSAFE_BUT_FAST, own_cluster
from tests.conftest import Cluster

AT_ONCE = timedelta(0)


async def test_a_postgresql_that_is_only_starting_is_waited_for() -> None:
    with own_cluster(UNSAFE_BUT_FAST) as cluster:
        dsn = cluster.server.superuser_dsn()
        cluster.kill()
        with pytest.raises(DatabaseAway, match="Is it running"):
            await come_up(dsn, AT_ONCE)
        waiting = asyncio.create_task(come_up(dsn))
        await asyncio.to_thread(cluster.start)
        await waiting


async def test_one_that_refuses_is_not(cluster: Cluster) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        await come_up(cluster.server.dsns("nothing_of_that_name").owner)
    assert not isinstance(refused.value, DatabaseAway)
