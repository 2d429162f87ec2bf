"""Real PostgreSQL for every test: one embedded server a run, one fresh migrated database a test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from network.postgres.dsns import OWNER, Dsns
from network.postgres.embedded import THROWAWAY, EmbeddedServer
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import DatabasePool, connection, create_pool
from network.postgres.roles import grant_database
from network.postgres.server import create_database, migrate_database
from tests.folders import write_to_memory
from tests.projected import Projected
from tests.read_models import rebuild_read_models

POOL_SIZE = 4
FIGURE = "figure"
"""The property under which a test records what it measured; printed at the end of the run."""
PROJECTOR_POOL_SIZE = 20
"""As many as two projectors have, because tests let two follow the log beside each other."""

write_to_memory()

# How long an example takes, or is made, says more about the machine's load than about the code. The same
# examples each time, so that a change alone turns a test red; with HEARTH_FAULTS=long it looks for new ones.
hypothesis.settings.register_profile(
    "hearth",
    deadline=None,
    derandomize=os.environ.get("HEARTH_FAULTS") != "long",
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("hearth")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured, whichever worker measured it."""
    # Those without a word of their own are of what comes before a test and after it.
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("")]
    figures = sorted(
        {str(said) for report in reports for name, said in report.user_properties if name == FIGURE}
    )
    if figures:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(figures))


@dataclass(frozen=True, slots=True)
class Cluster:
    """The run's server, with a migrated template that databases are copied from."""

    server: EmbeddedServer
    template: str
    numbers: "itertools.count[int]"

    async def copy_template(self, template: str | None = None) -> str:
        """A new database with the current schema, or with what a template of a test's own has; its name."""
        name = f"{self.template}_{next(self.numbers)}"
        source = template or self.template
        async with connection(self.server.superuser_dsn(), application_name="tests") as superuser:
            await superuser.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{source}"')
        async with connection(self.server.dsns(name).owner, application_name="tests") as owner:
            await grant_database(owner)
        return name

    async def create_empty(self) -> str:
        """A new database with nothing in it, not even a schema; its name."""
        name = f"{self.template}_{next(self.numbers)}"
        await create_database(self.server, name)
        return name

    async def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected to it."""
        async with connection(self.server.superuser_dsn(), application_name="tests") as superuser:
            await superuser.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def own_dir() -> Iterator[Path]:
    """An empty directory that PostgreSQL's user can reach.

    Not pytest's `tmp_path`: another run of pytest that begins meanwhile closes the folder
    above it to everybody but its owner, who as root is not whom PostgreSQL runs as.
    """
    directory = Path(tempfile.mkdtemp(prefix="hearth-test-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster(worker_id: str, testrun_uid: str) -> Iterator[Cluster]:
    """The embedded server, which the workers of a parallel run share."""
    directory = Path(tempfile.gettempdir()) / f"hearth-tests-{testrun_uid[:12]}-{os.getuid()}"
    # Every worker holds the pools of several services that its tests share.
    server = EmbeddedServer(directory, {**THROWAWAY, "max_connections": "400"})
    server.open()
    try:
        template = f"template_{worker_id}"
        # In a thread of its own, because pytest-asyncio's event loop belongs to this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _make_template(server, template)).result()
        yield Cluster(server, template, itertools.count(1))
    finally:
        if server.close():
            shutil.rmtree(directory, ignore_errors=True)


async def _make_template(server: EmbeddedServer, name: str) -> None:
    await create_database(server, name)
    await migrate_database(server.dsns(name), load_migrations(MIGRATIONS))


@pytest.fixture(scope="session")
def template_with_read_models(cluster: Cluster) -> str:
    """The name of a template whose read models are made, and follow a log that is empty."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _make_read_models(cluster)).result()


async def _make_read_models(cluster: Cluster) -> str:
    name = await cluster.copy_template()
    await rebuild_read_models(cluster.server.dsns(name))
    return name


@pytest.fixture
async def database_with_read_models(cluster: Cluster, template_with_read_models: str) -> AsyncIterator[Dsns]:
    """A fresh database for a test that follows all read models, and need not see them made."""
    name = await cluster.copy_template(template_with_read_models)
    yield cluster.server.dsns(name)
    await cluster.drop(name)


@pytest.fixture
async def database(cluster: Cluster) -> AsyncIterator[Dsns]:
    """A fresh database with the current schema and nothing in it."""
    name = await cluster.copy_template()
    yield cluster.server.dsns(name)
    await cluster.drop(name)


@pytest.fixture
async def web_pool(database: Dsns) -> AsyncIterator[DatabasePool]:
    """Connections as the web service has them."""
    pool = await create_pool(database.web, application_name="tests web", max_size=POOL_SIZE)
    yield pool
    await pool.close()


@pytest.fixture
async def owner_pool(database: Dsns) -> AsyncIterator[DatabasePool]:
    """Connections as the owner of every table, to arrange what the service may not."""
    pool = await create_pool(database.owner, application_name="tests owner", max_size=POOL_SIZE)
    yield pool
    await pool.close()


@pytest.fixture
async def projector_pool(database: Dsns) -> AsyncIterator[DatabasePool]:
    """Connections as the projections have them."""
    pool = await create_pool(
        database.projector, application_name="tests projector", max_size=PROJECTOR_POOL_SIZE
    )
    yield pool
    await pool.close()


@pytest.fixture
async def projected(
    database: Dsns, web_pool: DatabasePool, projector_pool: DatabasePool
) -> AsyncIterator[Projected]:
    """A log that the test writes, with the engine that fills read models from it."""
    projected = Projected(web_pool, projector_pool, database.projector)
    yield projected
    await projected.close()
