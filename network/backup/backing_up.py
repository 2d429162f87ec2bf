"""Writes a backup: the facts as pg_dump's custom format, and the keys of the same moment beside them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from network.backup import programs
from network.backup.keys_file import KeysHeader, facts_of, keys_file_of, write_keys
from network.postgres.dsns import Dsns
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import connection
from network.whole_file import whole_file

QUERIES = NamedQueries.beside(__file__, "queries.sql")
LEFT_OUT = (
    *("eventstore.sealing_keys", "eventstore.snapshots", "projections.checkpoints", "books.*"),
    # A restore must bring back neither a session that has ended since, nor a code that was used.
    *("access.sessions", "access.codes", "access.challenges", "access.attempts"),
)
"""Tables whose rows are not in the file: the keys go apart, the others follow from the facts."""
KEYS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written."""

    path: Path
    keys_path: Path
    log_position: int
    """The last fact in it."""
    keys: int


async def back_up(dsns: Dsns, network_key: bytes, path: Path) -> Backup:
    """Write `path` and its keys, both of one moment; what is recorded meanwhile is not in either."""
    async with (
        # For as long as pg_dump takes, its snapshot is held here.
        connection(
            dsns.owner,
            application_name="hearth backup",
            statement_timeout=None,
            settings={"idle_in_transaction_session_timeout": "0"},
        ) as owner,
        owner.transaction(isolation="repeatable_read", readonly=True),
    ):
        snapshot: str = await owner.fetchval(QUERIES["export_snapshot"])
        position: int = await owner.fetchval(QUERIES["last_position"])
        arguments = await _dump_arguments(owner, snapshot)
        keys_path = keys_file_of(path)
        with whole_file(path) as facts, whole_file(keys_path) as keys:
            count: int = await owner.fetchval(QUERIES["count_keys"])
            await programs.run("pg_dump", arguments, dsns.owner, target=facts)
            header = KeysHeader.of(network_key, position, count, facts_of(facts))
            await write_keys(keys, header, _read_keys(owner))
    return Backup(path, keys_path, position, count)


async def _dump_arguments(owner: "asyncpg.Connection[asyncpg.Record]", snapshot: str) -> list[str]:
    # What is left out is named, not what is taken: a table that comes later can't be forgotten here.
    read_models = [row["nspname"] for row in await owner.fetch(QUERIES["find_projection_schemas"])]
    return [
        "--format=custom",
        "--no-owner",
        f"--snapshot={snapshot}",
        *(f"--exclude-schema={schema}" for schema in read_models),
        "--exclude-table=public.hearth_restore_unfinished",
        *(f"--exclude-table-data={table}" for table in LEFT_OUT),
    ]


async def _read_keys(owner: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[tuple[Any, ...]]:
    async for row in owner.cursor(QUERIES["read_keys"], prefetch=KEYS_AT_ONCE):
        yield tuple(row)
