"""`hearth import` and `hearth export home` as somebody types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from network.commands import export, import_
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.settings import Settings
from tests.network.history.conftest import FILES, write


@pytest.fixture
def settings(database: Dsns, tmp_path: Path) -> Settings:
    """A network's own database, and its key in a file."""
    key_file = tmp_path / "network.key"
    NetworkKey.read_or_create(key_file)
    return Settings(database_url=database.web, key_file=key_file, data_dir=tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The small home's files."""
    return write(tmp_path / "files", FILES)


def bring_in(settings: Settings, *arguments: object) -> Result:
    return CliRunner().invoke(import_.command, list(map(str, arguments)), obj=settings)


def take_out(settings: Settings, *arguments: object) -> Result:
    return CliRunner().invoke(export.command, ["home", *map(str, arguments)], obj=settings)


def test_an_import_says_what_it_did_and_the_next_that_there_is_nothing_left(
    settings: Settings, files: Path
) -> None:
    assert "Recorded 18 rows; 0 rows had been recorded before." in bring_in(settings, files).output
    assert "Recorded 0 rows; 18 rows had been recorded before." in bring_in(settings, files).output


def test_a_dry_run_writes_nothing(settings: Settings, files: Path) -> None:
    result = bring_in(settings, files, "--dry-run")
    assert "18 rows to record, 0 rows recorded before. Nothing was written." in result.output
    assert "no home “ROSE”" in take_out(settings, "ROSE", files / "out").output


def test_everything_that_is_wrong_is_listed_and_the_exit_code_says_so(
    settings: Settings, files: Path
) -> None:
    write(files, {"costs": FILES["costs"] + "ROSE,soon,food,1\n", "baseline": "home_ref\nROSE\n"})
    result = bring_in(settings, files)
    assert result.exit_code == 1
    assert "costs.csv:3: month: “soon” is not a month: write it as 2026-03" in result.output
    assert "baseline.csv:1: occupied_bed_days: this required column is missing" in result.output
    assert "3 errors; nothing was written." in result.output
    assert "Traceback" not in result.output


def test_a_misspelt_file_is_not_passed_over_in_silence(settings: Settings, files: Path) -> None:
    (files / "fall.csv").write_text(FILES["falls"])
    assert "fall.csv is not a file that an import reads" in bring_in(settings, files, "--dry-run").output


def test_a_misspelt_file_is_named_before_the_errors_that_it_causes(settings: Settings, files: Path) -> None:
    (files / "residents.csv").rename(files / "resident.csv")
    lines = bring_in(settings, files).output.splitlines()
    assert lines[0].startswith("resident.csv is not a file that an import reads")
    assert any("no resident of this reference" in line for line in lines[1:])


def test_a_mistyped_home_leaves_no_directory_behind(settings: Settings, tmp_path: Path) -> None:
    assert "no home “ROSE”" in take_out(settings, "ROSE", tmp_path / "out").output
    assert not (tmp_path / "out").exists()


def test_an_export_is_for_its_owner_s_eyes_and_comes_in_again(settings: Settings, files: Path) -> None:
    bring_in(settings, files)
    out = files.parent / "out"
    assert "events.jsonl" in take_out(settings, "ROSE", out).output
    assert all(path.stat().st_mode & 0o077 == 0 for path in (out, *out.iterdir()))
    assert "Recorded 0 rows; 18 rows" in bring_in(settings, out).output
    for path in out.glob("*.csv"):
        path.unlink()
    assert "This was taken in before" in bring_in(settings, out).output


def test_events_are_asked_for_where_there_are_none(settings: Settings, files: Path) -> None:
    assert "holds no events.jsonl" in bring_in(settings, files, "--events").output
