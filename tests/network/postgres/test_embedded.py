"""The embedded server outlives what happens to processes and is shared by those that use it."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest

from network.postgres import embedded
from network.postgres.embedded import THROWAWAY, EmbeddedServer
from network.postgres.errors import EmbeddedServerError
from network.postgres.server import create_database
from tests.patience import SECONDS


@pytest.fixture
def server(own_dir: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(own_dir / "data", THROWAWAY)
    server.open()
    yield server
    if server.postmaster_pid() is not None:
        server.stop()
    server.close()


async def answer(server: EmbeddedServer) -> int:
    session = await asyncpg.connect(server.superuser_dsn())
    try:
        return int(await session.fetchval("SELECT 42"))
    finally:
        await session.close()


def test_only_the_owner_of_the_files_can_look_into_them(server: EmbeddedServer) -> None:
    assert stat.S_IMODE(server.cluster_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.data_dir / "postgres.passwords").stat().st_mode) == 0o600
    assert "trust" not in [
        line.split()[-1]
        for line in (server.cluster_dir / "pg_hba.conf").read_text().splitlines()
        if line and not line.startswith("#")
    ]


async def test_nobody_gets_in_without_a_password(server: EmbeddedServer) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.superuser_dsn(), password="")


def test_it_listens_on_no_network_port(server: EmbeddedServer) -> None:
    pid = server.postmaster_pid()
    assert pid is not None
    assert psutil.Process(pid).net_connections(kind="inet") == []


def test_the_last_to_leave_stops_it(server: EmbeddedServer) -> None:
    other = EmbeddedServer(server.data_dir, THROWAWAY)
    other.open()
    assert not other.close()
    assert server.postmaster_pid() is not None
    assert server.close()
    assert server.postmaster_pid() is None


def use_for(seconds: float, data_dir: Path) -> "subprocess.Popen[bytes]":
    """Another process that opens the server, says so, and closes it after a while."""
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from network.postgres.embedded import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1]))\n"
        "server.open()\n"
        "print('open', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
        "server.close()\n"
    )
    arguments = [sys.executable, "-c", script, str(data_dir), str(seconds)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE)


def test_processes_that_begin_and_end_at_once_share_one_server(own_dir: Path) -> None:
    users = [use_for(seconds, own_dir) for seconds in (0, 0, 0.1, 0.2)]
    assert [user.communicate()[0] for user in users] == [b"open\n"] * 4
    assert [user.returncode for user in users] == [0] * 4
    assert EmbeddedServer(own_dir).postmaster_pid() is None


def test_a_killed_user_does_not_keep_it_running(server: EmbeddedServer) -> None:
    user = use_for(60, server.data_dir)
    assert user.stdout is not None
    assert user.stdout.readline() == b"open\n"
    assert not server.close()
    server.open()
    user.kill()
    user.wait()
    user.stdout.close()
    assert server.close()


async def test_after_the_server_was_killed_it_starts_again(server: EmbeddedServer) -> None:
    pid = server.postmaster_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    _wait_until_gone(pid)
    assert (server.cluster_dir / "postmaster.pid").exists()
    assert server.restart_if_stopped()
    assert await answer(server) == 42


async def test_a_pid_file_that_names_another_program_is_no_obstacle(server: EmbeddedServer) -> None:
    server.stop()
    pid_file = server.cluster_dir / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.cluster_dir}\n0\n5432\n\n\n\nready\n")
    assert server.postmaster_pid() is None
    assert server.restart_if_stopped()
    assert await answer(server) == 42


async def test_a_half_made_cluster_is_made_anew(own_dir: Path) -> None:
    unfinished = own_dir / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")
    server = EmbeddedServer(own_dir, THROWAWAY)
    server.open()
    assert await answer(server) == 42
    assert not unfinished.exists()
    server.close()


def test_a_lost_password_file_is_said_in_a_sentence(server: EmbeddedServer) -> None:
    server.close()
    (server.data_dir / "postgres.passwords").unlink()
    with pytest.raises(EmbeddedServerError, match="Put the file back"):
        server.open()


def test_a_directory_that_can_not_be_made_is_said_in_a_sentence(own_dir: Path) -> None:
    (own_dir / "file").write_text("in the way")
    for place in (own_dir / "file", own_dir / "file" / "data"):
        with pytest.raises(
            EmbeddedServerError, match="Set HEARTH_DATA_DIR to a directory that this user may"
        ):
            EmbeddedServer(place, THROWAWAY).open()


async def test_a_directory_too_deep_for_a_socket_will_do(own_dir: Path) -> None:
    server = EmbeddedServer(own_dir / ("a" * 90), THROWAWAY)
    server.open()
    assert await answer(server) == 42
    (socket_dir,) = parse_qs(urlsplit(server.superuser_dsn()).query)["host"]
    assert stat.S_IMODE(Path(socket_dir).stat().st_mode) == 0o700
    server.close()
    assert not Path(socket_dir).exists()


async def test_roles_and_database_are_made_once(server: EmbeddedServer) -> None:
    await create_database(server, "hearth")
    await create_database(server, "hearth")
    session = await asyncpg.connect(server.dsns("hearth").web)
    assert await session.fetchval("SELECT current_user") == "hearth_web"
    await session.close()


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + SECONDS
    # It may be gone between two looks.
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_the_database_is_not_erased_while_somebody_uses_it(server: EmbeddedServer) -> None:
    with pytest.raises(EmbeddedServerError, match="is in use"):
        EmbeddedServer(server.data_dir, THROWAWAY).erase()
    assert server.postmaster_pid() is not None


async def test_after_it_was_erased_it_begins_anew(server: EmbeddedServer) -> None:
    await create_database(server, "hearth")
    server.close()
    server.erase()
    assert not server.cluster_dir.exists()
    server.open()
    session = await asyncpg.connect(server.superuser_dsn())
    assert await session.fetchval("SELECT count(*) FROM pg_database WHERE datname = 'hearth'") == 0
    await session.close()


def test_who_has_let_go_does_not_start_it_again(server: EmbeddedServer) -> None:
    """As when the server dies in the moment in which its last user leaves."""
    server.close()
    assert not server.restart_if_stopped()
    assert server.postmaster_pid() is None


def test_another_users_database_is_left_as_it_is(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.close()
    before = server.cluster_dir.stat()
    monkeypatch.setattr(embedded, "postgres_uid", lambda: before.st_uid + 1)
    with pytest.raises(EmbeddedServerError, match="run Hearth as the user who made it"):
        server.open()
    after = server.cluster_dir.stat()
    assert (after.st_uid, after.st_mode) == (before.st_uid, before.st_mode)
