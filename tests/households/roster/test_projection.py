from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from households.events import (
    Identity,
    PersonForgotten,
    ResidentCameBack,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
    StaffJoined,
    StaffLeft,
    StaffName,
)
from households.reading.queries import QUERIES
from households.roster.projection import PROJECTION
from households.terms import AbsenceReason, MovedOutReason, StaffRole
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, OTHER_HOME, EDITH, ANN, ROSE, ELM = (uuid4() for _ in range(6))
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)


def identity(given_name: str = "Edith") -> dict[str, Sealed]:
    who = Identity(given_name=given_name, family_name="Brown")
    return {
        "identity": Sealed.of(who, EDITH, RecordClass.CARE, "identity"),
        "initials": Sealed.of("EB", EDITH, RecordClass.FINANCE, "initials"),
    }


def moved_in(day: date = MARCH) -> ResidentMovedIn:
    return ResidentMovedIn(
        resident_id=EDITH,
        resident_ref="R1",
        household_id=ROSE,
        room="3",
        moved_in_on=day,
        **identity(),
        **said(day),
    )


def joined(day: date = MARCH) -> StaffJoined:
    return StaffJoined(
        staff_id=ANN,
        staff_ref="S1",
        role=StaffRole.NURSE,
        weekly_hours=Decimal(30),
        started_on=day,
        name=Sealed.of(StaffName(given_name="Ann", family_name="Green"), ANN, RecordClass.EMPLOYMENT, "name"),
        **said(day),
    )


async def test_a_resident_lives_where_the_latest_placement_says(projected: Projected) -> None:
    moved = ResidentMovedRoom(
        resident_id=EDITH, household_id=ELM, room="7", moved_on=APRIL, **said(APRIL, about=1)
    )
    await projected.record(HOME, moved_in(), moved)
    await projected.project(PROJECTION)
    placements = await projected.rows(PROJECTION, "placement")
    assert [(row["household_id"], row["room"], row["from_on"]) for row in placements] == [
        (ROSE, "3", MARCH),
        (ELM, "7", APRIL),
    ]
    row = await projected.web.fetchrow(QUERIES["residents_of"], [HOME], "", "")
    assert row is not None
    assert (row["household_id"], row["room"], row["moved_in_on"]) == (ELM, "7", MARCH)


def away(day: date) -> ResidentWentAway:
    return ResidentWentAway(
        resident_id=EDITH, stay=1, away_from=day, reason=AbsenceReason.HOSPITAL, **said(day)
    )


def back(day: date, absence: int) -> ResidentCameBack:
    return ResidentCameBack(resident_id=EDITH, stay=1, back_on=day, **said(day, about=absence))


async def away_from(projected: Projected) -> date | None:
    """Since when the one resident is away."""
    await projected.project(PROJECTION)
    (row,) = await projected.web.fetch(QUERIES["residents_of"], [HOME], "", "")
    return row["away_from"]


async def test_a_resident_is_away_until_back(projected: Projected) -> None:
    await projected.record(HOME, moved_in(), away(APRIL))
    assert await away_from(projected) == APRIL
    await projected.record(HOME, back(MAY, absence=2))
    assert await away_from(projected) is None


async def test_who_is_away_stays_so_when_an_earlier_absence_is_told(projected: Projected) -> None:
    earlier = away(date(2025, 3, 10))
    await projected.record(HOME, moved_in(), away(APRIL), earlier, back(date(2025, 3, 12), absence=3))
    assert await away_from(projected) == APRIL
    await projected.record(HOME, back(MAY, absence=2))
    assert await away_from(projected) is None


async def test_who_left_while_away_and_comes_back_to_live_here_is_in(projected: Projected) -> None:
    left = ResidentMovedOut(
        resident_id=EDITH,
        moved_out_on=APRIL,
        reason=MovedOutReason.OTHER_HOME,
        to_home=OTHER_HOME,
        **said(APRIL, about=1),
    )
    await projected.record(HOME, moved_in(), away(APRIL), left)
    await projected.project(PROJECTION)
    stay = await only_stay(projected)
    assert (stay["moved_out_on"], stay["moved_out_reason"], stay["to_home"]) == (
        APRIL,
        "other_home",
        OTHER_HOME,
    )
    await projected.record(HOME, replace(moved_in(), moved_in_on=MAY))
    assert await away_from(projected) is None


async def only_stay(projected: Projected) -> dict[str, Any]:
    (stay,) = await projected.rows(PROJECTION, "stay")
    return stay


async def test_the_team_is_as_it_now_stands_and_may_come_back(projected: Projected) -> None:
    await projected.record(
        HOME,
        joined(),
        StaffLeft(staff_id=ANN, left_on=MAY, **said(MAY)),
    )
    await projected.project(PROJECTION)
    (staff,) = await projected.rows(PROJECTION, "staff")
    assert (staff["started_on"], staff["left_on"]) == (MARCH, MAY)

    await projected.record(HOME, joined(date(2025, 9, 1)))
    await projected.project(PROJECTION)
    (staff,) = await projected.rows(PROJECTION, "staff")
    assert (staff["started_on"], staff["left_on"]) == (date(2025, 9, 1), None)


async def test_names_show_only_to_a_viewer_of_the_home_and_the_record_class(projected: Projected) -> None:
    await projected.record(HOME, moved_in(), joined())
    await projected.project(PROJECTION)
    assert await projected.web.fetch("SELECT * FROM roster_1.personal") == []
    assert await labels(projected, str(HOME), "care,employment") == {"identity", "name"}
    assert await labels(projected, str(OTHER_HOME), "care,employment,finance") == set()
    assert await labels(projected, "*", "finance") == {"initials"}
    assert await labels(projected, "", "") == set()
    # The viewer was the one statement's only.
    assert await projected.web.fetch("SELECT * FROM roster_1.personal") == []


async def labels(projected: Projected, homes: str, classes: str) -> set[str]:
    rows = await projected.web.fetch(
        "SELECT * FROM roster_1.personal_for($1, $2, $3, $4)", homes, classes, HOME, [EDITH, ANN]
    )
    return {row["label"] for row in rows}


async def test_an_amended_identity_replaces_the_first(projected: Projected) -> None:
    await projected.record(HOME, moved_in())
    await projected.project(PROJECTION)
    before = await tokens(projected)
    amended = ResidentIdentityAmended(resident_id=EDITH, **identity("Edie"), **said(APRIL))
    await projected.record(HOME, amended)
    await projected.project(PROJECTION)
    after = await tokens(projected)
    assert before.keys() == after.keys() == {"identity", "initials"}
    assert before["identity"] != after["identity"]


async def test_what_was_sealed_about_a_person_who_is_forgotten_goes(projected: Projected) -> None:
    forgotten = PersonForgotten(
        person_id=EDITH, record_class=RecordClass.CARE, reason="Retention", **said(MAY)
    )
    await projected.record(HOME, moved_in(), forgotten)
    await projected.project(PROJECTION)
    assert set(await tokens(projected)) == {"initials"}


async def tokens(projected: Projected) -> dict[str, bytes]:
    rows = await projected.rows(PROJECTION, "personal")
    assert {row["person_id"] for row in rows} <= {UUID(str(EDITH))}
    return {row["label"]: row["token"] for row in rows}
