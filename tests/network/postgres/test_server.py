"""The embedded server, its roles and the fixtures that every other test stands on."""

import asyncpg
import pytest

from network.postgres.dsns import Dsns
from network.postgres.errors import RoleUnfit
from network.postgres.pool import DatabasePool, connection
from network.postgres.roles import refuse_powerful_role


async def test_each_role_signs_in_with_its_own_password(database: Dsns) -> None:
    for dsn, role in ((database.owner, "hearth_owner"), (database.web, "hearth_web")):
        async with connection(dsn, application_name="test") as session:
            assert await session.fetchval("SELECT current_user") == role


async def test_a_wrong_password_is_refused(database: Dsns) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(database.web, password="guess")


async def test_the_web_service_may_not_make_tables(web_pool: DatabasePool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await web_pool.execute("CREATE TABLE public.mine (id int)")


async def test_the_projector_may_make_a_schema(projector_pool: DatabasePool) -> None:
    await projector_pool.execute("CREATE SCHEMA occupancy_1")
    assert await projector_pool.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = 'occupancy_1'") == 1


async def test_the_owner_is_refused_where_the_web_service_is_expected(
    owner_pool: DatabasePool, web_pool: DatabasePool
) -> None:
    async with owner_pool.acquire() as owner, web_pool.acquire() as web:
        await refuse_powerful_role(web)
        with pytest.raises(RoleUnfit, match="HEARTH_DATABASE_URL must name hearth_web"):
            await refuse_powerful_role(owner)
