"""The rows of all read models, to hold one filling of them against another."""

from collections.abc import Mapping

from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from network.read_models import PROJECTIONS, open_projector

TABLES = """
SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = ANY ($1) AND relkind = 'r' ORDER BY nspname, relname
"""


async def digest_read_models(dsns: Dsns) -> Mapping[str, tuple[int, str]]:
    """How many rows each table has, and a digest of all of them."""
    async with connection(dsns.projector, application_name="tests", statement_timeout=None) as session:
        tables = await session.fetch(TABLES, [projection.schema for projection in PROJECTIONS])
        digests: dict[str, tuple[int, str]] = {}
        for schema, table in tables:
            row = await session.fetchrow(
                f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C")) '
                f'FROM "{schema}"."{table}" AS t'
            )
            assert row is not None
            digests[f"{schema}.{table}"] = (row[0], row[1] or "")
    return digests


async def rebuild_read_models(dsns: Dsns) -> None:
    """Fill all of them anew from the log."""
    async with open_projector(dsns.projector, lambda _position: None) as projector:
        await projector.rebuild.anew(PROJECTIONS)
