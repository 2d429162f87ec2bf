"""A backup brought back into a new cluster: the same read models, the same order, and writing goes on."""

import json
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.residents import MoveOut
from households.terms import MovedOutReason, PayerKind
from network.access.viewer import SYSTEM
from network.backup.backing_up import back_up
from network.backup.errors import BackupUnfit, PlaceNotEmpty, ProgramFailed
from network.backup.keys_file import keys_file_of
from network.backup.restoring import read_backup, refuse_unfinished, restore
from network.directory.erasure import ForgetPerson
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import connection
from network.services import Services, open_services
from tests.clusters import UNSAFE_BUT_FAST, own_database
from tests.faults.conftest import Ground
from tests.read_models import digest_read_models, rebuild_read_models
from tests.small_network import envelope, fall_of, open_homes, resident_ref

MIGRATED = load_migrations(MIGRATIONS)
KEYS = "SELECT count(*) FROM eventstore.sealing_keys WHERE wrapped IS NOT NULL"
RESIDENT = "SELECT resident_id FROM payments_3.resident WHERE home_id = $1 AND ref = $2"


async def test_everything_is_as_it_was_in_a_new_cluster(ground: Ground, tmp_path: Path) -> None:
    key, file = os.urandom(32), tmp_path / "hearth.backup"
    async with open_services(ground.dsns, NetworkKey(key)) as services:
        home = await _make_history(services, ground.dsns)
        made = await back_up(ground.dsns, key, file)
        # Recorded after the backup: not in it, whatever the order of the files.
        await services.households.record(SYSTEM, home, fall_of(2, datetime.now(UTC)), envelope(uuid4()))
    before = await _digest_at(ground.dsns, made.log_position)

    async with own_database(UNSAFE_BUT_FAST) as (_, dsns):
        assert await restore(dsns, read_backup(file), tmp_path / "network.key", MIGRATED) == made.log_position
        await rebuild_read_models(dsns)

        assert await digest_read_models(dsns) == before
        async with open_services(dsns, NetworkKey.read(tmp_path / "network.key")) as services:
            recorded = await services.households.record(
                SYSTEM, home, fall_of(3, datetime.now(UTC)), envelope(uuid4())
            )
        assert recorded.log_position > made.log_position
        with pytest.raises(PlaceNotEmpty):
            await restore(dsns, read_backup(file), tmp_path / "network.key", MIGRATED)


async def test_who_was_forgotten_after_a_backup_of_the_keys_is_forgotten_again(
    ground: Ground, tmp_path: Path
) -> None:
    key, early, late = os.urandom(32), tmp_path / "early", tmp_path / "late"
    async with open_services(ground.dsns, NetworkKey(key)) as services:
        home = await _make_history(services, ground.dsns)
        await back_up(ground.dsns, key, early)
        async with connection(ground.dsns.projector, application_name="tests") as session:
            person: UUID = await session.fetchval(RESIDENT, home, resident_ref(9))
        command = ForgetPerson(record_class=RecordClass.CARE, reason="Kept for eight years.")
        await services.erasure.forget(SYSTEM, home, person, command, uuid4())
        await back_up(ground.dsns, key, late)
    # The newest facts with older keys, as after a loss of the newest: their position has to be made to fit.
    old_keys = keys_file_of(early).read_bytes().splitlines(keepends=True)
    new_header = keys_file_of(late).read_bytes().splitlines(keepends=True)[0]
    keys_file_of(late).write_bytes(new_header + b"".join(old_keys[1:]))

    async with own_database(UNSAFE_BUT_FAST) as (_, dsns):
        await restore(dsns, read_backup(late), tmp_path / "network.key", MIGRATED)
        async with connection(dsns.owner, application_name="tests") as owner:
            there = await owner.fetchval(KEYS)
            async with open_services(dsns, NetworkKey(key)):
                assert await owner.fetchval(KEYS) == there - 1


async def test_files_of_two_backups_are_not_taken_for_one(ground: Ground, tmp_path: Path) -> None:
    key, first, second = os.urandom(32), tmp_path / "first", tmp_path / "second"
    async with open_services(ground.dsns, NetworkKey(key)) as services:
        [home] = await open_homes(services.directory, services.households, 0, 1)
        await back_up(ground.dsns, key, first)
        await services.households.record(SYSTEM, home, fall_of(1, datetime.now(UTC)), envelope(uuid4()))
        await back_up(ground.dsns, key, second)
    keys_file_of(first).write_bytes(keys_file_of(second).read_bytes())

    async with own_database(UNSAFE_BUT_FAST) as (_, dsns):
        with pytest.raises(BackupUnfit, match="take a pair that belongs together"):
            await restore(dsns, read_backup(first), tmp_path / "network.key", MIGRATED)
        # Where the keys' file does not say which facts it belongs to, that is found out half-way.
        _forget_facts(keys_file_of(first))
        with pytest.raises(BackupUnfit, match="different backups"):
            await restore(dsns, read_backup(first), tmp_path / "network.key", MIGRATED)
        first.write_bytes(first.read_bytes()[:2000])
        with pytest.raises(ProgramFailed):
            await restore(dsns, read_backup(first), tmp_path / "network.key", MIGRATED)
        async with connection(dsns.owner, application_name="tests") as owner:
            assert await owner.fetchval("SELECT to_regclass('eventstore.events')") is None
            await refuse_unfinished(owner)
        assert not (tmp_path / "network.key").exists()
        await restore(dsns, read_backup(second), tmp_path / "network.key", MIGRATED)


def _forget_facts(keys: Path) -> None:
    header, *lines = keys.read_bytes().splitlines(keepends=True)
    old = {name: said for name, said in json.loads(header).items() if name not in ("facts", "keys")}
    keys.write_bytes(json.dumps(old).encode() + b"\n" + b"".join(lines))


async def _make_history(services: Services, dsns: Dsns) -> UUID:
    homes = await open_homes(services.directory, services.households, 0, 2)
    home = homes[0]
    for number in range(20):
        await services.households.record(
            SYSTEM, homes[number % 2], fall_of(number % 5, datetime.now(UTC)), envelope(uuid4())
        )
    agreed = AgreeContribution(
        resident=resident_ref(0),
        payer_ref="P-1",
        payer_kind=PayerKind.SELF_FUNDER,
        payer_name="Mr Brown",
        weekly_amount=Decimal("1071.52"),
        begins_on=date(2024, 1, 1),
    )
    await services.households.record(SYSTEM, home, agreed, envelope(uuid4()))
    paid = ReceivePayment(payer="P-1", received_on=date(2024, 2, 1), amount=Decimal(500), reference="BACS 1")
    await services.households.record(SYSTEM, home, paid, envelope(uuid4()))
    left = MoveOut(resident=resident_ref(9), moved_out_on=date(2024, 3, 1), reason=MovedOutReason.HOME)
    await services.households.record(SYSTEM, home, left, envelope(uuid4()))
    await rebuild_read_models(dsns)
    return home


async def _digest_at(dsns: Dsns, position: int) -> object:
    """The read models as they stood at the backup: nothing has followed the log since."""
    digest = await digest_read_models(dsns)
    async with connection(dsns.projector, application_name="tests") as session:
        at = await session.fetch("SELECT DISTINCT position FROM projections.checkpoints")
    assert [row["position"] for row in at] == [position]
    return digest
