"""`hearth backup`, `restore` and `check`, as somebody runs them on the embedded PostgreSQL."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from network.access.accounts.enrolment import enrol
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.commands import backup, check, restore
from network.services import services_of
from network.settings import Settings
from tests.small_network import open_homes


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can reach, as pytest's it can't."""
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        yield Path(folder)


@pytest.fixture
def filled(place: Path) -> Settings:
    """An installation with one home."""
    settings = Settings(data_dir=place / "one")

    async def prepare() -> None:
        async with services_of(settings, may_create=True) as services:
            await open_homes(services.directory, services.households, 0, 1)

    asyncio.run(prepare())
    return settings


def test_what_was_backed_up_is_back_and_checks_well(filled: Settings, place: Path) -> None:
    file, elsewhere = place / "hearth.backup", Settings(data_dir=place / "two")

    assert run(backup.command, filled, str(file)).exit_code == 0
    restored = run(restore.command, elsewhere, str(file))

    assert restored.exit_code == 0, restored.output
    assert "is back" in restored.output
    checked = run(check.command, elsewhere)
    assert checked.exit_code == 0, checked.output
    assert checked.output.count("well") == 6
    assert (place / "hearth.backup.keys").stat().st_mode & 0o077 == 0
    assert elsewhere.network_key_file.read_bytes() == filled.network_key_file.read_bytes()


def test_nothing_is_written_over(filled: Settings, place: Path) -> None:
    file = place / "hearth.backup"
    run(backup.command, filled, str(file))

    refused = run(restore.command, filled, str(file))

    assert refused.exit_code == 1
    assert "holds facts or accounts already" in refused.output


def test_a_backup_is_not_written_over_unless_it_is_asked_for(filled: Settings, place: Path) -> None:
    file, keys = place / "b", place / "b.keys"
    for there in (file, keys):
        there.write_bytes(b"the last good one")
        refused = run(backup.command, filled, str(file))
        assert refused.exit_code == 1
        assert f"{there} is there already" in refused.output
        assert there.read_bytes() == b"the last good one"
        there.unlink()
    assert run(backup.command, filled, str(file)).exit_code == 0
    assert run(backup.command, filled, str(file)).exit_code == 1
    assert run(backup.command, filled, str(file), "--force").exit_code == 0


def test_a_backup_takes_the_place_of_no_device_or_pipe(filled: Settings, place: Path) -> None:
    pipe = place / "pipe"
    os.mkfifo(pipe)
    refused = run(backup.command, filled, str(pipe), "--force")
    assert refused.exit_code == 2
    assert "Name a file." in refused.output
    assert pipe.is_fifo()


def test_a_backup_without_its_keys_or_cut_short_is_refused(filled: Settings, place: Path) -> None:
    file, keys, elsewhere = place / "b", place / "b.keys", Settings(data_dir=place / "two")
    run(backup.command, filled, str(file))
    whole_facts, whole_keys = file.read_bytes(), keys.read_bytes()

    def refused() -> str:
        answer = run(restore.command, elsewhere, str(file))
        assert answer.exit_code == 1
        assert not elsewhere.data_dir.exists(), "nothing was made"
        return answer.output

    for cut in (whole_keys[:-20], b"".join(whole_keys.splitlines(keepends=True)[:-1]), b""):
        keys.write_bytes(cut)
        assert "cut short" in refused()
    keys.unlink()
    assert "is missing" in refused()
    keys.write_bytes(whole_keys)
    size = len(whole_facts)
    for length in (0, 3, 100, 2000, size // 2, size * 9 // 10, size - 1):
        file.write_bytes(whole_facts[:length])
        said = refused()
        assert f"{file} is incomplete: {length:,} of {size:,} bytes are there. Nothing was restored." in said
        assert "Copy it again from where it is kept" in said
    file.write_bytes(whole_facts[:-1] + bytes([whole_facts[-1] ^ 1]))
    assert f"{file} is not as it was written" in refused()

    file.write_bytes(whole_facts)
    assert run(restore.command, elsewhere, str(file)).exit_code == 0


def test_check_says_what_is_amiss_and_what_to_do(filled: Settings) -> None:
    filled.network_key_file.write_text("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")

    checked = run(check.command, filled)

    assert checked.exit_code == 1
    assert "AMISS  keys" in checked.output
    assert "not the one that wrapped" in checked.output
    assert "no tables yet; run" in checked.output


def run(command: Command, settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=settings)


def test_a_restore_brings_back_no_session_and_no_code(filled: Settings, place: Path) -> None:
    """They may have ended or been used since; accounts, passwords and tablets are back."""
    file, elsewhere = place / "hearth.backup", Settings(data_dir=place / "two")

    async def come_in() -> None:
        async with services_of(filled) as services:
            account_id = await enrol(
                services.accounts, services.directory, SYSTEM, name="Ada", role=Role.FINANCE, home_refs=[]
            )
            await services.doors.people.invite(SYSTEM, account_id)
            await services.doors.sessions.begin(account_id, SignInMethod.PASSWORD)

    async def count(table: str) -> int:
        async with services_of(elsewhere) as services:
            return await services.pool.fetchval(f"SELECT count(*) FROM access.{table}")

    asyncio.run(come_in())
    assert run(backup.command, filled, str(file)).exit_code == 0
    assert run(restore.command, elsewhere, str(file)).exit_code == 0
    counted = {table: asyncio.run(count(table)) for table in ("accounts", "sessions", "codes")}
    assert counted == {"accounts": 1, "sessions": 0, "codes": 0}
