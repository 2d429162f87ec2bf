from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from network.projections import writing
from network.projections.changes import Changes, Row
from network.projections.packing import pack
from network.projections.projection import Entry
from network.projections.rebuilding import rebuild
from network.projections.writing import COPY_FROM
from tests.network.projections.toys import DAY, SCHEMA, gift, toy
from tests.projected import Projected


@pytest.mark.parametrize("words", [["plain"], ["two\nlines"]], ids=["packed", "by the driver"])
async def test_rows_are_written_alike_however_many_come_at_once(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def note(entry: Entry[Any], changes: Changes) -> None:
        key = (entry.stream_id,)
        changes.append("note", (entry.stream_id, entry.version, words[0], entry.event.given_on))
        changes.put("home", key, gifts=entry.version, note=words[0])

    monkeypatch.setattr(rebuild, "BATCH", 30)
    schema = SCHEMA + "CREATE TABLE note (home_id uuid, version bigint, text text, day date,"
    schema += " PRIMARY KEY (home_id, version));"
    few, many = COPY_FROM - 1, 3 * COPY_FROM
    for name, count in (("few", few), ("many", many)):
        notes, home = toy(tmp_path, name, handler=note, schema=schema), uuid4()
        await projected.record(home, *(gift("1") for _ in range(count)))
        await projected.project(notes)
        rows = [row for row in await projected.rows(notes, "note") if row["home_id"] == home]
        assert [(row["version"], row["text"], row["day"]) for row in rows] == [
            (version, words[0], DAY) for version in range(1, count + 1)
        ]


async def test_rows_that_can_t_be_packed_are_tried_once(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def trying(rows: Sequence[Row], types: Sequence[str]) -> bytes | None:
        tried.append(len(rows))
        return pack(rows, types)

    def note(entry: Entry[Any], changes: Changes) -> None:
        changes.append("note", (entry.stream_id, entry.version, "two\nlines"))

    monkeypatch.setattr(rebuild, "BATCH", COPY_FROM)
    monkeypatch.setattr(writing, "pack", trying)
    schema = (
        SCHEMA
        + "CREATE TABLE note (home_id uuid, version bigint, text text, PRIMARY KEY (home_id, version));"
    )
    notes = toy(tmp_path, handler=note, schema=schema)
    await projected.record(uuid4(), *(gift("1") for _ in range(4 * COPY_FROM)))
    await projected.project(notes)
    assert tried == [COPY_FROM] * 4
    assert [row["text"] for row in await projected.rows(notes, "note")] == ["two\nlines"] * (4 * COPY_FROM)


@pytest.mark.parametrize("rows", [1, COPY_FROM])
async def test_rows_that_only_one_event_makes_are_appended(
    projected: Projected, tmp_path: Path, rows: int
) -> None:
    def append(entry: Entry[Any], changes: Changes) -> None:
        changes.append("gift", (entry.stream_id, entry.version, entry.event.hours, ["given"]))

    toys = toy(tmp_path, handler=append)
    await projected.record(uuid4(), *(gift(str(hours)) for hours in range(1, rows + 1)))
    await projected.project(toys)
    written = await projected.rows(toys, "gift")
    assert [(row["version"], row["hours"], row["words"]) for row in written] == [
        (hours, hours, ["given"]) for hours in range(1, rows + 1)
    ]


@pytest.mark.parametrize("batch", [1, 6])
async def test_rows_that_were_appended_are_changed_by_what_is_said_later_in_any_batches(
    projected: Projected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    def tell(entry: Entry[Any], changes: Changes) -> None:
        key = (entry.stream_id, entry.version)
        if entry.version <= 3:
            changes.append("gift", (*key, entry.event.hours, []))
        elif entry.version == 4:
            changes.set("gift", (entry.stream_id, 1), hours=entry.event.hours)
        elif entry.version == 5:
            changes.delete("gift", (entry.stream_id, 2))
        else:
            changes.add("gift", key, hours=entry.event.hours, words=[])

    monkeypatch.setattr(rebuild, "BATCH", batch)
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    toys = toy(tmp_path, handler=tell)
    await projected.record(uuid4(), *(gift(str(10 * version)) for version in range(1, 7)))
    await projected.project(toys)
    written = await projected.rows(toys, "gift")
    assert [(row["version"], row["hours"]) for row in written] == [(1, 40), (3, 30), (6, 60)]
