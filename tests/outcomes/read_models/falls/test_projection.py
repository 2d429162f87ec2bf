from datetime import UTC, date, datetime
from uuid import uuid4

from msgspec.structs import replace

from households.events import (
    FallAmended,
    FallFacts,
    FallNotificationDecided,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
)
from households.terms import Action, Body, BodyPart, Harm, Place
from network.eventstore.sealed import RecordClass, Sealed
from outcomes.read_models.falls.projection import PROJECTION
from tests.projected import Projected, said

HOME, EDITH, ROSE, ELM = (uuid4() for _ in range(4))
DAY = date(2025, 7, 1)
NEARLY_MIDNIGHT = datetime(2025, 7, 1, 23, 30, tzinfo=UTC)


def sealed(label: str) -> Sealed:
    return Sealed.of("words", EDITH, RecordClass.CARE, label)


UNHURT = FallFacts(place=Place.BEDROOM, harm=Harm.NONE)
HURT = FallFacts(place=Place.GARDEN, harm=Harm.MODERATE, injured=(BodyPart.HIP,))


def fall(facts: FallFacts = UNHURT) -> FallRecorded:
    return FallRecorded(
        resident_id=EDITH, household_id=ROSE, facts=facts, account=sealed("account"), **said(DAY)
    )


def amended(about: int) -> FallAmended:
    return FallAmended(
        resident_id=EDITH,
        household_id=ELM,
        facts=HURT,
        account=sealed("account"),
        reason=sealed("reason"),
        **said(DAY, about=about),
    )


async def test_a_fall_counts_on_its_local_date_and_hour(projected: Projected) -> None:
    await projected.record(HOME, fall(), replace(amended(1), occurred_at=NEARLY_MIDNIGHT))
    await projected.project(PROJECTION)
    (row,) = await projected.rows(PROJECTION, "fall")
    assert (row["occurred_at"], row["local_date"], row["local_hour"]) == (
        NEARLY_MIDNIGHT,
        date(2025, 7, 2),
        0,
    )


async def test_an_amended_fall_counts_as_amended(projected: Projected) -> None:
    seen = replace(UNHURT, witnessed=True, actions=(Action.GP, Action.NOT_MOVED))
    await projected.record(HOME, fall(seen))
    await projected.project(PROJECTION)
    (before,) = await projected.rows(PROJECTION, "fall")
    assert (before["harm"], before["injurious"], before["witnessed"]) == ("none", False, True)
    assert (before["actions"], before["injured"]) == (["gp", "not_moved"], [])

    await projected.record(HOME, amended(1))
    await projected.project(PROJECTION)
    (after,) = await projected.rows(PROJECTION, "fall")
    assert (after["version"], after["place"], after["household_id"]) == (1, "garden", ELM)
    assert (after["harm"], after["injurious"], after["witnessed"]) == ("moderate", True, None)
    assert (after["actions"], after["injured"]) == ([], ["hip"])


async def test_a_retracted_fall_never_counts(projected: Projected) -> None:
    retracted = FallRetracted(resident_id=EDITH, reason=sealed("reason"), **said(DAY, about=1))
    await projected.record(HOME, fall(), fall(), retracted)
    await projected.project(PROJECTION)
    assert [row["version"] for row in await projected.rows(PROJECTION, "fall")] == [2]


async def test_the_last_decision_for_each_body_counts(projected: Projected) -> None:
    def decided(body: Body, *, notify: bool) -> FallNotificationDecided:
        return FallNotificationDecided(
            resident_id=EDITH, body=body, notify=notify, decision=sealed("decision"), **said(DAY, about=1)
        )

    await projected.record(
        HOME,
        fall(),
        decided(Body.CQC, notify=True),
        decided(Body.RIDDOR, notify=True),
        decided(Body.CQC, notify=False),
    )
    await projected.project(PROJECTION)
    rows = await projected.rows(PROJECTION, "notification")
    assert [(row["fall"], row["body"], row["notify"]) for row in rows] == [
        (1, "cqc", False),
        (1, "riddor", True),
    ]


async def test_observations_belong_to_their_fall(projected: Projected) -> None:
    seen = FallObserved(
        resident_id=EDITH, observation=sealed("observation"), concern=True, **said(DAY, 13, about=1)
    )
    await projected.record(HOME, fall(), seen)
    await projected.project(PROJECTION)
    (row,) = await projected.rows(PROJECTION, "observation")
    assert (row["fall"], row["version"], row["concern"]) == (1, 2, True)
    assert row["observed_at"] == datetime(2025, 7, 1, 13, tzinfo=UTC)


async def test_what_followed_a_fall_and_was_taken_back_is_gone(projected: Projected) -> None:
    seen = FallObserved(resident_id=EDITH, observation=sealed("observation"), **said(DAY, about=1))
    decided = FallNotificationDecided(
        resident_id=EDITH, body=Body.CQC, notify=True, decision=sealed("decision"), **said(DAY, about=1)
    )
    gone = (
        FallObservationRetracted(
            resident_id=EDITH, observation=2, reason=sealed("reason"), **said(DAY, about=1)
        ),
        FallNotificationRetracted(
            resident_id=EDITH, body=Body.CQC, decision=3, reason=sealed("reason"), **said(DAY, about=1)
        ),
    )
    await projected.record(HOME, fall(), seen, decided, *gone)
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "observation") == []
    assert await projected.rows(PROJECTION, "notification") == []
    assert len(await projected.rows(PROJECTION, "fall")) == 1
