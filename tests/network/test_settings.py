"""Settings come from the environment and .env, and what is wrong with them is said by name."""

import os
from pathlib import Path

import pytest

from network.settings import SettingsError, load_settings

ROOT = Path(__file__).parents[2]
WEB = "postgresql://hearth_web:a@localhost/hearth"
OWNER = "postgresql://hearth_owner:b@localhost/hearth"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no .env of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("HEARTH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert settings.is_embedded
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8000, "info")
    assert settings.data_dir.name == "hearth"
    assert settings.network_key_file == settings.data_dir / "network.key"


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"HEARTH_DATABASE_URL={WEB}\nHEARTH_PORT=8001\n")
    monkeypatch.setenv("HEARTH_PORT", "8123")
    settings = load_settings()
    assert (settings.database_url, settings.port) == (WEB, 8123)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTH_DATABASE_URL", "")
    monkeypatch.setenv("HEARTH_PORT", "")
    assert load_settings().port == 8000


def test_a_relative_directory_is_meant_from_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEARTH_DATA_DIR", "data")
    assert load_settings().data_dir == tmp_path / "data"


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("HEARTH_DATABASE_URL", "mysql://a:b@localhost/hearth", "postgresql://USER:PASSWORD@HOST"),
        ("HEARTH_DATABASE_URL", "postgresql://localhost", "must name a role and a database"),
        ("HEARTH_DATABASE_URL", "postgresql://a:b@localhost:abc/hearth", "a port by its number"),
        ("HEARTH_DATABASE_URL", "postgresql://a:b@one:1,two:x/hearth", "a port by its number"),
        ("HEARTH_BREACHED_PASSWORDS", "/nowhere/hashes.txt", "put it there, or unset this"),
        ("HEARTH_BREACHED_PASSWORDS", "/", "put it there, or unset this"),
        ("HEARTH_PORT", "eighty", "valid integer"),
        ("HEARTH_PORT", "70000", "less than or equal to 65535"),
        ("HEARTH_LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_what_can_not_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"{variable} can't be used") as caught:
        load_settings()
    assert remedy in str(caught.value)


@pytest.mark.parametrize("place", ["environment", ".env"])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HEARTH_DATABSE_URL", "HEARTH_DATABASE_URL"),
        ("HEARTH_KEYFILE", "HEARTH_KEY_FILE"),
        ("hearth_ports", "HEARTH_PORT"),
    ],
)
def test_a_misspelt_name_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str, written: str, meant: str
) -> None:
    if place == ".env":
        (tmp_path / ".env").write_text(f"{written}=8001\n")
    else:
        monkeypatch.setenv(written, "8001")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert written in str(caught.value)
    assert f"write {meant} " in str(caught.value)


def test_what_docker_compose_reads_from_the_same_file_is_no_misspelling(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    assert load_settings().port == 8000


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1:5433", "[::1]:5432", "one:5432,two:5432"])
def test_a_database_may_be_anywhere(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    url = f"postgresql://hearth_web:secret@{host}/hearth"
    monkeypatch.setenv("HEARTH_DATABASE_URL", url)
    assert load_settings().database_url == url


@pytest.mark.parametrize("content", [b"HEARTH_HOST=caf\xe9\n", "HEARTH_PORT=8001\n".encode("utf-16")])
def test_an_env_file_that_is_no_text_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=r"\.env is no text in UTF-8"):
        load_settings()


def test_a_refused_url_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTH_DATABASE_URL", "mysql://hearth_web:secret@localhost/hearth")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "secret" not in str(caught.value)


def test_a_database_needs_the_url_of_the_web_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTH_MIGRATE_DATABASE_URL", OWNER)
    with pytest.raises(SettingsError, match="HEARTH_DATABASE_URL is missing"):
        load_settings()


def test_settings_do_not_change_and_do_not_tell_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTH_DATABASE_URL", WEB)
    settings = load_settings()
    assert WEB not in repr(settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 9
