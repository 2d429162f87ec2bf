"""Brings a backup back into an empty place."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from network.backup import programs
from network.backup.errors import BackupError, BackupUnfit, PlaceNotEmpty, RestoreUnfinished
from network.backup.keys_file import Facts, Keys, facts_of, keys_file_of, read_keys, read_network_key
from network.postgres.dsns import Dsns
from network.postgres.migrate import Migration
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DRIVER_ERRORS, DatabaseConnection, connection
from network.postgres.server import migrate_database
from network.whole_file import whole_file

QUERIES = NamedQueries.beside(__file__, "queries.sql")
OURS = ["eventstore", "access", "projections", "books"]
"""The schemas that a backup brings along, so that empty ones have to go first."""


@dataclass(frozen=True, slots=True)
class WholeBackup:
    """The two files of a backup, read to their ends."""

    path: Path
    keys: Keys


def read_backup(path: Path) -> WholeBackup:
    """A backup that can be restored. Raises `BackupUnfit` where a file is missing, changed or cut short."""
    if not path.is_file():
        raise BackupUnfit(f"There is no backup {path}.")
    keys = read_keys(keys_file_of(path))
    if keys.facts is not None:
        with path.open("rb") as file:
            there = facts_of(file)
        if there != keys.facts:
            raise BackupUnfit(_what_is_wrong(path, there, keys.facts))
    return WholeBackup(path, keys)


async def restore(dsns: Dsns, backup: WholeBackup, key_file: Path, migrations: Sequence[Migration]) -> int:
    """Bring back the facts, the accounts and the keys; the last fact's position.

    Read models are not brought back: rebuild them. Raises `PlaceNotEmpty`, and `BackupUnfit` where the
    files are of two backups; the place is then as empty as before. Killed half-way, it can be run again.
    """
    keys = backup.keys
    _refuse_another_key(key_file, keys.network_key)
    async with connection(dsns.owner, application_name="hearth restore", statement_timeout=None) as owner:
        await _make_room(owner)
        await owner.execute(QUERIES["begin_restore"])
        try:
            await _load_facts(dsns, backup.path)
            await _check_pair(owner, backup)
        except BackupError:
            await _leave_empty(owner)
            raise
        await migrate_database(dsns, migrations)
        await _load_keys(owner, keys)
        _place_network_key(key_file, keys.network_key)
        await owner.execute(QUERIES["finish_restore"])
    return keys.log_position


async def refuse_unfinished(session: DatabaseConnection) -> None:
    """Raise `RestoreUnfinished` in half a restore: the next try throws away what is recorded in it."""
    if await session.fetchval(QUERIES["is_unfinished"]):
        raise RestoreUnfinished


def _what_is_wrong(path: Path, there: Facts, written: Facts) -> str:
    amiss = (
        f"incomplete: {there.size:,} of {written.size:,} bytes are there"
        if there.size < written.size
        else "not as it was written"
    )
    return (
        f"{path} is {amiss}. Nothing was restored. Copy it again from where it is kept; if it is no better "
        f"there, or {keys_file_of(path).name} is of another backup, take a pair that belongs together."
    )


def _refuse_another_key(key_file: Path, network_key: bytes) -> None:
    if key_file.exists() and read_network_key(key_file) != network_key:
        raise PlaceNotEmpty(f"{key_file} holds another network key than the backup: move it away first.")


def _place_network_key(key_file: Path, network_key: bytes) -> None:
    if key_file.exists():
        return
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(key_file) as file:
        file.write(b64encode(network_key) + b"\n")


async def _make_room(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Remove schemas in which nothing was ever recorded, or that an unfinished restore has left."""
    there = [row["nspname"] for row in await owner.fetch(QUERIES["find_our_schemas"], OURS)]
    unfinished = await owner.fetchval(QUERIES["is_unfinished"])
    if there and not unfinished and not await owner.fetchval(QUERIES["is_empty"]):
        raise PlaceNotEmpty(
            "This database holds facts or accounts already, and a restore never writes over any. "
            "Restore into an empty database, or set HEARTH_DATA_DIR to another directory."
        )
    async with owner.transaction():
        for schema in there:
            await owner.execute(f"DROP SCHEMA {schema} CASCADE")
        await owner.execute("DROP TABLE IF EXISTS public.hearth_migrations")


async def _leave_empty(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Take away what an attempt has brought; where the database can't be asked, the next attempt does."""
    with suppress(*DRIVER_ERRORS, OSError):
        await _make_room(owner)
        await owner.execute(QUERIES["finish_restore"])


async def _load_facts(dsns: Dsns, path: Path) -> None:
    with path.open("rb") as file:
        # --dbname with nothing in it: the service file names the database.
        arguments = ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname="]
        await programs.run("pg_restore", arguments, dsns.owner, source=file)


async def _check_pair(owner: "asyncpg.Connection[asyncpg.Record]", backup: WholeBackup) -> None:
    position = await owner.fetchval(QUERIES["last_position"])
    if position != backup.keys.log_position:
        raise BackupUnfit(
            f"{backup.path} and {keys_file_of(backup.path)} are of different backups: put the right pair "
            "together."
        )


async def _load_keys(owner: "asyncpg.Connection[asyncpg.Record]", keys: Keys) -> None:
    columns = ["key_id", "person_id", "record_class", "homes", "wrapped"]
    await owner.copy_records_to_table(
        "sealing_keys", schema_name="eventstore", columns=columns, records=keys.records()
    )
