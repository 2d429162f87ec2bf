from datetime import date
from decimal import Decimal
from uuid import UUID

from households.events import SicknessStarted, StaffJoined, StaffLeft
from households.terms import StaffRole
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.stored import StoredEvent
from network.history.gathering.stream import OpenedStream
from network.history.gathering.team import Team
from tests.projected import said

HOME, ANN = UUID(int=1), UUID(int=2)
MARCH, APRIL, JUNE = (date(2025, month, 1) for month in (3, 4, 6))


def joined(day: date) -> StaffJoined:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal("37.5"),
        started_on=day,
        name=Sealed.of({}, ANN, RecordClass.EMPLOYMENT, "name"),
        **said(day),
    )


def test_a_spell_that_nobody_ended_is_told_of_the_employment_it_began_in() -> None:
    events = (
        joined(MARCH),
        SicknessStarted(staff_id=ANN, first_day=date(2025, 3, 20), **said(MARCH)),
        StaffLeft(staff_id=ANN, left_on=APRIL, **said(APRIL)),
        joined(JUNE),
    )
    entries = [
        StoredEvent(version, HOME, version, event.occurred_at, event)
        for version, event in enumerate(events, start=1)
    ]
    rows = Team("ROSE", OpenedStream(entries, {})).sickness_rows()
    assert [(row.staff_ref, row.first_day, row.last_day) for row in rows] == [
        ("S1", date(2025, 3, 20), APRIL)
    ]
