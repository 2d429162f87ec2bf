from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from households.events import (
    AgreedHours,
    ContributionAgreed,
    EmploymentAmended,
    EmploymentRetracted,
    PaymentReceived,
    PersonForgotten,
    Placed,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
    StayAmended,
    StayRetracted,
    TimeInTeam,
)
from households.terms import MovedOutReason, PayerKind, StaffRole
from network.directory.events import NETWORK_STREAM, ErasureHeld, ErasureReleased
from network.directory.retention.projection import PROJECTION
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from network.projections.changes import Changes
from network.projections.projection import Entry
from tests.days import today
from tests.projected import Projected, said

HOME, EDITH, ANN = uuid4(), uuid4(), uuid4()
MARCH, MAY = date(2016, 3, 1), date(2016, 5, 20)
OPEN = date.max


def moved_in(day: date = MARCH) -> Event:
    return ResidentMovedIn(
        resident_id=EDITH,
        resident_ref="R1",
        household_id=uuid4(),
        moved_in_on=day,
        identity=Sealed.of({}, EDITH, RecordClass.CARE, "identity"),
        initials=Sealed.of("EM", EDITH, RecordClass.FINANCE, "initials"),
        **said(day),
    )


def moved_out(stay: int, day: date = MAY) -> Event:
    return ResidentMovedOut(
        resident_id=EDITH, moved_out_on=day, reason=MovedOutReason.HOME, **said(day, about=stay)
    )


def joined(day: date) -> Event:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal(20),
        started_on=day,
        name=Sealed.of({}, ANN, RecordClass.EMPLOYMENT, "name"),
        **said(day),
    )


def stay_amended(out: date | None) -> Event:
    return StayAmended(
        resident_id=EDITH,
        placements=(Placed(said_in=1, household_id=uuid4(), since=MARCH),),
        moved_out_on=out,
        moved_out_reason=MovedOutReason.HOME if out else None,
        replaces=(MARCH,),
        why=Sealed.of("Misread", EDITH, RecordClass.CARE, "why"),
        **said(MAY, about=1),
    )


async def days(projected: Projected) -> list[tuple[str, str, date]]:
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "presence")
    return [(row["record_class"], row["person_ref"], row["last_day"]) for row in rows]


async def test_a_stay_is_open_until_the_day_of_leaving(projected: Projected) -> None:
    await projected.record(HOME, moved_in())
    assert await days(projected) == [("care", "R1", OPEN)]
    await projected.record(HOME, moved_out(1))
    assert await days(projected) == [("care", "R1", MAY)]


async def test_who_comes_back_has_a_second_stay(projected: Projected) -> None:
    await projected.record(HOME, moved_in(), moved_out(1), moved_in(date(2017, 1, 1)))
    assert await days(projected) == [("care", "R1", MAY), ("care", "R1", OPEN)]


async def test_a_colleague_who_comes_back_is_there_again(projected: Projected) -> None:
    await projected.record(HOME, joined(MARCH), StaffLeft(staff_id=ANN, left_on=MAY, **said(MAY)))
    assert await days(projected) == [("employment", "S1", MAY)]
    await projected.record(HOME, joined(date(2018, 1, 1)))
    assert await days(projected) == [("employment", "S1", OPEN)]


async def test_money_for_a_resident_counts_by_its_months(projected: Projected) -> None:
    payer = uuid4()
    agreed = ContributionAgreed(
        resident_id=EDITH,
        payer_id=payer,
        payer_ref="P1",
        payer_kind=PayerKind.SELF_FUNDER,
        weekly_amount=Decimal(900),
        begins_on=MARCH,
        ends_on=MAY,
        **said(MARCH),
    )
    paid = [
        PaymentReceived(
            payer_id=payer,
            received_on=date(2016, 8, day),
            amount=Decimal(10),
            reference=f"INV {day}",
            resident_id=resident,
            **said(MAY),
        )
        for day, resident in ((3, EDITH), (9, EDITH), (10, None))
    ]
    await projected.record(HOME, moved_in(), agreed, *paid)
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "money_month")
    assert [(row["person_id"], row["month"]) for row in rows] == [
        (EDITH, date(2016, 5, 1)),
        (EDITH, date(2016, 8, 1)),
    ]


async def test_a_hold_lasts_until_it_is_released(projected: Projected) -> None:
    held = ErasureHeld(person_id=EDITH, record_class=RecordClass.CARE, reason="An inquiry", **said(MARCH))
    await projected.record(NETWORK_STREAM, held)
    await projected.project(PROJECTION)
    (row,) = await projected.rows(PROJECTION, "hold")
    assert (row["person_id"], row["record_class"], row["reason"]) == (EDITH, "care", "An inquiry")
    released = ErasureReleased(person_id=EDITH, record_class=RecordClass.CARE, **said(MAY))
    await projected.record(NETWORK_STREAM, released)
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "hold") == []


async def test_who_is_forgotten_is_known_by_id_and_day(projected: Projected) -> None:
    forgotten = PersonForgotten(
        person_id=EDITH, record_class=RecordClass.CARE, reason="Eight years have passed.", **said(MAY)
    )
    await projected.record(HOME, moved_in(), moved_out(1))
    # Nothing can be sealed for a person who is forgotten, so this comes last.
    await projected.record(HOME, forgotten)
    await projected.project(PROJECTION)
    (row,) = await projected.rows(PROJECTION, "forgotten")
    assert (row["person_id"], row["record_class"], row["home_id"]) == (EDITH, "care", HOME)


async def test_a_stay_that_is_amended_ends_when_it_says_now(projected: Projected) -> None:
    await projected.record(HOME, moved_in(), moved_out(1), stay_amended(None))
    assert await days(projected) == [("care", "R1", OPEN)]
    await projected.record(HOME, stay_amended(MARCH))
    assert await days(projected) == [("care", "R1", MARCH)]


def stay_retracted() -> StayRetracted:
    reason = Sealed.of("Twice", EDITH, RecordClass.CARE, "reason")
    return StayRetracted(resident_id=EDITH, replaces=(MARCH,), reason=reason, **said(MAY, about=1))


def employment_retracted() -> EmploymentRetracted:
    reason = Sealed.of("Another person", ANN, RecordClass.EMPLOYMENT, "reason")
    return EmploymentRetracted(
        staff_id=ANN, replaces=(MARCH,), reason=reason, latest=None, **said(MAY, about=1)
    )


async def test_who_never_came_is_kept_from_the_day_on_which_that_was_said(projected: Projected) -> None:
    before = today()
    await projected.record(HOME, moved_in(), stay_retracted())
    [(_, ref, day)] = await days(projected)
    assert ref == "R1"
    assert before <= day <= today()


@pytest.mark.parametrize("event", [stay_retracted(), employment_retracted()])
def test_what_is_said_after_midnight_in_summer_is_kept_from_that_day(event: Event) -> None:
    after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    person = ("care", EDITH, 1) if isinstance(event, StayRetracted) else ("employment", ANN, 0)
    changes = Changes(["presence"])
    PROJECTION.handlers[type(event)](Entry(1, HOME, 2, after_midnight, event), changes)
    assert changes.tables["presence"].set == {(HOME, *person): {"last_day": date(2026, 7, 2)}}


async def test_a_colleague_is_gone_when_their_latest_time_in_the_team_says_so(projected: Projected) -> None:
    why = Sealed.of("Misread", ANN, RecordClass.EMPLOYMENT, "why")
    hours = (AgreedHours(said_in=1, weekly_hours=Decimal(20), since=MARCH),)
    left = TimeInTeam(role=StaffRole.NURSE, started_on=MARCH, left_on=MAY)
    amended = EmploymentAmended(
        staff_id=ANN,
        role=StaffRole.NURSE,
        hours=hours,
        left_on=MAY,
        replaces=(MARCH,),
        latest=left,
        why=why,
        **said(MAY, about=1),
    )
    await projected.record(HOME, joined(MARCH), amended)
    assert await days(projected) == [("employment", "S1", MAY)]
    before = today()
    await projected.record(HOME, employment_retracted())
    [(_, ref, day)] = await days(projected)
    assert ref == "S1"
    assert before <= day <= today()
