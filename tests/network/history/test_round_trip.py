"""What a home takes out of one network brings the same figures, or the same read models, into another."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from finance.events import FINANCE_STREAM
from households.events import ResidentMovedIn
from network.eventstore.sealed import RecordClass
from network.history.exporting import export_home
from network.history.journal import FILE
from network.history.rows import FILES
from network.services import Services
from outcomes.terms import Measure
from tests.conftest import Cluster
from tests.network.history.conftest import FILES as HISTORY
from tests.network.history.conftest import bring_in, take_in, write
from tests.network.history.worlds import TODAY, World, fill_awkwardly, new_world

PERIODS = [(180, 1), (180, 91), (90, 1), (35, 20)]
"""Days before today: the first and the last."""


async def figures(world: World) -> list[float | None]:
    """Numerators and denominators over several periods, of what the files hold.

    Not whether a period is incomplete: that follows from every record, also from moments and corrections,
    which no file holds. The whole stream brings them, and its test compares every row.
    """
    return [
        number
        for first, last in PERIODS
        for rate in await world.rates(TODAY - timedelta(days=first), TODAY - timedelta(days=last))
        if rate.measure not in (Measure.MOMENTS, Measure.VOLUNTEERING)
        for number in (rate.numerator, rate.denominator)
    ]


async def payments(world: World) -> Counter[tuple[object, ...]]:
    """What was received and not taken back, what may be a duplicate too."""
    rows = (await world.rows())["payments_3.payment"]
    taken_back = {row["reverses"] for row in rows}
    return Counter(
        (
            row["payer_id"],
            row["received_on"],
            row["amount"],
            row["reference"],
        )
        for row in rows
        if row["reverses"] is None and row["version"] not in taken_back
    )


def _is_of_finance(row: Mapping[str, object]) -> bool:
    return row.get("home_id") == FINANCE_STREAM


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_files_bring_equal_figures_into_an_empty_network(
    cluster: Cluster, tmp_path: Path, seed: int
) -> None:
    async with new_world(cluster) as old, new_world(cluster) as new:
        await fill_awkwardly(old, seed)
        taken_out = await old.export(tmp_path / "out")
        assert await bring_in(new.services, taken_out) > 200
        again = await new.export(tmp_path / "again")
        for kind in FILES:
            lines = [sorted((place / kind.file).read_text().splitlines()) for place in (taken_out, again)]
            assert lines[0] == lines[1], kind.file
        await old.fill()
        await new.fill()
        # Sums of days and hours in another order differ in the last binary digit.
        assert await figures(old) == pytest.approx(await figures(new), rel=1e-12)
        amounts = [Counter(key[1:] for key in (await payments(world)).elements()) for world in (old, new)]
        assert amounts[0] == amounts[1]


async def test_the_whole_stream_brings_equal_read_models_into_an_empty_network(
    cluster: Cluster, tmp_path: Path
) -> None:
    async with new_world(cluster) as old, new_world(cluster) as new:
        await fill_awkwardly(old, 4)
        taken_out = await old.export(tmp_path / "out")
        assert await take_in(new.services, taken_out) == 1
        assert await take_in(new.services, taken_out) == 0
        again = await new.export(tmp_path / "again")
        assert (again / FILE).read_bytes() == (taken_out / FILE).read_bytes()
        await old.fill()
        await new.fill()
        before, after = await old.rows(), await new.rows()
        for table in before.keys() - {"directory_1.caseload"}:
            # What coaches and homes say to each other, and what finance decides, is the network's.
            if not table.startswith(("support_", "learning_")):
                assert after[table] == [row for row in before[table] if not _is_of_finance(row)], table


async def test_what_was_forgotten_stays_forgotten(cluster: Cluster, tmp_path: Path) -> None:
    async with new_world(cluster) as old, new_world(cluster) as new:
        await fill_awkwardly(old, 5)
        home_id = await old.home_id()
        stored = await old.services.store.read(home_id)
        resident = next(entry.event for entry in stored if isinstance(entry.event, ResidentMovedIn))
        await old.services.keyring.forget([(resident.resident_id, RecordClass.CARE)])
        taken_out = await old.export(tmp_path / "out")
        assert "(forgotten),(forgotten)" in (taken_out / "residents.csv").read_text()
        assert await take_in(new.services, taken_out) == 1


async def test_an_absence_without_a_night_is_written_back_on_the_day_of_moving_in(
    services: Services, tmp_path: Path
) -> None:
    """Nothing counts by it, and a home that leaves takes all of its record with it."""
    absences = (
        "home_ref,resident_ref,away_from,back_on,reason\n"
        "ROSE,R2,2024-02-01,2024-02-01,holiday\n"
        "ROSE,R2,2024-05-01,2024-05-01,hospital\n"
    )
    await bring_in(services, write(tmp_path / "in", HISTORY | {"absences": absences}))
    out = tmp_path / "out"
    out.mkdir()
    await export_home(services.store, services.keyring, services.audit, "ROSE", out)
    written = (out / "absences.csv").read_text(encoding="utf-8").splitlines()
    assert sorted(written) == sorted(absences.splitlines())
