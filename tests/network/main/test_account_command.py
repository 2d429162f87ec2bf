"""`hearth account` and `hearth device`, against a database that a server may be running on."""

import asyncio
import re
from pathlib import Path
from uuid import UUID

import pytest
from click import Command
from click.testing import CliRunner, Result

from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM
from network.commands import account, device
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import services_of
from network.settings import Settings
from tests.codes import CODE
from tests.network.main.conftest import join


@pytest.fixture
def settings(database: Dsns, tmp_path: Path) -> Settings:
    """Settings of a network with a database of its own, and one home, `rosewood`."""
    key_file = tmp_path / "network.key"
    NetworkKey.read_or_create(key_file)
    settings = Settings(
        database_url=database.web,
        key_file=key_file,
        data_dir=tmp_path,
        public_url="https://hearth.example.org",
    )

    async def prepare() -> None:
        async with services_of(settings) as services:
            await join(services, "rosewood", "1-1000000001")

    asyncio.run(prepare())
    return settings


def run(settings: Settings, command: Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=settings)


def only_account(settings: Settings) -> str:
    return run(settings, account.command, "list").stdout.split()[0]


def create(settings: Settings, *arguments: str) -> Result:
    return run(
        settings,
        account.command,
        *("create", "--role", "home_team", "--home", "rosewood", "--name", "Ada Okafor"),
        *arguments,
    )


def test_a_person_gets_an_account_and_a_link_to_begin_with(settings: Settings) -> None:
    made = create(settings)
    assert made.exit_code == 0, made.output
    assert re.fullmatch(rf"https://hearth\.example\.org/sign-in/code#{CODE.pattern}\n", made.stdout)
    assert "ada.okafor" in made.stderr
    listed = run(settings, account.command, "list", "--home", "rosewood").stdout
    assert re.search(r"home_team +ada\.okafor +new +Ada Okafor", listed)
    assert create(settings).exit_code == 0
    assert "ada.okafor2" in run(settings, account.command, "list").stdout


def test_a_person_is_invited_again_signed_out_reset_and_disabled(settings: Settings) -> None:
    create(settings)
    account_id = only_account(settings)

    async def come_in() -> None:
        async with services_of(settings) as services:
            await services.doors.credentials.give(SYSTEM, [UUID(account_id)], SignInMethod.PIN, "258036")
            await services.doors.sessions.begin(UUID(account_id), SignInMethod.PIN)

    asyncio.run(come_in())
    assert "PIN" in run(settings, account.command, "list").stdout
    assert CODE.search(run(settings, account.command, "invite", account_id).stdout)
    assert "PIN" in run(settings, account.command, "list").stdout
    assert "Ended 1 sessions" in run(settings, account.command, "sign-out", account_id).stderr
    assert CODE.search(run(settings, account.command, "reset", account_id).stdout)
    assert "PIN" not in run(settings, account.command, "list").stdout
    assert run(settings, account.command, "disable", account_id).exit_code == 0
    assert "disabled" in run(settings, account.command, "list").stdout
    again = run(settings, account.command, "invite", account_id)
    assert again.exit_code == 1
    assert "hearth account list" in again.output


def test_a_home_that_is_not_there_is_named_with_what_to_do(settings: Settings) -> None:
    answer = run(
        settings, account.command, "create", "--role", "home_team", "--home", "atlantis", "--name", "Ada"
    )
    assert answer.exit_code == 1
    assert "have joined" in answer.output


def test_a_tablet_is_added_given_another_code_listed_and_revoked(settings: Settings) -> None:
    added = run(settings, device.command, "add", "--home", "rosewood", "--name", "Ground floor")
    assert CODE.fullmatch(added.stdout.strip())
    listed = run(settings, device.command, "list", "--home", "rosewood").stdout
    assert re.search(r"rosewood +seen never +waits for its code +Ground floor", listed)
    device_id = listed.split()[0]
    other = run(settings, device.command, "code", device_id).stdout.strip()
    assert CODE.fullmatch(other)
    assert other != added.stdout.strip()
    assert run(settings, device.command, "revoke", device_id).exit_code == 0
    assert "revoked" in run(settings, device.command, "list").stdout
    for word in ("revoke", "code"):
        again = run(settings, device.command, word, device_id)
        assert again.exit_code == 1
        assert "hearth device list" in again.output
    nowhere = run(settings, device.command, "add", "--home", "atlantis", "--name", "Hall")
    assert nowhere.exit_code == 1
    assert "reference" in nowhere.output
