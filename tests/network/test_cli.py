"""The command line answers in sentences, and helps even where the settings are wrong."""

import pytest
from click.testing import CliRunner, Result

from network.cli import hearth


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
