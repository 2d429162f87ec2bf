"""Opens the database that the settings name, or else the embedded one; callers need not know which."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from network.postgres.dsns import OWNER, Dsns
from network.postgres.embedded import EmbeddedServer
from network.postgres.errors import EmbeddedServerError, PostgresError
from network.postgres.migrate import MIGRATIONS, Migration, load_migrations, migrate
from network.postgres.pool import connection
from network.postgres.roles import ensure_roles, grant_database
from network.postgres.setup_lock import alone
from network.settings import Settings

_log = structlog.stdlib.get_logger("hearth.postgres")

DATABASE = "hearth"
"""The embedded server's one database."""

LOOKED_AFTER = timedelta(seconds=1)
"""How often somebody who uses the embedded server looks whether it still runs."""

MIGRATE_URL_MISSING = "HEARTH_MIGRATE_DATABASE_URL is not set: it names the same database, as hearth_owner."


@asynccontextmanager
async def database(settings: Settings, *, may_create: bool = False) -> AsyncIterator[Dsns]:
    """The ways into the network's database, for as long as the block lasts.

    The embedded server is started when it is not running, migrated, and stopped by the last
    process to leave. Where there is none, only who may create it begins a network; others get
    `NoNetwork`. A database of the network's own is neither started nor migrated here.
    """
    if settings.database_url is not None:
        yield external_dsns(settings, settings.database_url)
        return
    server = EmbeddedServer(settings.data_dir)
    await asyncio.to_thread(server.open, may_create=may_create)
    try:
        await create_database(server, DATABASE)
        dsns = server.dsns(DATABASE)
        await migrate_database(dsns, load_migrations(MIGRATIONS))
        async with kept_running(server):
            yield dsns
    finally:
        await asyncio.to_thread(server.close)


@asynccontextmanager
async def kept_running(server: EmbeddedServer) -> AsyncIterator[None]:
    """Start the server again when it dies, for as long as the block lasts, as a supervisor would."""
    keeper = asyncio.create_task(_keep_running(server))
    try:
        yield
    finally:
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper


async def _keep_running(server: EmbeddedServer) -> None:
    while True:
        await asyncio.sleep(LOOKED_AFTER.total_seconds())
        if server.postmaster_pid() is not None:
            continue
        try:
            if await asyncio.to_thread(server.restart_if_stopped):
                _log.warning("the embedded PostgreSQL had died and was started again")
        except (OSError, EmbeddedServerError):
            # A full disk, most likely; as soon as there is room it starts.
            _log.exception("the embedded PostgreSQL does not start")


def external_dsns(settings: Settings, web: str) -> Dsns:
    """The network's own database. A URL that is not set is empty, and whoever needs it says so."""
    return Dsns(
        owner=settings.migrate_database_url or "",
        web=web,
        projector=settings.projector_database_url or "",
    )


async def create_database(server: EmbeddedServer, name: str) -> None:
    """Make the roles and an empty database on the embedded server, unless they are there."""
    dsns = server.dsns(name)
    async with (
        connection(server.superuser_dsn(), application_name="hearth setup") as superuser,
        alone(superuser),
    ):
        await ensure_roles(superuser, dsns)
        if not await superuser.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await superuser.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')


async def migrate_database(dsns: Dsns, migrations: Sequence[Migration]) -> list[Migration]:
    """Bring a database to this release's schema, roles and grants; answers what was run."""
    if not dsns.owner:
        raise PostgresError(MIGRATE_URL_MISSING)
    async with connection(dsns.owner, application_name="hearth migrate", statement_timeout=None) as owner:
        async with alone(owner):
            await ensure_roles(owner, dsns)
            await grant_database(owner)
        return await migrate(owner, migrations)
