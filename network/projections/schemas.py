"""Makes the tables of a projection's version, with what no event fills in, and at the end the indexes."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from network.postgres.pool import DatabaseConnection
from network.projections.checkpoints import QUERIES, read_checkpoints
from network.projections.projection import Projection
from network.projections.tables import read_tables

LEFT_ALONE = "SET (autovacuum_enabled = off)"
"""While a table is filled: what autovacuum finds out about its rows is out of date before anybody asks."""
LOOKED_AFTER = "RESET (autovacuum_enabled)"


async def create_schema(connection: DatabaseConnection, projection: Projection) -> None:
    """Make the tables anew and empty in place of what was there, the checkpoint at the log's beginning.

    What was there is put aside under another name, which takes no time: `drop_replaced` drops it.
    """
    schema = projection.schema
    tables, _ = projection.read_schema()
    left_alone = "".join(f'ALTER TABLE "{table}" {LEFT_ALONE};' for table in projection.table_names())
    await drop_replaced(connection, schema)
    transaction: AbstractAsyncContextManager[object] = connection.transaction()
    async with transaction:
        await connection.execute(
            QUERIES["begin_checkpoint"], projection.name, projection.version, projection.digest()
        )
        if await connection.fetchval("SELECT to_regnamespace($1) IS NOT NULL", schema):
            await connection.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{_replaced(schema)}"')
        await connection.execute(
            f'CREATE SCHEMA "{schema}";'
            f'SET LOCAL search_path = "{schema}", pg_catalog;'
            f"{tables};{left_alone}"
            f'GRANT USAGE ON SCHEMA "{schema}" TO hearth_web;'
            f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO hearth_web;'
        )
        for table, rows in projection.reference.items():
            await connection.copy_records_to_table(table, schema_name=schema, records=rows)


async def drop_replaced(connection: DatabaseConnection, schema: str) -> None:
    """Drop what `create_schema` put aside for a schema, where anything is left of it."""
    await connection.execute(f'DROP SCHEMA IF EXISTS "{_replaced(schema)}" CASCADE')


async def renew_schemas(connection: DatabaseConnection, projections: Sequence[Projection]) -> None:
    """Make anew the tables that another schema.sql made, of the same version; a runner fills them.

    For data that nobody else reads, as the demo's: elsewhere such a projection stops, because another
    release may still be using the tables.
    """
    known = await read_checkpoints(connection, projections)
    for projection in projections:
        if projection.name in known and known[projection.name].schema_digest != projection.digest():
            await create_schema(connection, projection)
            await drop_replaced(connection, projection.schema)


async def make_indexes(connection: DatabaseConnection, projection: Projection) -> None:
    """Make the indexes that are missing, while others write and read.

    Each is made concurrently, so that no transaction stays open for long: readers of the log wait for
    open ones wherever an append was rolled back. Changes the connection's settings.
    """
    schema = projection.schema
    for row in await connection.fetch(QUERIES["find_invalid_indexes"], schema):
        await connection.execute(row["statement"])
    # The statements in schema.sql name no schema.
    await connection.execute(f'SET search_path = "{schema}", pg_catalog; SET statement_timeout = 0')
    for statement in _statements(projection.read_schema()[1]):
        await connection.execute(statement)


async def finish_schema(connection: DatabaseConnection, projection: Projection) -> None:
    """Make the indexes that are missing and let the planner know the rows; then the projection is live."""
    await make_indexes(connection, projection)
    for table in await read_tables(connection, projection.schema):
        await connection.execute(f'ALTER TABLE "{table}" {LOOKED_AFTER}; ANALYZE "{table}"')
    await connection.execute(QUERIES["finish_rebuild"], projection.name, projection.version)


def _replaced(schema: str) -> str:
    """No projection's: those end in a version."""
    return f"{schema}_replaced"


def _statements(text: str) -> list[str]:
    return [statement for part in text.split(";") if (statement := part.strip())]
