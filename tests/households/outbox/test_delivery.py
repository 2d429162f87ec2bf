"""What becomes of records that devices bring."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from households.days import local_date
from households.events import FallRecorded, FallRetracted, RecordSetAside, VolunteeringRecorded
from network.access.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.event import Event
from tests.households.outbox.conftest import FALL, Answers, Tablet
from tests.households.outbox.device import Json

AGO = timedelta(hours=3)


async def last_event(tablet: Tablet, home_id: UUID | None = None) -> Event:
    stream = await tablet.world.services.store.read(home_id or tablet.world.own)
    return stream[-1].event


async def falls(tablet: Tablet) -> list[FallRecorded]:
    stream = await tablet.world.services.store.read(tablet.world.own)
    return [stored.event for stored in stream if isinstance(stored.event, FallRecorded)]


def became(answers: Answers) -> list[str]:
    return [answer.became for answer in answers.answers]


async def test_a_record_is_received_as_its_makers_and_says_who_sent_it(tablet: Tablet) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    made_at = datetime.now(UTC) - AGO
    answers = await tablet.bring(ada, tablet.keep(sam, made_at=made_at))
    (answer,) = answers.answers
    assert (answer.became, answer.log_position) == ("received", answers.log_position)
    event = await last_event(tablet)
    assert isinstance(event, FallRecorded)
    assert (event.recorded_by, event.sent_by) == (sam.viewer.account_id, ada.viewer.account_id)
    assert (event.made_at, event.clock_shift) == (made_at, None)


async def test_who_sends_their_own_record_is_not_named_twice(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    await tablet.bring(sam, tablet.keep(sam))
    event = await last_event(tablet)
    assert (event.recorded_by, event.sent_by) == (sam.viewer.account_id, None)


async def test_a_fall_without_a_time_was_when_it_was_recorded(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    made_at = datetime.now(UTC) - AGO
    await tablet.bring(sam, tablet.keep(sam, made_at=made_at))
    assert (await last_event(tablet)).occurred_at == made_at


async def test_a_day_that_was_left_empty_is_the_one_on_which_the_record_was_made(tablet: Tablet) -> None:
    """Also where the tablet's clock is two days slow: nobody chose that day."""
    sam = await tablet.join("Sam")
    theirs = datetime.now(UTC) - timedelta(days=2)
    hours = tablet.keep(sam, "record-volunteering", [("hours", "2.5"), ("given_on", "")], made_at=theirs)
    (answer,) = (await tablet.bring(sam, hours, sent_at=theirs)).answers
    assert answer.became == "received"
    event = await last_event(tablet)
    assert isinstance(event, VolunteeringRecorded)
    assert event.given_on == local_date(datetime.now(UTC))


async def test_a_record_sent_again_is_recorded_once_and_answered_alike(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    record = tablet.keep(sam)
    first = await tablet.bring(sam, record)
    assert (await tablet.bring(sam, record, record)).answers == first.answers * 2
    assert len(await falls(tablet)) == 1


async def test_a_tablet_a_day_slow_says_the_same_after_a_lost_answer(tablet: Tablet) -> None:
    """The correction differs by the milliseconds of the second sending; the record does not."""
    sam = await tablet.join("Sam")
    theirs = datetime.now(UTC) - timedelta(days=1)
    record = tablet.keep(sam, made_at=theirs - AGO)
    first = await tablet.bring(sam, record, sent_at=theirs)
    again = await tablet.bring(sam, record, sent_at=theirs + timedelta(seconds=7))
    assert again.answers == first.answers
    (event,) = await falls(tablet)
    assert abs(event.occurred_at - (datetime.now(UTC) - AGO)) < timedelta(seconds=10)
    assert event.made_at == theirs - AGO
    assert event.clock_shift == pytest.approx(86_400, abs=10)


async def test_a_bad_record_holds_up_none_behind_it(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    damaged = tablet.keep(sam) | {"box": "AAAA"}
    unknown = tablet.keep(sam, "record-miracle")
    malformed = tablet.keep(sam, fields=(*FALL, ("harm", "dreadful")))
    answers = await tablet.bring(sam, damaged, unknown, {"nothing": 1}, malformed, tablet.keep(sam))
    assert became(answers) == ["refused", "refused", "refused", "refused", "received"]
    assert [answer.id for answer in answers.answers[:2]] == [
        UUID(str(damaged["id"])),
        UUID(str(unknown["id"])),
    ]
    assert answers.answers[2].id is None
    assert answers.answers[3].field == "harm"
    for answer in answers.answers[:4]:
        assert answer.reason
        assert answer.remedy


async def test_a_fact_that_a_rule_refuses_waits_in_the_home_with_its_reason(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    gone = tablet.keep(sam, fields=(("resident", "R99"), *FALL[1:]))
    (answer,) = (await tablet.bring(sam, gone)).answers
    assert (answer.became, answer.code) == ("set_aside", "resident_unknown")
    assert answer.remedy is not None
    assert "Needs attention" in answer.remedy
    event = await last_event(tablet)
    assert isinstance(event, RecordSetAside)
    assert (event.command, event.rule, event.recorded_by) == (
        "record-fall",
        "resident_unknown",
        sam.viewer.account_id,
    )
    assert (await tablet.bring(sam, gone)).answers == [answer]


async def test_a_refusal_is_the_persons_to_mend_while_they_look_at_the_form(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    gone = tablet.keep(sam, fields=(("resident", "R99"), *FALL[1:]))
    before = await tablet.world.events(tablet.world.own)
    (answer,) = (await tablet.bring(sam, gone, attended=True)).answers
    assert (answer.became, answer.field, answer.code) == ("refused", "resident", "resident_unknown")
    assert await tablet.world.events(tablet.world.own) == before
    assert became(await tablet.bring(sam, gone)) == ["set_aside"]


# --- Who made it --------------------------------------------------------------------


async def test_a_record_of_somebody_disabled_since_is_set_aside_so_that_it_is_not_lost(
    tablet: Tablet,
) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    record = tablet.keep(sam)
    await tablet.world.services.accounts.disable(SYSTEM, sam.viewer.account_id)
    (answer,) = (await tablet.bring(ada, record)).answers
    assert (answer.became, answer.code) == ("set_aside", "maker_disabled")
    assert answer.reason == "The account that recorded this was disabled before it arrived."
    event = await last_event(tablet)
    assert isinstance(event, RecordSetAside)
    assert (event.recorded_by, event.sent_by) == (sam.viewer.account_id, ada.viewer.account_id)
    assert (event.command, event.rule) == ("record-fall", "maker_disabled")
    assert (await tablet.bring(ada, record)).answers == [answer]


async def test_what_was_received_stays_so_when_its_maker_is_disabled_before_the_answer_arrives(
    tablet: Tablet,
) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    record = tablet.keep(sam)
    first = await tablet.bring(sam, record)
    await tablet.world.services.accounts.disable(SYSTEM, sam.viewer.account_id)
    assert (await tablet.bring(ada, record)).answers == first.answers
    assert len(await falls(tablet)) == 1


async def test_a_record_from_a_device_revoked_since_is_set_aside(
    tablet: Tablet, owner_pool: asyncpg.Pool
) -> None:
    device_id = uuid4()
    await owner_pool.execute(
        "INSERT INTO access.devices (device_id, home_id, name) VALUES ($1, $2, 'Kitchen')",
        device_id,
        tablet.world.own,
    )
    sam = await tablet.join("Sam", device_id=device_id)
    assert became(await tablet.bring(sam, tablet.keep(sam))) == ["received"]
    await owner_pool.execute("UPDATE access.devices SET revoked_at = now() WHERE device_id = $1", device_id)
    (answer,) = (await tablet.bring(sam, tablet.keep(sam))).answers
    assert (answer.became, answer.code) == ("set_aside", "device_revoked")


async def test_an_account_made_after_the_backup_that_was_restored_loses_nothing(tablet: Tablet) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    stranger = sam.viewer.__class__(
        account_id=uuid4(), name="New", role=Role.HOME_TEAM, homes=sam.viewer.homes
    )
    lost = sam.__class__(stranger, ada.client, tablet.grants.issue(stranger, None))
    (answer,) = (await tablet.bring(ada, tablet.keep(lost))).answers
    assert (answer.became, answer.code) == ("set_aside", "maker_unknown")


async def test_a_grant_counts_for_fourteen_days_of_recording(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    now = datetime.now(UTC)
    late = tablet.keep(sam, made_at=now + timedelta(days=15))
    answers = await tablet.bring(sam, late, sent_at=now)
    assert [answer.code for answer in answers.answers] == ["grant_lapsed"]


async def test_a_record_that_nobody_signed_is_refused(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    forged = sam.__class__(sam.viewer, sam.client, sam.grant[:-4] + "AAAA")
    (answer,) = (await tablet.bring(sam, tablet.keep(forged))).answers
    assert (answer.became, answer.field) == ("refused", "grant")


async def test_nobody_records_for_a_home_that_was_never_theirs_whoever_sends_it(tablet: Tablet) -> None:
    sam, mia = await tablet.join("Sam"), await tablet.join("Mia", "elmhurst")
    before = await tablet.world.events(tablet.world.other)
    answers = await tablet.bring(mia, tablet.keep(sam, home="elmhurst"), tablet.keep(sam, home="atlantis"))
    assert became(answers) == ["refused", "refused"]
    assert answers.answers[0].reason == answers.answers[1].reason
    assert await tablet.world.events(tablet.world.other) == before


async def test_whoever_has_moved_to_another_home_left_their_record_for_somebody_to_see_to(
    tablet: Tablet, owner_pool: asyncpg.Pool
) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    record = tablet.keep(sam)
    await owner_pool.execute(
        "UPDATE access.account_homes SET home_id = $2 WHERE account_id = $1",
        sam.viewer.account_id,
        tablet.world.other,
    )
    (answer,) = (await tablet.bring(ada, record)).answers
    assert (answer.became, answer.code) == ("set_aside", "maker_left_home")


async def test_the_role_of_who_made_it_counts_not_of_who_sends_it(tablet: Tablet) -> None:
    accounts, directory = tablet.world.services.accounts, tablet.world.services.directory
    account_id = await enrol(
        accounts, directory, SYSTEM, name="Coach", role=Role.COACH, home_refs=["rosewood"]
    )
    sam = await tablet.join("Sam")
    coach = sam.viewer.__class__(account_id=account_id, name="Coach", role=Role.COACH, homes=sam.viewer.homes)
    theirs = sam.__class__(coach, sam.client, tablet.grants.issue(coach, None))
    assert became(await tablet.bring(sam, tablet.keep(theirs))) == ["refused"]


# --- What follows on a record that is still on its way --------------------------------


async def test_a_retraction_finds_the_fall_that_was_sent_with_it(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    fall = tablet.keep(sam)
    retracted = tablet.keep(
        sam,
        "retract-fall",
        (("reason", "It was Joan."),),
        fall=f"command:{fall['id']}",
    )
    assert became(await tablet.bring(sam, fall, retracted)) == ["received", "received"]
    stream = await tablet.world.services.store.read(tablet.world.own)
    assert isinstance(stream[-1].event, FallRetracted)
    assert stream[-1].event.about == stream[-2].version


async def test_what_follows_on_a_record_that_was_refused_is_kept_for_a_person(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    retracted = tablet.keep(sam, "retract-fall", (("reason", "It was Joan."),), fall=f"command:{uuid4()}")
    (answer,) = (await tablet.bring(sam, retracted, waiting=[])).answers
    assert (answer.became, answer.code) == ("set_aside", "record_unknown")


async def test_what_follows_on_a_record_put_off_is_put_off_too(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    newer: Json = {"v": 2, "id": str(uuid4()), "something": "else"}
    retracted = tablet.keep(
        sam,
        "retract-fall",
        (("reason", "It was Joan."),),
        fall=f"command:{newer['id']}",
    )
    assert became(await tablet.bring(sam, newer, retracted, tablet.keep(sam))) == [
        "later",
        "later",
        "received",
    ]


# --- After a restore -------------------------------------------------------------------


async def test_a_device_finds_out_that_what_it_knows_to_be_received_is_gone(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    (answer,) = (await tablet.bring(sam, tablet.keep(sam))).answers
    known = {"id": str(answer.id), "record": answer.record}
    assert (await tablet.bring(sam, acknowledged=known)).has_acknowledged is True
    lost = known | {"id": str(uuid4())}
    assert (await tablet.bring(sam, acknowledged=lost)).has_acknowledged is False
    assert (await tablet.bring(sam)).has_acknowledged is None


# --- At the door ------------------------------------------------------------------------


async def test_a_delivery_needs_an_account_its_mark_and_its_limits(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    body: Json = {"sent_at": datetime.now(UTC).isoformat(), "records": []}
    assert (await tablet.world.http.post("/outbox", json=body)).status_code == 401
    assert (await sam.client.post("/outbox", body)).status_code == 403
    many = await tablet.post(sam, *[tablet.keep(sam) for _ in range(51)])
    assert (many.status_code, many.json()["field"]) == (422, "records")


async def test_a_record_longer_than_any_form_is_refused_and_those_behind_it_are_received(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam")
    long = tablet.keep(sam, fields=(*FALL, ("description", "x" * 100_000)))
    assert became(await tablet.bring(sam, long, tablet.keep(sam))) == ["refused", "received"]
