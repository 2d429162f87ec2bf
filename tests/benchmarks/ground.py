"""Where all contenders of a run work: one cluster, set up as the service sets up its own, durable and all."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from tests.clusters import Cluster, own_cluster

SETTINGS = {"max_connections": "200"}
"""Of otherwise the embedded server's own configuration; peers with four processes need the connections."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The cluster, the network's key, and how often each contender has its turn."""

    cluster: Cluster
    key: bytes
    rounds: int
    seconds: float
    """How long a turn takes, where it is for so long and not for so much."""
    kept: dict[str, Dsns] = field(default_factory=dict[str, Dsns])
    """Databases that one row has made and another can use."""

    async def hearth_database(self, name: str) -> Dsns:
        """A database of ours, migrated."""
        return await self.cluster.new_database(name)

    async def plain_database(self, name: str) -> str:
        """An empty database for a peer, which may do what it likes there."""
        dsn = self.cluster.server.superuser_dsn()
        async with connection(dsn, application_name="bench") as superuser:
            await superuser.execute(f'CREATE DATABASE "{name}"')
        return dsn.replace("/postgres?", f"/{name}?")

    async def server_version(self) -> str:
        """PostgreSQL's."""
        async with connection(self.cluster.server.superuser_dsn(), application_name="bench") as superuser:
            return await superuser.fetchval("SHOW server_version")


@asynccontextmanager
async def open_ground(rounds: int, seconds: float) -> AsyncIterator[Ground]:
    """A cluster for one run."""
    with own_cluster(SETTINGS) as cluster:
        yield Ground(cluster, os.urandom(32), rounds, seconds)
