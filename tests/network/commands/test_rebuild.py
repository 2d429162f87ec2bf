"""`hearth projections rebuild` and `wait`, where what is asked for does not come."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import pytest
from click.testing import CliRunner

from network.cli import hearth
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.projections.rebuilding import rebuild
from network.services import open_services
from tests.small_network import open_homes


@contextmanager
def open_transaction(database: Dsns) -> Iterator[None]:
    """Somebody has taken a place in the log, and neither records there nor gives up."""
    with asyncio.Runner() as runner:
        session = runner.run(asyncpg.connect(database.owner))
        runner.run(session.execute("BEGIN; SELECT nextval('eventstore.position'), pg_current_xact_id()"))
        try:
            yield
        finally:
            runner.run(session.close())


def test_it_says_how_far_it_came_and_why_no_further(database: Dsns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "PATIENCE", 0.1)

    async def open_a_home(number: int) -> int:
        async with open_services(database, NetworkKey(bytes(32))) as services:
            await open_homes(services.directory, services.households, number, 1)
            return await services.log.last_position()

    before = asyncio.run(open_a_home(0))
    with open_transaction(database):
        asyncio.run(open_a_home(1))
        result = CliRunner(
            env={"HEARTH_DATABASE_URL": database.web, "HEARTH_PROJECTOR_DATABASE_URL": database.projector}
        ).invoke(hearth, ["projections", "rebuild", "directory"])

    assert result.exit_code == 0, result.output
    assert f"Refilled directory up to position {before}." in result.output
    assert "transaction that is still open" in result.output


def test_a_position_beyond_the_logs_end_is_not_laid_at_the_projections_door(database: Dsns) -> None:
    result = CliRunner(env={"HEARTH_DATABASE_URL": database.web}).invoke(
        hearth, ["projections", "wait", "--position", "999", "--timeout", "0.1"]
    )

    assert result.exit_code == 1
    assert "nothing has been recorded there. The log ends at 0." in result.output
