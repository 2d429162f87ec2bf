"""A page of records reads what it shows, however much its home has recorded."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from households.activity.projection import PROJECTION
from households.events import SicknessAmended, SicknessEnded, SicknessStarted
from households.reading.records import QUERIES
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, EDITH, SAM = UUID(int=1), UUID(int=2), UUID(int=3)
A_PAGE = 51
NEWEST = 2**62
DAY = date(2025, 7, 1)
MANY = """
INSERT INTO activity_5.event
    (home_id, version, position, kind, occurred_at, recorded_at, recorded_by, resident_id, detail)
SELECT $1, n, n, (ARRAY['moment-shared', 'fall-observed', 'volunteering-recorded'])[1 + n % 3], now(), now(),
       $1, CASE WHEN n % 300 = 0 THEN $2::uuid ELSE gen_random_uuid() END, '{}'
FROM generate_series(1, 30000) AS n
"""
SICKNESS = ["sickness-started", "sickness-ended", "sickness-amended"]
PAGES = {
    "page_of_records": (HOME, NEWEST, A_PAGE),
    "page_of_records_of_kinds": (HOME, NEWEST, A_PAGE, ["fall-recorded", "moment-shared", *SICKNESS]),
    "page_of_records_of_person": (HOME, NEWEST, A_PAGE, EDITH, None),
    "open_spells": (HOME,),
}


def scans(plan: dict[str, Any]) -> Iterator[int]:
    """How many rows each node read itself, taken or not."""
    if not (inner := plan.get("Plans")):
        yield int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    for node in inner or ():
        yield from scans(node)


async def test_a_page_of_records_reads_no_more_than_a_page_of_each_kind(projected: Projected) -> None:
    await projected.project(PROJECTION)
    await projected.pool.execute(MANY, HOME, EDITH)
    await projected.pool.execute("ANALYZE activity_5.event")
    for name, arguments in PAGES.items():
        statement = f"EXPLAIN (ANALYZE, FORMAT JSON) {QUERIES[name].partition(chr(10))[2].rstrip('; ')}"
        told = json.loads(await projected.pool.fetchval(statement, *arguments))
        assert sum(scans(told[0]["Plan"])) <= 3 * A_PAGE, name


@pytest.mark.parametrize("is_retracted", [True, False])
async def test_who_is_off_sick_follows_what_ends_and_what_corrects_a_spell(
    projected: Projected, is_retracted: bool
) -> None:
    why = Sealed.of("Wrong", SAM, RecordClass.EMPLOYMENT, "why")
    monday, tuesday = DAY, DAY + timedelta(days=1)
    await projected.record(
        HOME,
        SicknessStarted(staff_id=SAM, first_day=monday, **said(DAY)),
        SicknessEnded(staff_id=SAM, last_day=tuesday, **said(DAY, about=1)),
        SicknessStarted(staff_id=uuid4(), first_day=monday, last_day=tuesday, **said(DAY)),
    )
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "spell") == []
    reopened = SicknessAmended(
        staff_id=SAM, first_day=tuesday, retracted=is_retracted, why=why, **said(DAY, about=1)
    )
    await projected.record(HOME, reopened)
    await projected.project(PROJECTION)
    open_now = [(row["version"], row["first_day"]) for row in await projected.rows(PROJECTION, "spell")]
    assert open_now == ([] if is_retracted else [(1, tuesday)])
