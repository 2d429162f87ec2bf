"""What `hearth check` looks at: each thing is well, or it says what is wrong and what to do."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import asyncpg

from network.eventstore.errors import EventStoreError
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.network_key import NetworkKey
from network.postgres.catalogue import Differences, read_differences
from network.postgres.dsns import Dsns
from network.postgres.errors import PostgresError
from network.postgres.migrate import Migration, find_pending, read_applied, refuse_strangers
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool, connection, create_pool
from network.postgres.roles import refuse_powerful_role
from network.projections.checkpoints import State, Status, read_status
from network.projections.projection import Projection

QUERIES = NamedQueries.beside(__file__, "checks.sql")
NAME = "hearth check"
OLDEST_SERVER = 160_000
"""PostgreSQL 16, as server_version_num has it."""
MOST_TOLD = 3
"""Differences that are told; one hand has usually made them all."""
SLOWEST = timedelta(seconds=30)
"""Behind by more than this, a projection is not keeping up."""


class Amiss(Exception):
    """What is wrong, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_well: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """What there is to look at."""

    dsns: Dsns
    read_key: Callable[[], NetworkKey]
    migrations: Sequence[Migration]
    projections: Sequence[Projection]


Check = Callable[[Subjects], Awaitable[str]]


async def check_all(subjects: Subjects) -> AsyncIterator[Finding]:
    """Every finding, in an order in which the first that is amiss explains those after it."""
    for subject, check in CHECKS.items():
        try:
            yield Finding(subject, True, await check(subjects))
        except (Amiss, PostgresError, EventStoreError, asyncpg.PostgresError) as error:
            yield Finding(subject, False, str(error))


async def check_database(subjects: Subjects) -> str:
    """That it answers, is new enough and is not out of connections."""
    async with connection(subjects.dsns.web, application_name=NAME) as session:
        [row] = await session.fetch(QUERIES["read_server"])
        if row["version_number"] < OLDEST_SERVER:
            raise Amiss(f"PostgreSQL {row['version']} is too old: Hearth needs 16 or newer.")
        if row["in_recovery"]:
            raise Amiss("This is a standby, which records nothing: name the primary in HEARTH_DATABASE_URL.")
        if row["unfinished_restore"]:
            raise Amiss("A restore did not come to its end: run `hearth restore` again with the same file.")
        return f"PostgreSQL {row['version']}, {row['used']} of {row['most']} connections in use."


async def check_roles(subjects: Subjects) -> str:
    """That the two working roles may do what they need, and neither could change what was recorded."""
    for dsn in (subjects.dsns.web, subjects.dsns.projector):
        if not dsn:
            continue
        async with connection(dsn, application_name=NAME) as session:
            await refuse_powerful_role(session)
            if await session.fetchval(QUERIES["may_change_events"]):
                role = await session.fetchval("SELECT session_user")
                raise Amiss(
                    f"{role} may change events: revoke what was granted to it beside `hearth migrate`."
                )
            if others := await session.fetchval(QUERIES["find_memberships"]):
                raise Amiss(f"{others}, and so may do more than Hearth gives it: revoke that.")
    async with connection(subjects.dsns.web, application_name=NAME) as session:
        applied = await read_applied(session)
        if not find_pending(subjects.migrations, applied):  # else the next check says so
            _refuse_differences((await read_differences(session)).only(access=True))
    return "hearth_web and hearth_projector may do what they need, and can't change what was recorded."


async def check_schema(subjects: Subjects) -> str:
    """That every migration of this release has been run, and all that they made is as they made it."""
    async with connection(subjects.dsns.web, application_name=NAME) as session:
        applied = await read_applied(session)
        refuse_strangers(subjects.migrations, applied)
        pending = find_pending(subjects.migrations, applied)
        if pending:
            raise Amiss(f"{len(pending)} migrations have not been run: run `hearth migrate`.")
        _refuse_differences((await read_differences(session)).only(access=False))
    return (
        f"At {subjects.migrations[-1].number:04}, as this release needs it; "
        "events, commands and the audit are append-only."
    )


async def check_keys(subjects: Subjects) -> str:
    """That the network's key is the one that wrapped this database's keys."""
    key = subjects.read_key()
    async with _pool(subjects) as pool:
        await Keyring(pool, key, KeyCache(timedelta(seconds=60), 10, monotonic)).check()
    return "The network's key seals and opens a canary."


async def check_projections(subjects: Subjects) -> str:
    """That every read model is there and follows the log."""
    async with connection(subjects.dsns.web, application_name=NAME) as session:
        statuses = {status.name: status for status in await read_status(session, subjects.projections)}
        readable = {row["named"] for row in await session.fetch(QUERIES["find_readable_tables"])}
    wrong: dict[str, list[str]] = {}
    for projection in subjects.projections:
        if sentence := _amiss(statuses.get(projection.name)) or _unreadable(projection, readable):
            wrong.setdefault(sentence, []).append(projection.name)
    if wrong:
        raise Amiss(" ".join(f"{', '.join(names)}: {sentence}" for sentence, names in wrong.items()))
    return f"All {len(subjects.projections)} follow the log."


CHECKS: dict[str, Check] = {
    "database": check_database,
    "roles": check_roles,
    "schema": check_schema,
    "keys": check_keys,
    "projections": check_projections,
}


def _refuse_differences(differences: Differences) -> None:
    """Raise `Amiss` with the first of them, each as the statement that it is about."""
    missing, strange = differences
    if not missing and not strange:
        return
    told = [f"missing: {line}" for line in missing] + [f"made by no migration: {line}" for line in strange]
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    raise Amiss(
        f"{'; '.join(told[:MOST_TOLD])}{more}. Run what is missing as hearth_owner, undo what no migration "
        "made, and find out who changed it."
    )


def _unreadable(projection: Projection, readable: AbstractSet[str]) -> str | None:
    """What to do where a table is not there, or may not be read by the web server."""
    tables = (f"{projection.schema}.{name}" for name in projection.table_names())
    if all(table in readable for table in tables):
        return None
    return f"a table is gone or closed to hearth_web; run `hearth projections rebuild {projection.name}`."


def _amiss(status: Status | None) -> str | None:
    if status is None:
        return "no tables yet; run `hearth projections run`, or `hearth serve`."
    if status.state is State.FAILED:
        return f"stopped ({status.error}); mend that, then start `hearth projections run` again."
    if status.state is State.REBUILDING:
        return "being filled; wait, or see `hearth projections status`."
    if status.seconds_behind > SLOWEST.total_seconds():
        return f"{status.seconds_behind:.0f} seconds behind; is `hearth projections run` running?"
    return None


@asynccontextmanager
async def _pool(subjects: Subjects) -> AsyncIterator[DatabasePool]:
    pool = await create_pool(subjects.dsns.web, application_name=NAME, max_size=1)
    try:
        yield pool
    finally:
        await pool.close()
