"""`hearth check` finds whatever is not as the migrations left it, by taking away one thing after another."""

import re
import secrets
from collections.abc import Sequence

import pytest

from network.checks import Finding, Subjects, check_all
from network.eventstore.network_key import NetworkKey
from network.postgres.catalogue import CATALOGUE, read_differences
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import DatabasePool, connection
from network.read_models import PROJECTIONS

KEY = secrets.token_bytes(32)
LINES = CATALOGUE.read_text(encoding="utf-8").splitlines()
UNDONE: Sequence[tuple[str, str]] = [
    (r"GRANT (?P<what>.*) TO (?P<role>\w+)", "REVOKE {what} FROM {role}"),
    (r"CREATE TRIGGER (?P<name>\w+) .* ON (?P<table>\S+) FOR EACH .*", "DROP TRIGGER {name} ON {table}"),
    (r"(?P<table>ALTER TABLE \S+) ENABLE (?P<what>TRIGGER \w+|ROW LEVEL SECURITY)", "{table} DISABLE {what}"),
    (r"CREATE POLICY (?P<name>\w+) ON (?P<table>\S+) .*", "DROP POLICY {name} ON {table}"),
    (r"(?P<table>ALTER TABLE \S+) ADD CONSTRAINT (?P<name>\w+) .*", "{table} DROP CONSTRAINT {name} CASCADE"),
    (r"(?P<table>ALTER TABLE \S+) ADD (?P<name>\S+) .*", "{table} DROP {name} CASCADE"),
    (r"CREATE INDEX (?P<name>\w+) ON (?P<schema>\w+)\..*", "DROP INDEX {schema}.{name}"),
    (r"CREATE FUNCTION (?P<name>.*\)) RETURNS .*", "ALTER FUNCTION {name} SET work_mem = '1MB'"),
]
"""What a line of the catalogue says, and what takes it away."""
ONCE_IS_ENOUGH = re.compile(
    # These go with a constraint or a default, or can't be changed by the owner alone.
    r"CREATE UNIQUE INDEX .*|CREATE SEQUENCE .*|.* OWNER TO hearth_owner"
)


def undoing(line: str) -> str | None:
    for pattern, undone in UNDONE:
        if match := re.fullmatch(pattern, line):
            return undone.format(**match.groupdict())
    assert ONCE_IS_ENOUGH.fullmatch(line), line
    return None


async def test_whatever_is_taken_away_is_missed(owner_pool: DatabasePool) -> None:
    async with owner_pool.acquire() as owner:
        for line, statement in ((line, undoing(line)) for line in LINES):
            if statement is None:
                continue
            transaction = owner.transaction()
            await transaction.start()
            await owner.execute(statement)
            assert line in (await read_differences(owner)).missing, statement
            await transaction.rollback()
        assert await read_differences(owner) == ([], [])


AMISS = {
    "GRANT UPDATE ON access.audit TO hearth_web": (
        "roles",
        "GRANT UPDATE ON TABLE access.audit TO hearth_web",
    ),
    "GRANT UPDATE (topic) ON eventstore.events TO hearth_projector": (
        "roles",
        "UPDATE (topic) ON TABLE even",
    ),
    "GRANT SELECT ON access.secrets TO PUBLIC": (
        "roles",
        "made by no migration: GRANT SELECT ON TABLE access.s",
    ),
    "REVOKE INSERT ON access.audit FROM hearth_web": ("roles", "missing: GRANT INSERT ON TABLE access.audit"),
    "ALTER TABLE access.audit DISABLE TRIGGER audit_is_append_only": (
        "schema",
        "audit ENABLE TRIGGER audit_is_",
    ),
    "ALTER TABLE eventstore.events DISABLE TRIGGER ALL": (
        "schema",
        "events ENABLE TRIGGER events_append_only",
    ),
    "DROP TRIGGER audit_is_not_emptied ON access.audit": (
        "schema",
        "missing: ALTER TABLE access.audit ENABLE",
    ),
    "CREATE OR REPLACE FUNCTION access.refuse_change() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'": ("schema", "CREATE FUNCTION access.refuse_change()"),
    "ALTER TABLE eventstore.sealing_keys DISABLE ROW LEVEL SECURITY": ("schema", "ENABLE ROW LEVEL SECURITY"),
    "ALTER TABLE access.tokens ADD COLUMN plain text": (
        "schema",
        "made by no migration: ALTER TABLE access.tok",
    ),
    "CREATE TABLE books.mine (id int)": ("schema", "made by no migration: ALTER TABLE books.mine ADD id"),
}


@pytest.mark.parametrize("statement", AMISS)
async def test_what_is_amiss_is_said_as_the_statement_that_it_is_about(
    database_with_read_models: Dsns, statement: str
) -> None:
    subject, says = AMISS[statement]
    assert await amiss(database_with_read_models) == {}
    await run(database_with_read_models.owner, statement)
    found = await amiss(database_with_read_models)
    assert says in found[subject]
    assert "as hearth_owner" in found[subject]
    assert len(found[subject]) < 1500


async def test_an_index_of_who_runs_the_database_is_no_harm(database_with_read_models: Dsns) -> None:
    await run(database_with_read_models.owner, "CREATE INDEX mine ON access.audit (happened_at)")
    assert await amiss(database_with_read_models) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE falls_{}.fall",
        "REVOKE SELECT ON falls_{}.fall FROM hearth_web",
        "REVOKE USAGE ON SCHEMA falls_{} FROM hearth_web",
    ],
)
async def test_a_read_model_that_can_not_be_read_is_named(
    database_with_read_models: Dsns, statement: str
) -> None:
    version = next(one.version for one in PROJECTIONS if one.name == "falls")
    await run(database_with_read_models.projector, statement.format(version))
    found = await amiss(database_with_read_models)
    assert "falls: a table is gone or closed to hearth_web" in found["projections"]
    assert "hearth projections rebuild falls" in found["projections"]


async def run(dsn: str, statement: str) -> None:
    async with connection(dsn, application_name="tests") as session:
        await session.execute(statement)


async def amiss(dsns: Dsns) -> dict[str, str]:
    """What is amiss, by subject."""
    key = NetworkKey(KEY)
    subjects = Subjects(dsns, lambda: key, load_migrations(MIGRATIONS), PROJECTIONS)
    found: list[Finding] = [finding async for finding in check_all(subjects)]
    return {one.subject: one.sentence for one in found if not one.is_well}
