"""The real processes against a PostgreSQL of the network's own, from its first migration to SIGTERM."""

import asyncio
import base64
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from network.postgres.embedded import THROWAWAY, EmbeddedServer
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import connection
from tests.patience import SECONDS
from tests.ports import kept_port

ROOT = Path(__file__).parents[2]
ROLES = {
    "DATABASE": "hearth_web",
    "PROJECTOR_DATABASE": "hearth_projector",
    "MIGRATE_DATABASE": "hearth_owner",
}


@pytest.fixture
def installation(own_dir: Path) -> Iterator[Mapping[str, str]]:
    """The environment of a network with a database and a key of its own."""
    server = EmbeddedServer(own_dir / "server", THROWAWAY)
    server.open()
    asyncio.run(_create_owner(server))
    key_file = own_dir / "network.key"
    key_file.write_bytes(base64.b64encode(secrets.token_bytes(32)))
    base = urlsplit(server.dsns("mine").web)
    urls = {
        f"HEARTH_{name}_URL": urlunsplit(base._replace(netloc=f"{role}:{role}-password@"))
        for name, role in ROLES.items()
    }
    with kept_port() as port:
        yield {**urls, "HEARTH_KEY_FILE": str(key_file), "HEARTH_PORT": str(port), "HEARTH_HOST": "127.0.0.1"}
    server.close()


async def _create_owner(server: EmbeddedServer) -> None:
    async with connection(server.superuser_dsn(), application_name="test") as superuser:
        await superuser.execute("CREATE ROLE hearth_owner LOGIN CREATEROLE PASSWORD 'hearth_owner-password'")
        await superuser.execute("CREATE DATABASE mine OWNER hearth_owner")


def environment(installation: Mapping[str, str], **other: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "graphql")])
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, **installation, **other}


def run(installation: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "network", *words],
        env=environment(installation),
        cwd=installation["HEARTH_KEY_FILE"].rpartition("/")[0],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def running(installation: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "network", *words],
        env=environment(installation),
        cwd=installation["HEARTH_KEY_FILE"].rpartition("/")[0],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("It did not become ready.")


def test_it_is_migrated_served_and_stopped_like_in_production(installation: Mapping[str, str]) -> None:
    address = f"http://127.0.0.1:{installation['HEARTH_PORT']}"
    migrated = run(installation, "migrate")
    assert migrated.returncode == 0, migrated.stderr
    newest = f"{load_migrations(MIGRATIONS)[-1].number:04}, as this release needs it"
    assert newest in migrated.stdout
    with running(installation, "serve") as web, running(installation, "projections", "run") as projector:
        wait_until_ready(address)
        assert httpx.get(f"{address}/health/live").json() == {"status": "live"}
        checked = run(installation, "check")
        assert checked.returncode == 0, checked.stdout
        assert newest in checked.stdout
        for process in (web, projector):
            process.send_signal(signal.SIGTERM)
        assert (web.wait(SECONDS), projector.wait(SECONDS)) == (0, 0)


def test_before_it_is_migrated_the_remedy_is_named(installation: Mapping[str, str]) -> None:
    refused = run(installation, "token", "list")
    assert refused.returncode == 1
    assert "hearth_web" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_web_server_does_not_start_as_the_owner(installation: Mapping[str, str]) -> None:
    assert run(installation, "migrate").returncode == 0
    as_owner = {**installation, "HEARTH_DATABASE_URL": installation["HEARTH_MIGRATE_DATABASE_URL"]}
    refused = run(as_owner, "serve")
    assert refused.returncode == 1
    assert "HEARTH_DATABASE_URL must name hearth_web" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_missing_key_file_is_said_in_a_sentence(installation: Mapping[str, str]) -> None:
    assert run(installation, "migrate").returncode == 0
    Path(installation["HEARTH_KEY_FILE"]).unlink()
    refused = run(installation, "serve")
    assert refused.returncode == 1
    assert "There is no key file" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_whose_key_file_is_lost_is_told_so_and_given_no_other(own_dir: Path) -> None:
    key, elsewhere = own_dir / "network.key", own_dir / "elsewhere.key"
    ours = {"HEARTH_DATA_DIR": str(own_dir / "ours"), "HEARTH_KEY_FILE": str(key)}
    begin = ("token", "create", "--role", "network_it", "--name", "Ada")
    assert run(ours, *begin).returncode == 0
    key.rename(elsewhere)
    with kept_port() as port:
        for words in (begin, ("serve",)):
            refused = run({**ours, "HEARTH_PORT": str(port)}, *words)
            assert refused.returncode == 1, words
            assert f"There is no key file {key}" in refused.stderr
            assert not key.exists(), words
    elsewhere.rename(key)
    assert run(ours, "token", "list").returncode == 0
