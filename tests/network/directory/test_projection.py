from datetime import date, timedelta
from uuid import uuid4

from households.events import HouseholdBedsChanged, HouseholdOpened
from network.directory.events import (
    NETWORK_STREAM,
    CoachAssigned,
    CoachUnassigned,
    HomeAmended,
    HomeJoined,
)
from network.directory.homes import QUERIES
from network.directory.projection import PROJECTION
from tests.projected import Projected, said

HOME, COACH, ROSE = uuid4(), uuid4(), uuid4()
JOINED, LATER = date(2024, 1, 1), date(2025, 6, 1)
DAY = timedelta(days=1)


def joined() -> HomeJoined:
    return HomeJoined(
        home_id=HOME,
        ref="rosewood",
        name="Rosewood",
        cqc_location_id="1-100000001",
        icb_ods_code="QHG",
        joined_on=JOINED,
        recorded_from=JOINED,
        charged_from=JOINED,
        **said(JOINED),
    )


async def test_a_home_is_as_it_was_last_amended(projected: Projected) -> None:
    amended = HomeAmended(
        home_id=HOME,
        name="Rosewood House",
        cqc_location_id="1-100000002",
        icb_ods_code="S1Y5D",
        programme_started_on=LATER,
        **said(LATER),
    )
    await projected.record(NETWORK_STREAM, joined(), amended)
    await projected.project(PROJECTION)
    (home,) = await projected.rows(PROJECTION, "home")
    assert home == {
        "home_id": HOME,
        "ref": "rosewood",
        "name": "Rosewood House",
        "cqc_location_id": "1-100000002",
        "icb_ods_code": "S1Y5D",
        "joined_on": JOINED,
        "recorded_from": JOINED,
        "charged_from": JOINED,
        "programme_started_on": LATER,
    }


async def test_a_caseload_holds_the_homes_that_a_coach_supports_now(projected: Projected) -> None:
    other = uuid4()
    await projected.record(
        NETWORK_STREAM,
        joined(),
        CoachAssigned(account_id=COACH, home_id=HOME, **said(JOINED)),
        CoachAssigned(account_id=COACH, home_id=other, **said(JOINED)),
        CoachUnassigned(account_id=COACH, home_id=HOME, **said(LATER)),
    )
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "caseload")
    assert [(row["account_id"], row["home_id"]) for row in rows] == [(COACH, other)]


async def test_beds_are_in_service_from_a_day_to_the_next_change(projected: Projected) -> None:
    await projected.record(
        HOME,
        HouseholdOpened(household_id=ROSE, name="Rose", beds=8, opened_on=JOINED, **said(JOINED)),
        HouseholdBedsChanged(household_id=ROSE, beds=10, changed_on=LATER, **said(LATER)),
    )
    await projected.project(PROJECTION)
    (household,) = await projected.rows(PROJECTION, "household")
    assert (household["name"], household["version"]) == ("Rose", 1)
    beds: list[list[int]] = []
    for day in (JOINED - DAY, JOINED, LATER - DAY, LATER):
        rows = await projected.web.fetch(QUERIES["households_of"], [HOME], day)
        beds.append([row["beds"] for row in rows])
    assert beds == [[], [8], [8], [10]]


async def test_a_home_of_an_old_board_lies_in_its_successors_area(projected: Projected) -> None:
    await projected.record(NETWORK_STREAM, joined())
    await projected.project(PROJECTION)
    query = (
        "SELECT area.code FROM directory_1.home JOIN directory_1.area"
        " ON recorded_code = icb_ods_code AND from_on <= $1 AND $1 < to_on"
    )
    assert await projected.web.fetchval(query, date(2026, 3, 31)) == "QHG"
    assert await projected.web.fetchval(query, date(2026, 4, 1)) == "S1Y5D"
