"""Whoever uses the embedded server starts it again when it dies."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from network.postgres.embedded import EmbeddedServer
from network.postgres.errors import DatabaseUnreachable
from network.postgres.pool import connection
from network.postgres.server import database
from network.settings import load_settings
from tests.patience import until


async def ask(dsn: str, query: str) -> int:
    async with connection(dsn, application_name="test") as session:
        return int(await session.fetchval(query) or 0)


async def test_a_killed_server_is_back_with_its_data(own_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTH_DATA_DIR", str(own_dir))
    async with database(load_settings(), may_create=True) as dsns:
        await ask(dsns.owner, "CREATE TABLE kept AS SELECT 42 AS answer")
        pid = EmbeddedServer(own_dir).postmaster_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

        async def is_back() -> bool:
            with suppress(DatabaseUnreachable):
                return await ask(dsns.owner, "SELECT answer FROM kept") == 42
            return False

        await until(is_back, "the server is back with its data")
        assert EmbeddedServer(own_dir).postmaster_pid() not in (None, pid)
    assert EmbeddedServer(own_dir).postmaster_pid() is None
