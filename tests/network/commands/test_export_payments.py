"""`hearth export payments`, to a file and its totals."""

import asyncio
import csv
import hashlib
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid5

import pytest
from click.testing import CliRunner, Result

from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.access.viewer import SYSTEM
from network.commands.export import command
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import open_services
from network.settings import Settings
from tests.read_models import rebuild_read_models
from tests.small_network import NAMESPACE, envelope, open_homes, resident_ref

YEAR = ("--from", "2024-01-01", "--to", "2024-12-31")


@pytest.fixture
def settings(database: Dsns, tmp_path: Path) -> Settings:
    """A network with one home, in which Mr Brown has paid once."""
    key = NetworkKey.read_or_create(tmp_path / "network.key")

    async def prepare() -> None:
        async with open_services(database, key) as services:
            [home] = await open_homes(services.directory, services.households, 0, 1)
            agreed = AgreeContribution(
                resident=resident_ref(0),
                payer_ref="P-1",
                payer_kind=PayerKind.SELF_FUNDER,
                payer_name="Mr Brown",
                weekly_amount=Decimal("1071.52"),
                begins_on=date(2024, 1, 1),
            )
            paid = ReceivePayment(
                payer="P-1", received_on=date(2024, 2, 1), amount=Decimal(500), reference="=BACS"
            )
            for number, fact in enumerate((agreed, paid)):
                said = envelope(uuid5(NAMESPACE, f"fact/{number}"))
                await services.households.record(SYSTEM, home, fact, said)
        await rebuild_read_models(database)

    asyncio.run(prepare())
    return Settings(database_url=database.web, key_file=tmp_path / "network.key", data_dir=tmp_path)


def test_a_file_has_its_totals_beside_it_and_is_this_very_file(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "payments.csv"

    result = run(settings, *YEAR, str(out))

    assert result.exit_code == 0, result.output
    [row] = csv.DictReader(out.read_text().splitlines())
    assert (row["payer_name"], row["amount"], row["reference"]) == ("Mr Brown", "500.00", "'=BACS")
    sidecar = json.loads((tmp_path / "payments.csv.totals.json").read_text())
    assert sidecar["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (sidecar["totals"]["rows"], sidecar["totals"]["control_total"]) == (1, "500.00")
    assert "1 rows, control total 500.00" in result.output
    assert out.stat().st_mode & 0o077 == 0


def test_a_failed_export_leaves_the_last_file_as_it_was(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "payments.csv"
    out.write_text("the last one")

    result = run(settings, *YEAR, "--home", "nowhere", str(out))

    assert result.exit_code == 1
    assert "no home of that reference" in result.output
    assert out.read_text() == "the last one"
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2024-02-30", "--to", "2024-12-31"), "--from"),
        (("--from", "2024-12-31", "--to", "2024-01-01"), "before the first"),
        ((*YEAR, "--known-at", "2024-01-01T00:00:00"), "needs an offset"),
        ((*YEAR, "--known-at", "0001-01-01T00:00:00+01:00"), "is not an instant"),
        ((*YEAR, "--known-at", "2999-01-01T00:00:00Z"), "past"),
    ],
)
def test_what_cannot_be_answered_is_said(
    settings: Settings, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(settings, *arguments, str(tmp_path / "x.csv"))

    assert result.exit_code != 0
    assert said in result.output
    assert not (tmp_path / "x.csv").exists()


def test_nothing_but_a_file_is_written_over(settings: Settings, tmp_path: Path) -> None:
    pipe, terminal = tmp_path / "pipe", tmp_path / "terminal"
    os.mkfifo(pipe)
    terminal.symlink_to("/proc/self/fd/1")

    for out in (pipe, terminal):
        result = run(settings, *YEAR, str(out))
        assert result.exit_code == 2
        assert "Name a file." in result.output
    assert pipe.is_fifo()
    assert terminal.is_symlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Is `hearth serve` or `hearth projections run` running"),
        (("--home", "HOME0000"), "the read models have not been built yet"),
    ],
)
def test_where_no_read_model_was_ever_built_it_is_said_what_builds_them(
    database: Dsns, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    NetworkKey.read_or_create(tmp_path / "network.key")
    settings = Settings(database_url=database.web, key_file=tmp_path / "network.key", data_dir=tmp_path)

    result = run(settings, *YEAR, *arguments, str(tmp_path / "x.csv"))

    assert result.exit_code == 1
    assert said in result.output
    assert "in a moment" not in result.output


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["payments", *arguments], obj=settings)
