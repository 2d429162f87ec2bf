from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.errors import ProjectionError
from network.projections.projection import Entry
from network.projections.rebuilding import rebuild
from network.projections.writing import COPY_FROM
from tests.network.projections.toys import gift, toy
from tests.projected import Projected


async def test_a_projection_that_fails_stops_alone(projected: Projected, tmp_path: Path) -> None:
    def fail(_entry: Entry[Any], _changes: Changes) -> None:
        raise ValueError("Edith Brown")

    sound, broken = toy(tmp_path, "sound"), toy(tmp_path, "broken", handler=fail)
    await projected.record(uuid4(), gift("1"))
    with pytest.raises(ProjectionError):
        await projected.rebuild().anew([broken, sound])
    failed, fine = await read_status(projected.web, [broken, sound])
    assert (failed.state, failed.position, fine.state) == (State.FAILED, 0, State.LIVE)
    assert failed.error is not None
    assert "ValueError" in failed.error
    assert "test_stopping.py" in failed.error
    assert "volunteering-recorded/1" in failed.error
    assert "Edith" not in failed.error


async def test_rows_that_the_database_refuses_stop_the_projection(
    projected: Projected, tmp_path: Path
) -> None:
    def repeat(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, 1), hours=entry.event.hours, words=[])

    broken, home = toy(tmp_path, handler=repeat), uuid4()
    await projected.record(home, gift("1"))
    await projected.project(broken)
    await projected.record(home, gift("1"))
    async with projected.following(broken):
        assert not await projected.shows(broken)
    (status,) = await read_status(projected.web, [broken])
    assert status.error is not None
    assert "UniqueViolationError (23505) gifts_1, gift, gift_pkey" in status.error
    assert len(await projected.rows(broken, "gift")) == 1


async def test_rows_that_are_not_whole_stop_the_projection(projected: Projected, tmp_path: Path) -> None:
    def append_too_little(entry: Entry[Any], changes: Changes) -> None:
        changes.append("gift", (entry.stream_id, entry.version))

    broken = toy(tmp_path, handler=append_too_little)
    await projected.record(uuid4(), gift("1"))
    with pytest.raises(ProjectionError):
        await projected.project(broken)
    (status,) = await read_status(projected.web, [broken])
    assert status.state is State.FAILED
    assert status.error is not None
    assert "ProjectionMisdeclared" in status.error


async def test_many_projections_share_the_sessions_and_one_that_the_database_refuses_stops_alone(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def repeat(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, entry.version % 4), hours=entry.event.hours, words=[])

    monkeypatch.setattr(rebuild, "BATCH", 3)
    sound = [toy(tmp_path, f"sound_{letter}") for letter in "abcdef"]
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)
    assert len(sound) > rebuild.WRITERS
    broken, home = toy(tmp_path, "broken", handler=repeat), uuid4()
    await projected.record(home, *(gift(str(hours)) for hours in range(1, 11)))
    with pytest.raises(ProjectionError):
        await projected.rebuild().anew([*sound, broken])
    states = {status.name: status.state for status in await read_status(projected.web, [*sound, broken])}
    assert states == {"broken": State.FAILED, **{one.name: State.LIVE for one in sound}}
    for one in sound:
        assert [row["version"] for row in await projected.rows(one, "gift")] == list(range(1, 11))
    assert [row["version"] for row in await projected.rows(broken, "gift")] == [1, 2, 3]


@pytest.mark.parametrize("hours", ["many", object(), 1j], ids=["text", "object", "complex"])
@pytest.mark.parametrize("rows", [1, COPY_FROM])
async def test_values_that_do_not_fit_their_column_stop_the_projection_alone(
    projected: Projected, tmp_path: Path, rows: int, hours: object
) -> None:
    def misread(entry: Entry[Any], changes: Changes) -> None:
        changes.add("gift", (entry.stream_id, entry.version), hours=hours, words=[])

    sound, broken = toy(tmp_path, "sound"), toy(tmp_path, "broken", handler=misread)
    await projected.project(broken)
    await projected.record(uuid4(), *(gift("1") for _ in range(rows)))
    async with projected.following(broken, sound):
        assert not await projected.shows(broken)
        assert await projected.shows(sound)
    (status,) = await read_status(projected.web, [broken])
    assert status.error is not None
    assert "between the positions 0 and" in status.error
