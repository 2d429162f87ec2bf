import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from msgspec.structs import replace

from households.activity.projection import CORRECTED_BY, DETAILS, PROJECTION
from households.events import (
    HOME_EVENTS,
    BaselineRecorded,
    FallAmended,
    FallFacts,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
    PaymentReceived,
    PersonForgotten,
    PossibleDuplicateSettled,
    ResidentIdentityAmended,
    StaffLeft,
)
from households.terms import Action, Harm, Place
from network.days import local_date
from network.directory.events import NETWORK_STREAM, CoachAssigned
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import RECORDED_BY, Projected, said

HOME, EDITH, ROSE, COUNCIL = (uuid4() for _ in range(4))
DAY = date(2025, 7, 1)


def fall(hour: int = 12) -> FallRecorded:
    return FallRecorded(
        resident_id=EDITH,
        household_id=ROSE,
        facts=FallFacts(place=Place.BEDROOM, harm=Harm.LOW, actions=(Action.GP,)),
        account=Sealed.of({"doing": "reading"}, EDITH, RecordClass.CARE, "account"),
        **said(DAY, hour),
    )


async def test_every_fact_of_a_home_is_a_row_with_the_facts_of_a_summary(projected: Projected) -> None:
    reason = Sealed.of("Recorded twice", EDITH, RecordClass.CARE, "reason")
    await projected.record(
        HOME, fall(), FallRetracted(resident_id=EDITH, reason=reason, **said(DAY, about=1))
    )
    await projected.project(PROJECTION)
    recorded, retracted = await projected.rows(PROJECTION, "event")
    assert recorded["kind"] == "fall-recorded"
    assert recorded["recorded_by"] == RECORDED_BY
    assert (recorded["resident_id"], recorded["staff_id"]) == (EDITH, None)
    # As it was told, not as a jsonb would put it.
    assert recorded["detail"] == '{"place":"bedroom","harm":"low","actions":["gp"]}'
    assert (retracted["kind"], retracted["about"], retracted["detail"]) == ("fall-retracted", 1, "{}")
    assert retracted["position"] > recorded["position"]


async def test_amounts_are_text_so_that_no_float_comes_near_money(projected: Projected) -> None:
    paid = PaymentReceived(
        payer_id=COUNCIL, received_on=DAY, amount=Decimal("10.10"), reference="EDITH BROWN", **said(DAY)
    )
    await projected.record(HOME, paid)
    await projected.project(PROJECTION)
    (row,) = await projected.rows(PROJECTION, "event")
    assert json.loads(row["detail"])["amount"] == "10.10"
    assert "BROWN" not in row["detail"]


async def test_a_day_counts_as_recorded_on_the_homes_clock(projected: Projected) -> None:
    # 23:30 UTC in July is half past midnight of the next day in London.
    late = datetime(2025, 7, 1, 23, 30, tzinfo=UTC)
    await projected.record(HOME, fall(9), fall(10), replace(fall(), occurred_at=late))
    await projected.project(PROJECTION)
    days = await projected.rows(PROJECTION, "recorded_day")
    assert [row["day"] for row in days] == [DAY, date(2025, 7, 2)]


async def test_a_month_from_before_is_no_record_of_a_day(projected: Projected) -> None:
    month = BaselineRecorded(month=date(2023, 1, 1), occupied_bed_days=100, **said(date(2023, 1, 1)))
    await projected.record(HOME, month)
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "recorded_day") == []
    assert len(await projected.rows(PROJECTION, "event")) == 1


async def test_what_is_to_come_tells_of_the_day_on_which_it_was_written_down(projected: Projected) -> None:
    to_come = datetime.now(UTC) + timedelta(days=60)
    leaves = StaffLeft(staff_id=EDITH, left_on=to_come.date(), **said(to_come.date()))
    await projected.record(HOME, leaves)
    await projected.project(PROJECTION)
    (event,) = await projected.rows(PROJECTION, "event")
    (row,) = await projected.rows(PROJECTION, "recorded_day")
    assert row["day"] == local_date(event["recorded_at"])


async def test_what_network_it_destroys_is_no_sign_of_the_team(projected: Projected) -> None:
    forgotten = PersonForgotten(
        person_id=EDITH, record_class=RecordClass.CARE, reason="Eight years", **said(DAY)
    )
    await projected.record(HOME, forgotten)
    await projected.project(PROJECTION)
    assert len(await projected.rows(PROJECTION, "event")) == 1
    assert await projected.rows(PROJECTION, "recorded_day") == []
    assert await projected.rows(PROJECTION, "home") == []


async def test_a_home_has_the_instant_of_its_latest_record(projected: Projected) -> None:
    await projected.record(HOME, fall())
    await projected.record(HOME, fall())
    await projected.project(PROJECTION)
    (home,) = await projected.rows(PROJECTION, "home")
    events = await projected.rows(PROJECTION, "event")
    assert home["last_recorded_at"] == events[-1]["recorded_at"]


async def test_what_a_tablet_kept_for_days_counts_when_it_was_made(projected: Projected) -> None:
    made_at = datetime(2025, 7, 1, 3, 10, tzinfo=UTC)
    await projected.record(HOME, replace(fall(), made_at=made_at, clock_shift=-600.0))
    await projected.project(PROJECTION)
    (home,) = await projected.rows(PROJECTION, "home")
    assert home["last_recorded_at"] == datetime(2025, 7, 1, 3, 0, tzinfo=UTC)


async def test_what_the_centre_records_is_no_homes_activity(projected: Projected) -> None:
    await projected.record(NETWORK_STREAM, CoachAssigned(account_id=uuid4(), home_id=HOME, **said(DAY)))
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "event") == []


def test_details_are_plain_fields_of_events_there_are() -> None:
    kinds = {kind.topic.partition("/")[0]: kind for kind in HOME_EVENTS}
    for name, details in DETAILS.items():
        plain = {detail.partition(".")[0] for detail in details}
        assert plain <= set(kinds[name].__struct_fields__), name
        assert not any("Sealed" in str(kinds[name].__annotations__.get(detail)) for detail in plain), name


def test_whatever_amends_or_takes_back_says_which_record_it_corrects() -> None:
    names = ("Amended", "Retracted", "Reversed", "Settled")
    correcting = {kind for kind in HOME_EVENTS if kind.__name__.endswith(names)}
    # Who somebody is has a record of its own; whether money came twice is no other amount of it.
    assert correcting - set(CORRECTED_BY) == {ResidentIdentityAmended, PossibleDuplicateSettled}


async def test_a_correction_is_kept_with_the_record_that_it_corrects_the_last_one_alone(
    projected: Projected,
) -> None:
    why = Sealed.of("Wrong", EDITH, RecordClass.CARE, "reason")
    amended = FallAmended(
        resident_id=EDITH,
        household_id=ROSE,
        facts=FallFacts(place=Place.GARDEN, harm=Harm.LOW),
        account=Sealed.of({"doing": "reading"}, EDITH, RecordClass.CARE, "account"),
        reason=why,
        **said(DAY, about=1),
    )
    seen = FallObserved(
        resident_id=EDITH,
        observation=Sealed.of("Asleep", EDITH, RecordClass.CARE, "observation"),
        **said(DAY, about=1),
    )
    await projected.record(HOME, fall(), amended, seen)
    await projected.record(
        HOME,
        replace(amended, command_id=uuid4()),
        FallObservationRetracted(resident_id=EDITH, observation=3, reason=why, **said(DAY, about=1)),
    )
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "correction")
    assert [(row["version"], row["latest"]) for row in rows] == [(1, 4), (3, 5)]


async def test_a_row_says_when_a_record_was_made_that_a_device_brought_late(projected: Projected) -> None:
    made_at = datetime(2025, 7, 1, 3, 10, tzinfo=UTC)
    await projected.record(HOME, fall(), replace(fall(), made_at=made_at, command_id=uuid4()))
    await projected.project(PROJECTION)
    assert [row["made_at"] for row in await projected.rows(PROJECTION, "event")] == [None, made_at]
