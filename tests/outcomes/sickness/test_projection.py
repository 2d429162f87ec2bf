from datetime import date
from decimal import Decimal
from uuid import uuid4

from households.events import (
    FullTimeHoursChanged,
    HomeOpened,
    SicknessAmended,
    SicknessEnded,
    SicknessStarted,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
)
from households.terms import StaffRole
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from outcomes.sickness.projection import OPEN, PROJECTION
from tests.projected import Projected, said

HOME, ANN = uuid4(), uuid4()
MARCH, APRIL, MAY, JUNE = (date(2025, month, 1) for month in (3, 4, 5, 6))


def opened() -> HomeOpened:
    return HomeOpened(recorded_from=MARCH, charged_from=MARCH, **said(MARCH))


def joined(day: date, hours: str = "37.5") -> StaffJoined:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal(hours),
        started_on=day,
        name=Sealed.of({"given_name": "Ann"}, ANN, RecordClass.EMPLOYMENT, "name"),
        **said(day),
    )


async def ftes(projected: Projected, *events: Event) -> list[tuple[Decimal, date, date]]:
    """A team's full-time equivalents by interval, after these facts."""
    await projected.record(HOME, opened(), *events)
    await projected.project(PROJECTION)
    rows = await projected.web.fetch("SELECT fte, first_day, last_day FROM sickness_1.fte ORDER BY first_day")
    return [(round(row["fte"], 4), row["first_day"], row["last_day"]) for row in rows]


async def test_somebody_is_employed_from_the_first_day_on(projected: Projected) -> None:
    assert await ftes(projected, joined(MARCH)) == [(1, MARCH, OPEN)]


async def test_the_last_day_is_included(projected: Projected) -> None:
    left = StaffLeft(staff_id=ANN, left_on=APRIL, **said(APRIL))
    assert await ftes(projected, joined(MARCH), left) == [(1, MARCH, APRIL)]


async def test_hours_count_from_the_day_of_the_change(projected: Projected) -> None:
    changed = StaffHoursChanged(staff_id=ANN, weekly_hours=Decimal(30), changed_on=APRIL, **said(APRIL))
    assert await ftes(projected, joined(MARCH), changed) == [
        (1, MARCH, date(2025, 3, 31)),
        (Decimal("0.8"), APRIL, OPEN),
    ]


async def test_full_time_hours_count_from_the_day_of_the_change(projected: Projected) -> None:
    changed = FullTimeHoursChanged(hours=Decimal(40), changed_on=APRIL, **said(APRIL))
    assert await ftes(projected, joined(MARCH, "30"), changed) == [
        (Decimal("0.8"), MARCH, date(2025, 3, 31)),
        (Decimal("0.75"), APRIL, OPEN),
    ]


async def test_who_comes_back_is_not_employed_in_between(projected: Projected) -> None:
    left = StaffLeft(staff_id=ANN, left_on=APRIL, **said(APRIL))
    assert await ftes(projected, joined(MARCH), left, joined(JUNE, "15")) == [
        (1, MARCH, APRIL),
        (Decimal("0.4"), JUNE, OPEN),
    ]


async def test_hours_that_would_change_after_the_last_day_do_not_count(projected: Projected) -> None:
    changed = StaffHoursChanged(staff_id=ANN, weekly_hours=Decimal(30), changed_on=MAY, **said(MARCH))
    left = StaffLeft(staff_id=ANN, left_on=APRIL, **said(APRIL))
    assert await ftes(projected, joined(MARCH), changed, left) == [(1, MARCH, APRIL)]


async def test_a_spell_is_open_until_it_ends_and_as_amended_since(projected: Projected) -> None:
    await projected.record(HOME, SicknessStarted(staff_id=ANN, first_day=MARCH, **said(MARCH)))
    assert await spells(projected) == [(1, MARCH, OPEN)]
    await projected.record(HOME, SicknessEnded(staff_id=ANN, last_day=APRIL, **said(APRIL, about=1)))
    assert await spells(projected) == [(1, MARCH, APRIL)]
    await projected.record(HOME, amended(retracted=False))
    assert await spells(projected) == [(1, APRIL, MAY)]
    await projected.record(HOME, amended(retracted=True))
    assert await spells(projected) == []


def amended(*, retracted: bool) -> SicknessAmended:
    why = Sealed.of("Wrong day", ANN, RecordClass.EMPLOYMENT, "why")
    return SicknessAmended(
        staff_id=ANN, first_day=APRIL, last_day=MAY, retracted=retracted, why=why, **said(MAY, about=1)
    )


async def spells(projected: Projected) -> list[tuple[int, date, date]]:
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "spell")
    return [(row["version"], row["first_day"], row["last_day"]) for row in rows]
