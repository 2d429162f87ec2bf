"""`hearth token`, against a database that a server may be running on."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from network.commands.token import command
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import Services, services_of
from network.settings import Settings
from tests.network.main.conftest import join


@pytest.fixture
def settings(database: Dsns, tmp_path: Path) -> Settings:
    """Settings of a network with a database of its own, and one home, `rosewood`."""
    key_file = tmp_path / "network.key"
    NetworkKey.read_or_create(key_file)
    settings = Settings(database_url=database.web, key_file=key_file, data_dir=tmp_path)

    async def prepare() -> None:
        async with services_of(settings) as services:
            await join(services, "rosewood", "1-1000000001")

    asyncio.run(prepare())
    return settings


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=settings)


def create(settings: Settings, *arguments: str) -> Result:
    return run(settings, "create", "--name", "Rosewood's tablet", *arguments)


async def homes_of(services: Services, token: str) -> frozenset[UUID]:
    viewer = await services.recognition.recognise(token)
    assert viewer is not None
    return viewer.homes


def recognised(settings: Settings, token: str) -> frozenset[UUID]:
    async def ask() -> frozenset[UUID]:
        async with services_of(settings) as services:
            return await homes_of(services, token)

    return asyncio.run(ask())


def test_a_token_is_printed_alone_and_lets_its_account_in(settings: Settings) -> None:
    result = create(settings, "--role", "home_team", "--home", "rosewood")
    assert result.exit_code == 0, result.output
    token = result.stdout.removesuffix("\n")
    assert token.startswith("hearth_")
    assert "\n" not in token
    assert result.stderr == ""
    assert len(recognised(settings, token)) == 1


def test_a_coach_is_given_the_homes_as_a_caseload(settings: Settings) -> None:
    result = create(settings, "--role", "coach", "--home", "rosewood")
    assert len(recognised(settings, result.stdout.strip())) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--role", "home_team"), "A home team needs its home."),
        (("--role", "home_team", "--home", "atlantis"), "is not in the network"),
        (("--role", "finance", "--home", "rosewood"), "not tied to homes"),
        (("--role", "system"), "--role"),
        (("--role", "finance", "--name", " "), "name"),
    ],
)
def test_what_makes_no_sense_is_said_on_standard_error_alone(
    settings: Settings, arguments: tuple[str, ...], says: str
) -> None:
    result = create(settings, *arguments)
    assert result.exit_code != 0
    assert result.stdout == ""
    assert says in result.stderr


def test_tokens_are_listed_without_themselves_and_can_be_revoked(settings: Settings) -> None:
    token = create(settings, "--role", "finance").stdout.strip()
    listed = run(settings, "list").stdout
    assert "finance" in listed
    assert "Rosewood's tablet" in listed
    assert token not in listed
    token_id = listed.split()[0]
    assert run(settings, "revoke", token_id).exit_code == 0
    assert "revoked" in run(settings, "list").stdout
    again = run(settings, "revoke", token_id)
    assert again.exit_code == 1
    assert f"There is no token {token_id}" in again.stderr


def test_a_listed_token_names_the_homes_that_it_is_for(settings: Settings) -> None:
    for role in ("home_team", "coach"):
        create(settings, "--role", role, "--home", "rosewood")
    create(settings, "--role", "finance")
    lines = {line.split()[1]: line for line in run(settings, "list").stdout.splitlines()}
    assert lines["home_team"].endswith("Rosewood's tablet (rosewood)")
    assert lines["coach"].endswith("Rosewood's tablet (rosewood)")
    assert lines["finance"].endswith("Rosewood's tablet")
