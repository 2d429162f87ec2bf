from datetime import date
from decimal import Decimal
from uuid import UUID

from households.events import (
    Placed,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
    StayAmended,
    StayRetracted,
)
from households.terms import MovedOutReason, StaffRole
from network.directory.erasure import PersonState
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import said

ANN, ROSE = UUID(int=1), UUID(int=2)
MARCH, APRIL, JUNE = (date(2026, month, 1) for month in (3, 4, 6))


def after(*events: Event) -> PersonState:
    state = PersonState(ANN)
    for version, event in enumerate(events, start=1):
        state.evolve(event, version, version)
    return state


def joined(day: date) -> StaffJoined:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal(20),
        started_on=day,
        name=Sealed.of({}, ANN, RecordClass.EMPLOYMENT, "name"),
        **said(day),
    )


def left(day: date) -> StaffLeft:
    return StaffLeft(staff_id=ANN, left_on=day, **said(day))


def moved_in(day: date) -> ResidentMovedIn:
    return ResidentMovedIn(
        resident_id=ANN,
        resident_ref="R1",
        household_id=ROSE,
        moved_in_on=day,
        identity=Sealed.of({}, ANN, RecordClass.CARE, "identity"),
        initials=Sealed.of("AB", ANN, RecordClass.FINANCE, "initials"),
        **said(day),
    )


def moved_out(day: date, stay: int) -> ResidentMovedOut:
    return ResidentMovedOut(
        resident_id=ANN, moved_out_on=day, reason=MovedOutReason.HOME, **said(day, about=stay)
    )


def test_a_colleague_whose_last_day_is_to_come_still_works_here() -> None:
    state = after(joined(MARCH), left(JUNE))
    assert state.is_here(APRIL)
    assert state.is_here(JUNE)
    assert not state.is_here(date(2026, 6, 2))


def test_a_resident_whose_earlier_stay_is_told_later_still_lives_here() -> None:
    state = after(moved_in(APRIL), moved_in(MARCH), moved_out(date(2026, 3, 9), stay=2))
    assert state.is_here(JUNE)


def test_a_resident_is_gone_from_the_day_of_leaving_on() -> None:
    state = after(moved_in(MARCH), moved_out(APRIL, stay=1))
    assert state.is_here(date(2026, 3, 31))
    assert not state.is_here(APRIL)
    assert state.is_known


def test_nothing_is_known_of_somebody_else() -> None:
    state = PersonState(ROSE)
    state.evolve(joined(MARCH), 1, 1)
    assert not state.is_known
    assert not state.is_here(JUNE)


def test_a_stay_that_is_amended_or_taken_back_counts_as_it_says_now() -> None:
    sealed = Sealed.of("Misread", ANN, RecordClass.CARE, "why")
    placed = (Placed(said_in=1, household_id=ROSE, since=MARCH),)
    still_here = StayAmended(
        resident_id=ANN, placements=placed, replaces=(MARCH,), why=sealed, **said(JUNE, about=1)
    )
    assert after(moved_in(MARCH), moved_out(APRIL, stay=1), still_here).is_here(JUNE)
    never_came = StayRetracted(resident_id=ANN, replaces=(MARCH,), reason=sealed, **said(JUNE, about=1))
    state = after(moved_in(MARCH), never_came)
    assert not state.is_here(JUNE)
    assert state.is_known, "what was sealed about whoever was meant can be forgotten"
