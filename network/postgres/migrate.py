"""Numbered migrations: each is run once, in order, in its own transaction, and never changed afterwards."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from network.postgres.errors import MigrationError
from network.postgres.pool import DatabaseConnection
from network.postgres.setup_lock import alone

MIGRATIONS = Path(__file__).with_name("migrations")
FILE_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)\.sql")

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS public.hearth_migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT ON public.hearth_migrations TO hearth_web, hearth_projector;
"""
RECORD = "INSERT INTO public.hearth_migrations (number, name, checksum) VALUES ($1, $2, $3)"
APPLIED = "SELECT number, checksum FROM public.hearth_migrations ORDER BY number"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from an older schema to a newer one."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Tells whether the file is still the one that was run."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load_migrations(folder: Path) -> list[Migration]:
    """The folder's migrations in order of their numbers, each number once."""
    migrations = [_load(path) for path in sorted(folder.glob("*.sql"))]
    numbers = [migration.number for migration in migrations]
    twice = next((one for one, other in itertools.pairwise(numbers) if one == other), None)
    if twice is not None:
        raise MigrationError(f"There are two migrations with the number {twice:04}.")
    return migrations


async def migrate(connection: DatabaseConnection, migrations: Sequence[Migration]) -> list[Migration]:
    """Run what has not been run yet, as hearth_owner; answers what was run."""
    async with alone(connection):
        await connection.execute(CREATE_TABLE)
        applied = await read_applied(connection)
        refuse_strangers(migrations, applied)
        waiting = find_pending(migrations, applied)
        for migration in waiting:
            await _run(connection, migration)
        return waiting


async def read_applied(connection: DatabaseConnection) -> dict[int, str]:
    """Numbers and checksums of the migrations that this database has seen."""
    try:
        return {row["number"]: row["checksum"] for row in await connection.fetch(APPLIED)}
    except asyncpg.UndefinedTableError:
        return {}


def find_pending(migrations: Sequence[Migration], applied: Mapping[int, str]) -> list[Migration]:
    """Those not run yet."""
    return [migration for migration in migrations if migration.number not in applied]


def refuse_strangers(migrations: Sequence[Migration], applied: Mapping[int, str]) -> None:
    """Raise `MigrationError` when the database is of a newer release or a file was changed since."""
    unknown = sorted(applied.keys() - {migration.number for migration in migrations})
    if unknown:
        raise MigrationError(
            f"The database has seen migration {unknown[-1]}, which this release does not know: "
            "it belongs to a newer one. Install that release."
        )
    for migration in migrations:
        if applied.get(migration.number, migration.checksum) != migration.checksum:
            raise MigrationError(
                f"Migration {migration.number:04}_{migration.name}.sql is not the one that "
                "this database has run. Put the file back as it was and write a new migration for the change."
            )


async def _run(connection: DatabaseConnection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(RECORD, migration.number, migration.name, migration.checksum)
    except asyncpg.PostgresError as error:
        raise MigrationError(
            f"Migration {migration.number:04}_{migration.name}.sql failed, and nothing of it remains: {error}"
        ) from error


def _load(path: Path) -> Migration:
    match = FILE_NAME.fullmatch(path.name)
    if match is None:
        raise MigrationError(f"{path.name} in {path.parent.name} is not named like 0001_what_it_does.sql.")
    return Migration(int(match["number"]), match["name"], path.read_text(encoding="utf-8"))
