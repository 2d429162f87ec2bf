"""Writes the whole schema that the migrations lead to, to read and to check by. `make schema`."""

import asyncio
import re
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from network.postgres.binaries import run_program
from network.postgres.catalogue import CATALOGUE, read_catalogue
from network.postgres.embedded import THROWAWAY, EmbeddedServer
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import connection
from network.postgres.server import create_database, migrate_database

SCHEMA = Path(__file__).with_name("schema.sql")
HEADER = """\
-- The whole current schema, for reading. Written by `make schema` from the migrations, which make it;
-- a test compares the two. The tables of projections are not here: each projection has its own schema.sql.

-- Functions come before the tables that they use.
SET check_function_bodies = false;
"""
NOISE = re.compile(r"^(--.*|SET .*|\\(un)?restrict.*|SELECT pg_catalog\.set_config.*)\n", re.MULTILINE)
BLANK_LINES = re.compile(r"\n{3,}")


def dump_schema(dsn: str) -> str:
    """The schema of a database as statements, without what differs from one dump to the next."""
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    printed = run_program(
        "pg_dump",
        [
            "--schema-only",
            "--no-owner",
            f"--host={query['host'][0]}",
            f"--port={query['port'][0]}",
            f"--username={parts.username}",
            f"--dbname={parts.path.lstrip('/')}",
        ],
        {"PGPASSWORD": unquote(parts.password or "")},
    )
    return BLANK_LINES.sub("\n\n", NOISE.sub("", printed)).strip() + "\n"


async def make_schema() -> tuple[str, list[str]]:
    """Migrate a throw-away database, dump it and read its catalogue."""
    with tempfile.TemporaryDirectory(prefix="hearth-schema-") as directory:
        server = EmbeddedServer(Path(directory), THROWAWAY)
        await asyncio.to_thread(server.open)
        try:
            await create_database(server, "hearth")
            dsns = server.dsns("hearth")
            await migrate_database(dsns, load_migrations(MIGRATIONS))
            async with connection(dsns.owner, application_name="hearth schema") as owner:
                return HEADER + "\n" + dump_schema(dsns.owner), await read_catalogue(owner)
        finally:
            await asyncio.to_thread(server.close)


if __name__ == "__main__":
    schema, catalogue = asyncio.run(make_schema())
    SCHEMA.write_text(schema, encoding="utf-8")
    CATALOGUE.write_text("".join(f"{line}\n" for line in catalogue), encoding="utf-8")
