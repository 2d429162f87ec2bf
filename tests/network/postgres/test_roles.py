"""Missing roles are made from the settings' URLs; an owner that may not make any is told what to do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from network.postgres.dsns import Dsns
from network.postgres.embedded import THROWAWAY, EmbeddedServer
from network.postgres.errors import MigrationError, PostgresError, RoleUnfit
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.passwords import carry_passwords
from network.postgres.pool import DatabasePool, connection
from network.postgres.roles import refuse_powerful_role
from network.postgres.server import MIGRATE_URL_MISSING, migrate_database

CURRENT = load_migrations(MIGRATIONS)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A server with an owner that may make roles, as a network's own, and none of the other roles."""

    server: EmbeddedServer
    dsns: Dsns

    async def as_superuser(self, *statements: str) -> None:
        async with connection(self.server.superuser_dsn(), application_name="test") as superuser:
            for statement in statements:
                await superuser.execute(statement)


@pytest.fixture
async def foreign(own_dir: Path) -> AsyncIterator[Foreign]:
    server = EmbeddedServer(own_dir, THROWAWAY)
    server.open()
    mine = server.dsns("mine")
    dsns = Dsns(
        owner=_sign_in(mine.owner, "hearth_owner", "owner"),
        web=_sign_in(mine.web, "hearth_web", "web-password"),
        projector=_sign_in(mine.projector, "hearth_projector", "projector-password"),
    )
    foreign = Foreign(server, dsns)
    await foreign.as_superuser(
        "CREATE ROLE hearth_owner LOGIN CREATEROLE PASSWORD 'owner'",
        "CREATE DATABASE mine OWNER hearth_owner",
    )
    yield foreign
    server.close()


def _sign_in(dsn: str, role: str, password: str) -> str:
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@"))


async def test_migrating_makes_the_roles_that_are_missing(foreign: Foreign) -> None:
    await migrate_database(foreign.dsns, CURRENT)
    for dsn, role in ((foreign.dsns.web, "hearth_web"), (foreign.dsns.projector, "hearth_projector")):
        async with connection(dsn, application_name="test") as session:
            assert await session.fetchval("SELECT current_user") == role


async def test_a_password_is_kept_as_a_verifier(foreign: Foreign) -> None:
    await migrate_database(foreign.dsns, CURRENT)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(foreign.dsns.web, password="projector-password")


async def test_an_owner_that_may_not_make_roles_is_told_what_to_do(foreign: Foreign) -> None:
    await foreign.as_superuser("ALTER ROLE hearth_owner NOCREATEROLE")
    with pytest.raises(MigrationError, match="As a superuser: CREATE ROLE hearth_web LOGIN"):
        await migrate_database(foreign.dsns, CURRENT)


async def test_a_url_that_names_another_role_is_not_taken_for_it(foreign: Foreign) -> None:
    with pytest.raises(MigrationError, match="The role hearth_web does not exist"):
        await migrate_database(replace(foreign.dsns, web=foreign.dsns.projector), CURRENT)


async def test_without_the_owners_url_the_variable_is_named(foreign: Foreign) -> None:
    with pytest.raises(PostgresError, match=MIGRATE_URL_MISSING):
        await migrate_database(replace(foreign.dsns, owner=""), CURRENT)


async def test_nobody_else_may_connect(owner_pool: DatabasePool) -> None:
    granted = await owner_pool.fetchval(
        "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
    )
    assert granted is False


async def test_the_web_role_sees_how_long_another_role_has_been_at_it(web_pool: DatabasePool) -> None:
    assert await web_pool.fetchval("SELECT pg_has_role('pg_read_all_stats', 'MEMBER')")


async def test_a_role_that_row_level_security_does_not_hold_is_refused(foreign: Foreign) -> None:
    await migrate_database(foreign.dsns, CURRENT)
    async with connection(foreign.dsns.web, application_name="test") as session:
        await refuse_powerful_role(session)
        await foreign.as_superuser("ALTER ROLE hearth_web BYPASSRLS")
        with pytest.raises(RoleUnfit, match="row-level security"):
            await refuse_powerful_role(session)


async def test_a_rotated_password_is_carried_from_its_url(foreign: Foreign) -> None:
    await migrate_database(foreign.dsns, CURRENT)
    rotated = replace(foreign.dsns, web=_sign_in(foreign.dsns.web, "hearth_web", "new-password"))
    async with connection(foreign.dsns.owner, application_name="test") as owner:
        assert await carry_passwords(owner, foreign.dsns) == []
        assert await carry_passwords(owner, rotated) == ["hearth_web"]
    async with connection(rotated.web, application_name="test") as web:
        assert await web.fetchval("SELECT current_user") == "hearth_web"
    with pytest.raises(PostgresError):
        async with connection(foreign.dsns.web, application_name="test"):
            pass


async def test_an_owner_that_may_not_change_a_password_is_told_the_statement(foreign: Foreign) -> None:
    await migrate_database(foreign.dsns, CURRENT)
    await foreign.as_superuser("ALTER ROLE hearth_owner NOCREATEROLE")
    rotated = replace(foreign.dsns, web=_sign_in(foreign.dsns.web, "hearth_web", "new-password"))
    async with connection(foreign.dsns.owner, application_name="test") as owner:
        with pytest.raises(MigrationError, match="ALTER ROLE hearth_web PASSWORD"):
            await carry_passwords(owner, rotated)
