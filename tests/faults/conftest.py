"""Clusters of their own for tests that hurt them, and how long the tests go on hurting."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from network.postgres.dsns import Dsns
from tests.clusters import UNSAFE_BUT_FAST, Cluster, own_database


@dataclass(frozen=True, slots=True)
class Length:
    """How much a fault test does: little with the other tests, much in `make test-faults`."""

    is_long: bool

    def of(self, short: int, long: int) -> int:
        """One of two amounts."""
        return long if self.is_long else short


@dataclass(frozen=True, slots=True)
class Ground:
    """A cluster that one test has to itself, and the ways into its one database."""

    cluster: Cluster
    dsns: Dsns


@pytest.fixture(scope="session")
def length() -> Length:
    """Long with HEARTH_FAULTS=long."""
    return Length(os.environ.get("HEARTH_FAULTS") == "long")


@pytest.fixture
async def ground() -> AsyncIterator[Ground]:
    """A running cluster with an empty database."""
    async with own_database(UNSAFE_BUT_FAST) as (cluster, dsns):
        yield Ground(cluster, dsns)
