from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from msgspec.structs import replace

from households.aftercare.projection import PROJECTION
from households.aftercare.waiting import WaitingWork
from households.events import (
    Decision,
    FallAmended,
    FallFacts,
    FallNotificationDecided,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
    PaymentReceived,
    PaymentReversed,
    PossibleDuplicateSettled,
    RecordSetAside,
    RecordSettled,
)
from households.terms import Action, Body, Harm, Place
from network.access.viewer import SYSTEM
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import RECORDED_BY, Projected, said

HOME, EDITH, ROSE, COUNCIL = (uuid4() for _ in range(4))
DAY = date(2025, 7, 1)
NOON = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
SERIOUS = FallFacts(place=Place.STAIRS, harm=Harm.SEVERE, actions=(Action.CALL_999,))


def sealed(label: str, value: object = "words") -> Sealed:
    return Sealed.of(value, EDITH, RecordClass.CARE, label)


def fall(hour: int = 12, facts: FallFacts = SERIOUS) -> FallRecorded:
    return FallRecorded(
        resident_id=EDITH, household_id=ROSE, facts=facts, account=sealed("account", {}), **said(DAY, hour)
    )


def observed(hour: int, about: int = 1, concern: bool = False) -> FallObserved:
    return FallObserved(
        resident_id=EDITH, observation=sealed("observation"), concern=concern, **said(DAY, hour, about)
    )


def decided(body: Body, about: int = 1) -> FallNotificationDecided:
    decision = sealed("decision", Decision(decided_by="Sam", reason="A fracture"))
    return FallNotificationDecided(
        resident_id=EDITH, body=body, notify=True, decision=decision, **said(DAY, about=about)
    )


def set_aside() -> RecordSetAside:
    return RecordSetAside(
        command="record-fall", content=sealed("content", "{}"), rule="resident_unknown", **said(DAY)
    )


async def waiting(projected: Projected, *events: Event) -> WaitingWork:
    await projected.record(HOME, *events)
    await projected.project(PROJECTION)
    return WaitingWork(projected.web)


async def test_a_fall_is_watched_with_what_was_seen_since(projected: Projected) -> None:
    work = await waiting(projected, fall(), observed(15, concern=True), observed(13))
    (watched,) = await work.recent_falls(SYSTEM, HOME, NOON + timedelta(hours=4))
    assert watched.id == str(RecordId(HOME, 1))
    assert (watched.resident_id, watched.fell_at, watched.facts) == (EDITH, NOON, SERIOUS)
    assert [seen.hour for seen in watched.watch.seen] == [13, 15]
    assert watched.has_concerns
    assert await work.recent_falls(SYSTEM, HOME, NOON + timedelta(hours=36)) == []
    assert await work.recent_falls(SYSTEM, ROSE, NOON) == []


async def test_an_observation_that_was_taken_back_was_not_made(projected: Projected) -> None:
    taken_back = FallObservationRetracted(
        resident_id=EDITH, observation=2, reason=sealed("reason"), **said(DAY, about=1)
    )
    work = await waiting(projected, fall(), observed(13, concern=True), observed(14), taken_back)
    (watched,) = await work.recent_falls(SYSTEM, HOME, NOON + timedelta(hours=4))
    assert [seen.hour for seen in watched.watch.seen] == [14]
    assert not watched.has_concerns


async def test_a_fall_waits_as_it_was_amended_and_not_once_it_was_taken_back(projected: Projected) -> None:
    amended = FallAmended(
        resident_id=EDITH,
        household_id=ROSE,
        facts=FallFacts(place=Place.LOUNGE, harm=Harm.NONE),
        account=sealed("account", {}),
        reason=sealed("reason"),
        **said(DAY, 10, about=1),
    )
    retracted = FallRetracted(resident_id=EDITH, reason=sealed("reason"), **said(DAY, about=2))
    work = await waiting(projected, fall(), fall(9), amended, retracted)
    (watched,) = await work.recent_falls(SYSTEM, HOME, NOON)
    assert (watched.facts.place, watched.fell_at.hour) == (Place.LOUNGE, 10)
    assert await work.undecided(SYSTEM, HOME, NOON) == []


async def test_decisions_wait_until_each_was_made_and_again_where_one_was_taken_back(
    projected: Projected,
) -> None:
    work = await waiting(projected, fall(), decided(Body.CQC), decided(Body.RIDDOR))
    (waits,) = await work.undecided(SYSTEM, HOME, NOON + timedelta(days=40))
    assert waits.open == (Body.SAFEGUARDING,)
    taken_back = FallNotificationRetracted(
        resident_id=EDITH, body=Body.CQC, decision=2, reason=sealed("reason"), **said(DAY, about=1)
    )
    await projected.record(HOME, decided(Body.SAFEGUARDING))
    await projected.project(PROJECTION)
    assert await work.undecided(SYSTEM, HOME, NOON) == []
    await projected.record(HOME, taken_back)
    await projected.project(PROJECTION)
    (waits,) = await work.undecided(SYSTEM, HOME, NOON)
    assert waits.open == (Body.CQC,)


async def test_a_fall_that_hurt_little_asks_for_no_decision(projected: Projected) -> None:
    work = await waiting(projected, fall(facts=FallFacts(place=Place.LOUNGE, harm=Harm.LOW)))
    assert await work.undecided(SYSTEM, HOME, NOON) == []


async def test_a_record_set_aside_waits_until_somebody_saw_to_it(projected: Projected) -> None:
    settled = RecordSettled(outcome=sealed("outcome"), **said(DAY, about=1))
    work = await waiting(projected, set_aside(), set_aside(), settled)
    (record,) = await work.set_aside(SYSTEM, HOME)
    assert record == (str(RecordId(HOME, 2)), "record-fall", "resident_unknown", NOON, RECORDED_BY)
    assert await work.count_set_aside(SYSTEM, HOME) == 1


def paid(again: int | None = None) -> PaymentReceived:
    """Ten pounds that may be those of an earlier payment."""
    return PaymentReceived(
        payer_id=COUNCIL,
        received_on=DAY,
        amount=Decimal("10.00"),
        reference="COUNCIL 7",
        possible_duplicate_of=again,
        **said(DAY),
    )


async def test_a_payment_in_doubt_waits_until_it_is_settled_or_taken_back(projected: Projected) -> None:
    brought_late = replace(paid(1), made_at=NOON, clock_shift=-3600.0)
    work = await waiting(projected, paid(), brought_late, paid(1), paid(1))
    waits = await work.payments_in_doubt(SYSTEM, HOME)
    assert [one.id for one in waits] == [str(RecordId(HOME, version)) for version in (2, 3, 4)]
    assert waits[0][1:] == (DAY, Decimal("10.00"), NOON - timedelta(hours=1), RECORDED_BY)
    assert await work.payments_in_doubt(SYSTEM, ROSE) == []
    await projected.record(
        HOME,
        PossibleDuplicateSettled(payer_id=COUNCIL, is_same=True, **said(DAY, about=2)),
        PossibleDuplicateSettled(payer_id=COUNCIL, is_same=False, **said(DAY, about=3)),
        PaymentReversed(payer_id=COUNCIL, reversed_on=DAY, amount=Decimal("10.00"), **said(DAY, about=4)),
    )
    await projected.project(PROJECTION)
    assert await work.payments_in_doubt(SYSTEM, HOME) == []
