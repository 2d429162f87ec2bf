"""Drops the tables of versions that an earlier release read, once nobody reads them any more."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.checkpoints import QUERIES
from network.projections.projection import Projection
from network.projections.schemas import drop_replaced
from network.projections.sessions import borrowed_session


@dataclass(frozen=True, slots=True)
class Pruned:
    """Schemas of versions before this release's."""

    dropped: Sequence[str]
    kept: Sequence[str]
    """Those whose successor is not live yet, or that somebody is filling: they may still be needed."""


async def prune(pool: DatabasePool, projections: Sequence[Projection]) -> Pruned:
    """Drop what came before these versions, as far as these are live.

    Versions after these, and projections of other names, are left alone: they are another release's.
    """
    dropped: list[str] = []
    kept: list[str] = []
    names, versions = [one.name for one in projections], [one.version for one in projections]
    async with borrowed_session(pool) as connection:
        for row in await connection.fetch(QUERIES["find_superseded"], names, versions):
            schema = f"{row['name']}_{row['version']}"
            is_ours = row["is_followed"] and await connection.fetchval(QUERIES["lock_rebuild"], schema)
            if is_ours:
                await _drop(connection, row["name"], row["version"], schema)
            (dropped if is_ours else kept).append(schema)
    return Pruned(dropped, kept)


async def _drop(connection: DatabaseConnection, name: str, version: int, schema: str) -> None:
    """The checkpoint first, as everybody takes it who writes to the tables."""
    await drop_replaced(connection, schema)
    transaction: AbstractAsyncContextManager[object] = connection.transaction()
    async with transaction:
        await connection.execute(QUERIES["forget_checkpoint"], name, version)
        await connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
