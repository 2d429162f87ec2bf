"""schema.sql, the migrations and the named queries agree with each other."""

from network.postgres.catalogue import CATALOGUE, read_catalogue
from network.postgres.dsns import Dsns
from network.postgres.pool import connection
from network.postgres.schema import HEADER, SCHEMA, dump_schema
from tests.conftest import Cluster

RENEW = "run `make schema`"


async def test_schema_sql_is_what_the_migrations_lead_to(database: Dsns) -> None:
    assert SCHEMA.read_text(encoding="utf-8") == HEADER + "\n" + dump_schema(database.owner), RENEW


async def test_catalogue_txt_is_what_the_migrations_lead_to(database: Dsns) -> None:
    async with connection(database.web, application_name="test") as session:
        found = await read_catalogue(session)
    assert CATALOGUE.read_text(encoding="utf-8").splitlines() == found, RENEW


async def test_schema_sql_loaded_into_an_empty_database_makes_the_same_schema(cluster: Cluster) -> None:
    name = await cluster.create_empty()
    try:
        owner = cluster.server.dsns(name).owner
        async with connection(owner, application_name="test") as session:
            await session.execute(SCHEMA.read_text(encoding="utf-8"))
        assert HEADER + "\n" + dump_schema(owner) == SCHEMA.read_text(encoding="utf-8"), RENEW
    finally:
        await cluster.drop(name)
