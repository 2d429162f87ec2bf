"""Connections as the service makes them: bounded in number, and in how long one may hold anything up."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import asyncpg

from network.postgres.errors import DatabaseAway, DatabaseUnreachable

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    DatabasePool = asyncpg.Pool[asyncpg.Record]
    DatabaseConnection = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
else:
    # asyncpg's classes take type arguments in its stubs only.
    DatabasePool = asyncpg.Pool
    DatabaseConnection = asyncpg.Connection

STATEMENT_TIMEOUT = timedelta(seconds=5)
IDLE_IN_TRANSACTION_TIMEOUT = timedelta(seconds=5)
CONNECT_TIMEOUT = timedelta(seconds=5)

UNREACHABLE = (OSError, asyncio.TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What connecting raises: no answer, a refusal, or an address that can't be read."""
AWAY = (OSError, asyncio.TimeoutError, asyncpg.CannotConnectNowError)
"""Of these, what passes by itself."""

DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What asking on a connection raises, beside OSError. The last is the driver's word for a session that the
server has ended while nothing was asked of it."""


def session_settings(application_name: str, statement_timeout: timedelta | None) -> dict[str, str]:
    """What every session of ours sets as it connects; no timeout for work that takes its time."""
    return {
        "application_name": application_name,
        "timezone": "UTC",
        "jit": "off",
        "statement_timeout": _milliseconds(statement_timeout),
        "idle_in_transaction_session_timeout": _milliseconds(IDLE_IN_TRANSACTION_TIMEOUT),
    }


async def create_pool(
    dsn: str,
    *,
    application_name: str,
    max_size: int,
    min_size: int = 1,
    statement_timeout: timedelta | None = STATEMENT_TIMEOUT,
) -> DatabasePool:
    """A pool of connections; the caller closes it. Raises `DatabaseUnreachable`."""
    try:
        return await asyncpg.create_pool(
            dsn,
            min_size=min_size,
            max_size=max_size,
            timeout=CONNECT_TIMEOUT.total_seconds(),
            server_settings=session_settings(application_name, statement_timeout),
            reset=_leave_as_it_is,
        )
    except UNREACHABLE as error:
        raise _unreachable(dsn, error) from error


async def _leave_as_it_is(_: object) -> None:
    """Nothing, instead of asyncpg's four statements after each use, which halve what a pool can do (tried).

    An open transaction is rolled back all the same. So whoever takes a connection of a pool leaves no
    session setting, lock or LISTEN behind: settings are made for a transaction, or taken back.
    """


@asynccontextmanager
async def connection(
    dsn: str,
    *,
    application_name: str,
    statement_timeout: timedelta | None = STATEMENT_TIMEOUT,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """One connection for as long as the block lasts. Raises `DatabaseUnreachable`."""
    try:
        connected = await asyncpg.connect(
            dsn,
            timeout=CONNECT_TIMEOUT.total_seconds(),
            server_settings={**session_settings(application_name, statement_timeout), **(settings or {})},
        )
    except UNREACHABLE as error:
        raise _unreachable(dsn, error) from error
    try:
        yield connected
    finally:
        await connected.close()


def _unreachable(dsn: str, error: BaseException) -> DatabaseUnreachable:
    """Says where, and as whom, but never with which password."""
    parts = urlsplit(dsn)
    hosts = parts.netloc.rpartition("@")[2]
    where = (hosts if ":" in hosts else f"{hosts}:5432") if hosts else "its socket"
    reason = str(error) or "no answer in time"
    kind = DatabaseAway if isinstance(error, AWAY) else DatabaseUnreachable
    return kind(
        f"PostgreSQL at {where}, database {parts.path.lstrip('/')}, as {parts.username}: {reason}. "
        "Is it running, and is the address in the settings right?"
    )


def _milliseconds(duration: timedelta | None) -> str:
    return str(round(duration.total_seconds() * 1000)) if duration else "0"
