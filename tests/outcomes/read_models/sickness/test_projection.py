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
from outcomes.counting.tallies import Tallies
from outcomes.counting.windows import Windows
from outcomes.periods import ONE_DAY, Period
from outcomes.read_models.sickness.projection import OPEN, PROJECTION
from outcomes.terms import Measure
from tests.projected import Projected, said

HOME, ANN = uuid4(), uuid4()
MARCH, APRIL, MAY, JUNE, JULY = (date(2025, month, 1) for month in (3, 4, 5, 6, 7))


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


def left(day: date) -> StaffLeft:
    return StaffLeft(staff_id=ANN, left_on=day, **said(day))


def hours(weekly: str, day: date) -> StaffHoursChanged:
    return StaffHoursChanged(staff_id=ANN, weekly_hours=Decimal(weekly), changed_on=day, **said(MARCH))


async def available(projected: Projected, *events: Event) -> list[Decimal]:
    """FTE days of a team in each month from March to June, after these facts."""
    return [days for days, _ in await counted(projected, *events)]


async def counted(projected: Projected, *events: Event) -> list[tuple[Decimal, Decimal]]:
    """FTE days available and lost in each month from March to June, after these facts."""
    await projected.record(HOME, opened(), *events)
    await projected.project(PROJECTION)
    return await _by_month(projected)


async def _by_month(projected: Projected) -> list[tuple[Decimal, Decimal]]:
    months = [
        Period(first, last - ONE_DAY)
        for first, last in zip((MARCH, APRIL, MAY, JUNE), (APRIL, MAY, JUNE, JULY), strict=True)
    ]
    windows = Windows.of({HOME: MARCH}, months, JULY)
    sickness = (await Tallies(projected.web).of(windows, [Measure.SICKNESS]))[Measure.SICKNESS]
    return [
        (round(Decimal(available), 4), round(Decimal(lost), 4))
        for lost, available in zip(
            sickness.numerator[0].tolist(), sickness.denominator[0].tolist(), strict=True
        )
    ]


async def test_somebody_is_employed_from_the_first_day_on(projected: Projected) -> None:
    assert await available(projected, joined(date(2025, 3, 22))) == [10, 30, 31, 30]


async def test_the_last_day_is_included(projected: Projected) -> None:
    assert await available(projected, joined(MARCH), left(APRIL)) == [31, 1, 0, 0]


async def test_hours_count_from_the_day_of_the_change(projected: Projected) -> None:
    changed = hours("30", MAY)
    assert await available(projected, joined(MARCH), changed) == [31, 30, Decimal("24.8"), 24]


async def test_full_time_hours_count_from_the_day_of_the_change(projected: Projected) -> None:
    changed = FullTimeHoursChanged(hours=Decimal(40), changed_on=APRIL, **said(APRIL))
    found = await available(projected, joined(MARCH, "30"), changed)
    assert found == [Decimal("24.8"), Decimal("22.5"), Decimal("23.25"), Decimal("22.5")]


async def test_who_comes_back_is_not_employed_in_between(projected: Projected) -> None:
    assert await available(projected, joined(MARCH), left(APRIL), joined(JUNE, "15")) == [31, 1, 0, 12]


async def test_hours_agreed_for_after_the_last_day_do_not_come_back_with_who_comes_back(
    projected: Projected,
) -> None:
    changed = hours("15", date(2025, 6, 10))
    assert await available(projected, joined(MARCH), changed, left(APRIL)) == [31, 1, 0, 0]
    await projected.record(HOME, joined(JUNE))
    await projected.project(PROJECTION)
    assert (await _by_month(projected))[-1] == (30, 0)


async def test_hours_of_an_earlier_employment_are_put_right_after_coming_back(projected: Projected) -> None:
    facts = (joined(MARCH), left(APRIL), joined(JUNE), hours("18.75", date(2025, 3, 22)))
    assert await available(projected, *facts) == [26, Decimal("0.5"), 0, 30]


async def test_a_spell_that_nobody_ended_ends_with_the_employment(projected: Projected) -> None:
    sick = SicknessStarted(staff_id=ANN, first_day=date(2025, 3, 30), **said(MARCH))
    found = await counted(projected, joined(MARCH), sick, left(APRIL), joined(JUNE))
    assert found == [(31, 2), (1, 1), (0, 0), (30, 0)]


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
