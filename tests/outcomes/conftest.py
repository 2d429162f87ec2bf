"""Read models of outcomes on a real database, empty, to be filled with whatever a test makes up."""

from collections.abc import AsyncIterator

import pytest_asyncio

from households.activity.projection import PROJECTION as ACTIVITY
from network.postgres.pool import DatabasePool, create_pool
from network.projections.schemas import create_schema
from outcomes.read_models.falls.projection import PROJECTION as FALLS
from outcomes.read_models.occupancy.projection import PROJECTION as OCCUPANCY
from outcomes.read_models.sickness.projection import PROJECTION as SICKNESS
from tests.conftest import Cluster


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def read_models(cluster: Cluster) -> AsyncIterator[DatabasePool]:
    """A pool of the projections' role over empty tables; tests clear what they wrote."""
    name = await cluster.copy_template()
    dsn = cluster.server.dsns(name).projector
    async with await create_pool(dsn, application_name="tests", max_size=4) as pool:
        async with pool.acquire() as connection:
            for projection in (ACTIVITY, OCCUPANCY, FALLS, SICKNESS):
                await create_schema(connection, projection)
        yield pool
    await cluster.drop(name)
