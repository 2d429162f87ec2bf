"""The command line answers in sentences, and helps even where the settings are wrong."""

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from uuid import UUID

import asyncpg
import click
import pytest
import structlog
from click.testing import CliRunner, Result

from network.cli import hearth
from network.commands.running import explained
from network.logging import configure_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Some commands set the process's logging up, and other tests read the log."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    yield
    root.handlers, root.level = before
    structlog.reset_defaults()


def call(*words: str, **variables: str) -> Result:
    return CliRunner(env=variables).invoke(hearth, words)


def test_help_lists_every_command() -> None:
    shown = call("--help").stdout
    for name in ("serve", "demo", "migrate", "import", "export", "projections", "token", "backup", "check"):
        assert f"\n  {name} " in shown


def test_a_setting_that_can_not_be_used_is_named_without_a_trace() -> None:
    refused = call("migrate", HEARTH_PORT="eighty")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: HEARTH_PORT can't be used")


def test_help_needs_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["hearth", "migrate", "--help"])
    shown = call("migrate", "--help", HEARTH_PORT="eighty")
    assert shown.exit_code == 0
    assert "hearth_owner" in shown.stdout


def test_a_database_that_is_not_there_is_said_without_its_password() -> None:
    url = "postgresql://hearth_web:secret@127.0.0.1:1/hearth"
    refused = call("projections", "status", HEARTH_DATABASE_URL=url)
    assert refused.exit_code == 1
    assert "PostgreSQL at 127.0.0.1:1, database hearth, as hearth_web" in refused.stderr
    assert "secret" not in refused.stderr


def test_who_migrates_without_the_owners_url_is_told_at_once_which_one_is_missing() -> None:
    url = "postgresql://hearth_web:secret@127.0.0.1:1/hearth"
    refused = call("migrate", HEARTH_DATABASE_URL=url, HEARTH_MIGRATE_DATABASE_URL="")
    assert refused.exit_code == 1
    assert "HEARTH_MIGRATE_DATABASE_URL is not set" in refused.stderr


def test_the_demo_does_not_fill_a_database_of_somebody_elses() -> None:
    url = "postgresql://hearth_web:secret@127.0.0.1:1/hearth"
    refused = call("demo", HEARTH_DATABASE_URL=url)
    assert refused.exit_code == 1
    assert "the demo brings its own PostgreSQL" in refused.stderr


def test_a_projector_needs_its_url() -> None:
    url = "postgresql://hearth_web:secret@127.0.0.1:1/hearth"
    refused = call("projections", "rebuild", HEARTH_DATABASE_URL=url)
    assert refused.exit_code == 1
    assert "HEARTH_PROJECTOR_DATABASE_URL is not set" in refused.stderr


@pytest.fixture
def log(logging_as_before: None) -> StringIO:
    """What a server's log says."""
    configure_logging("info", stream := StringIO())
    return stream


async def test_a_sentence_is_said_as_one_where_a_log_is_kept_too(log: StringIO) -> None:
    for ending in (click.ClickException("There is no room."), click.exceptions.Exit(1)):
        with pytest.raises(type(ending)):
            await explained(_failing(ending))
    assert log.getvalue() == ""


async def test_a_database_that_goes_away_meanwhile_is_said_in_a_sentence() -> None:
    for error in (asyncpg.InterfaceError("Edith"), ConnectionResetError("Edith")):
        with pytest.raises(click.ClickException, match=r"went away meanwhile\. Run `hearth check`") as said:
            await explained(_failing(error))
        assert "Edith" not in said.value.message


async def test_where_a_log_is_kept_it_says_what_the_database_found(log: StringIO) -> None:
    with pytest.raises(click.ClickException):
        await explained(_failing(asyncpg.UndefinedColumnError("Edith")))
    assert "ended by the database" in log.getvalue()
    assert "UndefinedColumnError" in log.getvalue()
    assert "Edith" not in log.getvalue()


async def _failing(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "words",
    [
        ("export", "home", "ALDER", "out"),
        ("export", "payments", "--from", "2026-01-01", "--to", "2026-01-31", "out"),
        ("projections", "status"),
        ("projections", "rebuild"),
        ("projections", "wait"),
        ("projections", "prune"),
        ("projections", "run"),
        ("account", "list"),
        ("account", "disable", str(UUID(int=1))),
        ("device", "list"),
        ("token", "list"),
        ("token", "revoke", str(UUID(int=1))),
        ("backup", "copy"),
        ("check",),
    ],
    ids=" ".join,
)
def test_where_there_is_no_network_none_is_begun_by_looking(words: tuple[str, ...], own_dir: Path) -> None:
    place = own_dir / "nothing-here"
    refused = call(*words, HEARTH_DATA_DIR=str(place))
    assert refused.exit_code == 1
    assert f"Error: There is no network in {place}. Set HEARTH_DATA_DIR to where yours is." in refused.stderr
    assert "hearth import" in refused.stderr
    assert not place.exists()
    assert call(*words[:1], "--help", HEARTH_DATA_DIR=str(place)).exit_code == 0


def test_a_network_may_begin_with_the_token_of_who_sets_it_up(own_dir: Path) -> None:
    place = str(own_dir / "ours")
    made = call("token", "create", "--role", "network_it", "--name", "Ada", HEARTH_DATA_DIR=place)
    assert made.exit_code == 0, made.stderr
    assert made.stdout.startswith("hearth_")
    listed = call("token", "list", HEARTH_DATA_DIR=place)
    assert "network_it" in listed.stdout
