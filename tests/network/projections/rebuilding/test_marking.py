"""Days that are marked while a projection is filled: copied as long as nobody can have marked them before."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from households.events import VolunteeringRecorded
from network.projections.changes import Changes
from network.projections.checkpoints import State, read_status
from network.projections.projection import Entry, Handler, Projection
from network.projections.rebuilding import rebuild
from tests.network.projections.toys import DAY, SCHEMA, gift, toy
from tests.projected import Projected

MARKED = f"""{SCHEMA}
CREATE TABLE given_day (home_id uuid, day date, PRIMARY KEY (home_id, day));
"""
NOT_LOOKED_UP = f"""{MARKED}
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_query() LIKE '%ON CONFLICT%' THEN RAISE 'A day was looked up.'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refuses BEFORE INSERT ON given_day FOR EACH STATEMENT EXECUTE FUNCTION refuse();
"""
EVENTS = 20


def marks(changes: Changes, entry: Entry[Any], *days: int) -> None:
    for day in days:
        changes.mark("given_day", (entry.stream_id,), DAY + timedelta(days=day))


def in_order(entry: Entry[Any], changes: Changes) -> None:
    """Each day by two events: wherever the log is cut, one of before comes again after it."""
    marks(changes, entry, entry.version, entry.version + 1)


def out_of_order(entry: Entry[Any], changes: Changes) -> None:
    """The day before last as well."""
    marks(changes, entry, entry.version, entry.version + 1, entry.version - 1)


def every_fourth(entry: Entry[Any], changes: Changes) -> None:
    if entry.version % 4 == 0:
        out_of_order(entry, changes)


def dies_at(version: int, handler: Handler) -> Handler:
    """A handler in whose midst the process is killed."""

    def handle(entry: Entry[Any], changes: Changes) -> None:
        if entry.version == version:
            raise asyncio.CancelledError
        handler(entry, changes)

    return handle


def days_marked(rows: Sequence[dict[str, Any]]) -> list[date]:
    return [row["day"] for row in rows]


def days(*numbers: int) -> list[date]:
    return [DAY + timedelta(days=number) for number in numbers]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of three events, written before the next are folded in."""
    monkeypatch.setattr(rebuild, "BATCH", 3)
    monkeypatch.setattr(rebuild, "ENOUGH", 1)
    monkeypatch.setattr(rebuild, "TOO_MUCH", 1)


async def test_days_in_their_order_are_copied_in_every_piece(projected: Projected, tmp_path: Path) -> None:
    toys = toy(tmp_path, handler=in_order, schema=NOT_LOOKED_UP)
    await projected.record(uuid4(), *(gift("1") for _ in range(EVENTS)))
    await projected.project(toys)
    assert days_marked(await projected.rows(toys, "given_day")) == days(*range(1, EVENTS + 2))


async def test_a_killed_rebuild_goes_on_with_days_that_were_marked_before(
    projected: Projected, tmp_path: Path
) -> None:
    """Several of them, standing at different places: who comes later to a day finds it there."""
    often = toy(tmp_path, "often", handler=dies_at(11, out_of_order), schema=MARKED)
    seldom = toy(tmp_path, "seldom", handler=every_fourth, schema=MARKED)
    await projected.record(uuid4(), *(gift("1") for _ in range(EVENTS)))
    with pytest.raises(asyncio.CancelledError):
        await projected.rebuild().anew([often, seldom])
    assert 0 < len(await projected.rows(often, "given_day")) < EVENTS

    mended = Projection("often", 1, often.schema_file, {VolunteeringRecorded: out_of_order}, often.reference)
    await projected.rebuild().go_on([mended, seldom])
    assert days_marked(await projected.rows(mended, "given_day")) == days(*range(EVENTS + 2))
    around_fourths = (day for version in range(4, EVENTS + 1, 4) for day in range(version - 1, version + 2))
    assert days_marked(await projected.rows(seldom, "given_day")) == days(*around_fourths)
    assert {status.state for status in await read_status(projected.web, [mended, seldom])} == {State.LIVE}
