from datetime import date
from decimal import Decimal
from uuid import uuid4

from households.events import (
    BaselineRecorded,
    HomeOpened,
    HouseholdBedsChanged,
    HouseholdOpened,
    MomentAmended,
    MomentRetracted,
    MomentShared,
    PracticeAmended,
    PracticeChanged,
    PracticeRetracted,
    ResidentCameBack,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
    VolunteeringAmended,
    VolunteeringRecorded,
    VolunteeringRetracted,
)
from households.terms import AbsenceReason, MovedOutReason
from network.eventstore.sealed import RecordClass, Sealed
from outcomes.counting.tallies import Tallies
from outcomes.counting.windows import Windows
from outcomes.periods import ONE_DAY, Period
from outcomes.read_models.occupancy.projection import OPEN, PROJECTION
from outcomes.terms import Measure
from tests.projected import Projected, said

HOME, EDITH, ROSE, ELM = (uuid4() for _ in range(4))
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)


def moved_in() -> ResidentMovedIn:
    return ResidentMovedIn(
        resident_id=EDITH,
        resident_ref="R1",
        household_id=ROSE,
        moved_in_on=MARCH,
        identity=Sealed.of({"given_name": "Edith"}, EDITH, RecordClass.CARE, "identity"),
        initials=Sealed.of("EB", EDITH, RecordClass.FINANCE, "initials"),
        **said(MARCH),
    )


async def test_a_stay_is_open_until_the_day_of_leaving(projected: Projected) -> None:
    await projected.record(HOME, moved_in())
    await projected.project(PROJECTION)
    (stay,) = await projected.rows(PROJECTION, "stay")
    assert (stay["moved_in_on"], stay["moved_out_on"]) == (MARCH, OPEN)
    assert await projected.web.fetchval("SELECT moved_out_on = 'infinity' FROM occupancy_1.stay")

    left = ResidentMovedOut(
        resident_id=EDITH, moved_out_on=MAY, reason=MovedOutReason.DIED, **said(MAY, about=1)
    )
    await projected.record(HOME, left)
    await projected.project(PROJECTION)
    (stay,) = await projected.rows(PROJECTION, "stay")
    assert stay["moved_out_on"] == MAY


async def test_nights_away_run_up_to_the_first_night_back(projected: Projected) -> None:
    away = ResidentWentAway(
        resident_id=EDITH, stay=1, away_from=APRIL, reason=AbsenceReason.HOSPITAL, **said(APRIL)
    )
    await projected.record(HOME, moved_in(), away)
    await projected.project(PROJECTION)
    (absence,) = await projected.rows(PROJECTION, "absence")
    assert (absence["stay"], absence["away_from"], absence["back_on"]) == (1, APRIL, OPEN)

    back = ResidentCameBack(resident_id=EDITH, stay=1, back_on=MAY, **said(MAY, about=2))
    await projected.record(HOME, back)
    await projected.project(PROJECTION)
    (absence,) = await projected.rows(PROJECTION, "absence")
    assert (absence["away_from"], absence["back_on"]) == (APRIL, MAY)


async def test_a_stay_belongs_to_a_household_from_a_day_on(projected: Projected) -> None:
    moved = ResidentMovedRoom(resident_id=EDITH, household_id=ELM, moved_on=APRIL, **said(APRIL, about=1))
    await projected.record(HOME, moved_in(), moved)
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "stay_household")
    assert [(row["from_on"], row["household_id"]) for row in rows] == [(MARCH, ROSE), (APRIL, ELM)]


async def test_beds_are_available_from_the_day_of_a_change(projected: Projected) -> None:
    await projected.record(
        HOME,
        HomeOpened(recorded_from=MARCH, charged_from=MARCH, **said(MARCH)),
        HouseholdOpened(household_id=ROSE, name="Rose", beds=8, opened_on=MARCH, **said(MARCH)),
        HouseholdBedsChanged(household_id=ROSE, beds=0, changed_on=MAY, **said(MAY)),
    )
    await projected.project(PROJECTION)
    for last, bed_days in ((MARCH, 8), (APRIL, 8 * 32), (MAY, 8 * 61), (date(2025, 6, 1), 8 * 61)):
        windows = Windows.of({HOME: MARCH}, [Period(MARCH, last)], last + ONE_DAY)
        counts = await Tallies(projected.web).of(windows, [Measure.OCCUPANCY])
        assert counts[Measure.OCCUPANCY].denominator.tolist() == [[bed_days]]
    assert await projected.rows(PROJECTION, "home") == [{"home_id": HOME, "recorded_from": MARCH}]


async def test_a_month_from_before_is_as_last_told(projected: Projected) -> None:
    first = BaselineRecorded(month=MARCH, occupied_bed_days=200, falls=3, **said(MARCH))
    again = BaselineRecorded(month=MARCH, occupied_bed_days=210, **said(MARCH))
    await projected.record(HOME, first, again)
    await projected.project(PROJECTION)
    (month,) = await projected.rows(PROJECTION, "baseline_month")
    assert (month["occupied_bed_days"], month["falls"]) == (210, None)


async def test_life_and_practice_are_counted_by_their_days(projected: Projected) -> None:
    moment = Sealed.of("Sang", EDITH, RecordClass.CARE, "moment")
    await projected.record(
        HOME,
        MomentShared(resident_id=EDITH, enjoyed_on=APRIL, moment=moment, **said(APRIL)),
        VolunteeringRecorded(given_on=MAY, hours=Decimal("2.5"), **said(MAY)),
        PracticeChanged(changed_on=MARCH, text="Tea at four", **said(MARCH)),
    )
    await projected.project(PROJECTION)
    (shared,) = await projected.rows(PROJECTION, "moment")
    (given,) = await projected.rows(PROJECTION, "volunteering")
    (change,) = await projected.rows(PROJECTION, "practice_change")
    assert (shared["resident_id"], shared["enjoyed_on"]) == (EDITH, APRIL)
    assert (given["hours"], given["given_on"]) == (Decimal("2.5"), MAY)
    assert (change["text"], change["changed_on"]) == ("Tea at four", MARCH)


async def test_life_that_is_put_right_counts_as_put_right_and_what_is_taken_back_not_at_all(
    projected: Projected,
) -> None:
    def sealed(label: str) -> Sealed:
        return Sealed.of("words", EDITH, RecordClass.CARE, label)

    shared = MomentShared(resident_id=EDITH, enjoyed_on=MARCH, moment=sealed("moment"), **said(MARCH))
    given = VolunteeringRecorded(given_on=MARCH, hours=Decimal(2), **said(MARCH))
    changed = PracticeChanged(changed_on=MARCH, text="Lights on", **said(MARCH))
    await projected.record(
        HOME,
        *(shared, given, changed) * 2,
        MomentAmended(
            resident_id=EDITH,
            enjoyed_on=MAY,
            moment=sealed("moment"),
            why=sealed("why"),
            **said(MAY, about=1),
        ),
        VolunteeringAmended(given_on=MAY, hours=Decimal(3), why=sealed("why"), **said(MAY, about=2)),
        PracticeAmended(changed_on=MAY, text="Lights off", why=sealed("why"), **said(MAY, about=3)),
        MomentRetracted(resident_id=EDITH, reason=sealed("reason"), **said(MAY, about=4)),
        VolunteeringRetracted(reason=sealed("reason"), **said(MAY, about=5)),
        PracticeRetracted(reason=sealed("reason"), **said(MAY, about=6)),
    )
    await projected.project(PROJECTION)
    (moment,) = await projected.rows(PROJECTION, "moment")
    assert (moment["version"], moment["enjoyed_on"]) == (1, MAY)
    (volunteering,) = await projected.rows(PROJECTION, "volunteering")
    assert (volunteering["given_on"], volunteering["hours"]) == (MAY, Decimal(3))
    (practice,) = await projected.rows(PROJECTION, "practice_change")
    assert (practice["changed_on"], practice["text"]) == (MAY, "Lights off")
