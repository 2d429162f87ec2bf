from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from households.events import (
    PaymentReceived,
    PersonForgotten,
    ResidentMovedIn,
    ResidentMovedOut,
    StaffJoined,
    StaffLeft,
)
from households.terms import MovedOutReason, StaffRole
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from network.directory.events import NETWORK_STREAM, ErasureHeld
from network.directory.retention.projection import PROJECTION
from network.directory.retention.register import Register
from network.directory.retention.rules import RetentionRules
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, OTHER, EDITH, ANN = uuid4(), uuid4(), uuid4(), uuid4()
IN, OUT = date(2014, 3, 1), date(2016, 5, 20)
RULES = RetentionRules(care_years=8, finance_years=6, employment_years=6, key_backups=timedelta(days=35))
CARE, FINANCE, EMPLOYMENT = RecordClass.CARE, RecordClass.FINANCE, RecordClass.EMPLOYMENT
DAY = timedelta(days=1)


def moved_in(day: date = IN, resident: UUID = EDITH) -> Event:
    return ResidentMovedIn(
        resident_id=resident,
        resident_ref="R1",
        household_id=uuid4(),
        moved_in_on=day,
        identity=Sealed.of({}, resident, CARE, "identity"),
        initials=Sealed.of("EM", resident, FINANCE, "initials"),
        **said(day),
    )


def moved_out(stay: int, day: date = OUT) -> Event:
    return ResidentMovedOut(
        resident_id=EDITH, moved_out_on=day, reason=MovedOutReason.HOME, **said(day, about=stay)
    )


def paid(day: date) -> Event:
    return PaymentReceived(
        payer_id=uuid4(), received_on=day, amount=Decimal(10), reference="INV", resident_id=EDITH, **said(day)
    )


def joined(day: date) -> Event:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal(20),
        started_on=day,
        name=Sealed.of({}, ANN, EMPLOYMENT, "name"),
        **said(day),
    )


class Asked:
    def __init__(self, projected: Projected) -> None:
        self._projected = projected
        self.register = Register(projected.web, RULES)

    async def due(self, today: date) -> list[tuple[UUID, RecordClass]]:
        await self._projected.project(PROJECTION)
        return [(r.person_id, r.record_class) for r in await self.register.due(SYSTEM, today, 100)]


@pytest.fixture
def asked(projected: Projected) -> Asked:
    return Asked(projected)


async def test_a_care_record_is_due_eight_years_after_care_ended_and_not_a_day_before(
    projected: Projected, asked: Asked
) -> None:
    await projected.record(HOME, moved_in(), moved_out(1))
    eighth = date(2024, 5, 20)
    assert (EDITH, CARE) not in await asked.due(eighth - DAY)
    assert (EDITH, CARE) in await asked.due(eighth)


async def test_a_finance_record_waits_for_the_last_money(projected: Projected, asked: Asked) -> None:
    await projected.record(HOME, moved_in(), moved_out(1), paid(date(2016, 9, 2)))
    sixth = date(2022, 9, 30)
    assert await asked.due(sixth - DAY) == []
    assert await asked.due(sixth) == [(EDITH, FINANCE)]


async def test_without_money_a_finance_record_counts_from_the_end_of_care(
    projected: Projected, asked: Asked
) -> None:
    await projected.record(HOME, moved_in(), moved_out(1))
    assert await asked.due(date(2022, 5, 19)) == []
    assert await asked.due(date(2022, 5, 20)) == [(EDITH, FINANCE)]


async def test_nobody_who_is_still_there_is_due_wherever_that_is(projected: Projected, asked: Asked) -> None:
    await projected.record(HOME, moved_in(), moved_out(1))
    await projected.record(OTHER, moved_in(OUT))
    assert await asked.due(date(2100, 1, 1)) == []
    (care, finance) = await asked.register.records_of(SYSTEM, EDITH)
    assert (care.last_day, care.due_on, finance.due_on) == (None, None, None)
    assert {place.home_id for place in care.places} == {HOME, OTHER}


async def test_a_colleagues_record_is_due_six_years_after_the_last_day(
    projected: Projected, asked: Asked
) -> None:
    await projected.record(HOME, joined(IN), StaffLeft(staff_id=ANN, left_on=OUT, **said(OUT)))
    assert await asked.due(date(2022, 5, 19)) == []
    assert await asked.due(date(2022, 5, 20)) == [(ANN, EMPLOYMENT)]


async def test_what_is_held_is_not_due_and_says_why(projected: Projected, asked: Asked) -> None:
    await projected.record(HOME, moved_in(), moved_out(1))
    held = ErasureHeld(person_id=EDITH, record_class=CARE, reason="An inquiry", **said(OUT))
    await projected.record(NETWORK_STREAM, held)
    assert await asked.due(date(2030, 1, 1)) == [(EDITH, FINANCE)]
    (care, _) = await asked.register.records_of(SYSTEM, EDITH)
    assert (care.held_because, care.is_due(date(2030, 1, 1))) == ("An inquiry", False)
    (row,) = await asked.register.held(SYSTEM, 10)
    assert (row.person_id, row.reason, row.places[0].person_ref) == (EDITH, "An inquiry", "R1")


async def test_who_is_forgotten_is_due_no_more_and_complete_when_the_last_key_backup_has_gone(
    projected: Projected, asked: Asked
) -> None:
    await projected.record(HOME, moved_in(), moved_out(1))
    for record_class in (CARE, FINANCE):
        forgotten = PersonForgotten(
            person_id=EDITH, record_class=record_class, reason="The time has passed.", **said(OUT)
        )
        await projected.record(HOME, forgotten)
    assert await asked.due(date(2030, 1, 1)) == []
    erased = await asked.register.erased(SYSTEM, 10)
    assert {(row.person_id, row.record_class) for row in erased} == {(EDITH, CARE), (EDITH, FINANCE)}
    now = datetime.now(UTC)
    assert all(timedelta(days=34) < row.complete_at - now <= timedelta(days=35) for row in erased)


async def test_a_person_is_found_by_the_homes_reference(projected: Projected, asked: Asked) -> None:
    await projected.record(HOME, moved_in())
    await projected.project(PROJECTION)
    assert await asked.register.find(SYSTEM, HOME, "R1") == [EDITH]
    assert await asked.register.find(SYSTEM, OTHER, "R1") == []
    assert await asked.register.records_of(SYSTEM, uuid4()) == []


async def test_only_who_may_forget_may_ask(asked: Asked) -> None:
    for role in (Role.HOME_TEAM, Role.COACH, Role.FINANCE):
        viewer = Viewer(account_id=uuid4(), name="X", role=role, homes=frozenset({HOME}))
        with pytest.raises(Forbidden):
            await asked.register.due(viewer, OUT, 1)
        with pytest.raises(Forbidden):
            await asked.register.records_of(viewer, EDITH)
