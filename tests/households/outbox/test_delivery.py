"""What becomes of records that devices bring."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from households.events import FallRecorded, FallRetracted, RecordSetAside, VolunteeringRecorded
from households.reading.set_aside_records import SetAsideRecords
from network.days import LONDON, local_date
from tests.households.outbox.conftest import FALL, Tablet, Worker, became, falls, last_event
from tests.households.outbox.device import Json
from tests.network.main.conftest import PAYMENT

AGO = timedelta(hours=3)


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
    unsigned = tablet.keep(Worker(sam.viewer, sam.client, "nobody"))
    answers = await tablet.bring(sam, damaged, unknown, {"nothing": 1}, unsigned, tablet.keep(sam))
    assert became(answers) == ["refused", "refused", "refused", "refused", "received"]
    assert [answer.id for answer in answers.answers[:2]] == [
        UUID(str(damaged["id"])),
        UUID(str(unknown["id"])),
    ]
    assert answers.answers[2].id is None
    assert answers.answers[3].field == "grant"
    for answer in answers.answers[:4]:
        assert answer.reason
        assert answer.remedy


async def test_a_form_that_comes_to_no_command_waits_in_the_home_as_it_was_filled_in(tablet: Tablet) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    made_at = datetime.now(UTC) - AGO
    filled = (("resident", "R1"), ("place", "bedroom"), ("hurt", "a little"), ("occurred_at", ""))
    older = tablet.keep(sam, fields=filled, made_at=made_at)
    first, second = (await tablet.bring(ada, older, tablet.keep(sam))).answers
    assert (first.became, first.code, second.became) == ("set_aside", "form_not_read", "received")
    assert first.reason is not None
    assert "a form that is no longer in use" in first.reason
    assert (await tablet.bring(sam, older)).answers == [first]
    viewer, home = ada.viewer, tablet.world.own
    services = tablet.world.services
    reader = SetAsideRecords(services.store, services.keyring)
    found = await reader.find(viewer, home, str(first.record))
    assert found is not None
    assert (found.command, found.recorded_by, found.sent_by) == (
        None,
        sam.viewer.account_id,
        ada.viewer.account_id,
    )
    then = f"{made_at.astimezone(LONDON):%Y-%m-%dT%H:%M}"
    assert found.form_values == {
        "resident": "R1",
        "place": "bedroom",
        "hurt": "a little",
        "occurred_at": then,
    }


async def test_a_form_that_comes_to_no_command_is_its_persons_to_mend_while_they_look_at_it(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam")
    dreadful = tablet.keep(sam, fields=(*FALL[:2], ("harm", "dreadful")))
    (answer,) = (await tablet.bring(sam, dreadful, attended=True)).answers
    assert (answer.became, answer.field) == ("refused", "harm")


async def test_why_somebody_is_sick_is_told_by_no_form_that_can_not_be_read(tablet: Tablet) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    fields = (("staff", "S1"), ("first_day", "soon"), ("reason_code", "S10"), ("reason", "Migraine"))
    (answer,) = (await tablet.bring(sam, tablet.keep(sam, "start-sickness", fields))).answers
    services = tablet.world.services
    reader = SetAsideRecords(services.store, services.keyring)
    seen = [await reader.find(who.viewer, tablet.world.own, str(answer.record)) for who in (sam, ada)]
    assert [sorted(found.fields) for found in seen if found] == [
        ["first_day", "reason", "reason_code", "staff"],
        ["first_day", "staff"],
    ]


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


async def test_a_payment_that_may_repeat_another_is_received_and_says_what_is_still_to_be_found_out(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam")
    agreed = {"resident": "R1", "payer_ref": "ESX", "payer_kind": "local_authority", "payer_name": "Essex"}
    from_day = {"weekly_amount": "900.00", "begins_on": "2024-02-01"}
    answer = await tablet.world.team.post("/homes/rosewood/contributions", agreed | from_day)
    assert answer.status_code == 201, answer.text
    first, second = (tablet.keep(sam, "receive-payment", tuple(PAYMENT.items())) for _ in range(2))
    for _ in range(2):
        before, answer = (await tablet.bring(sam, first, second)).answers
        assert (before.became, before.reason) == ("received", None)
        assert (answer.became, answer.record is not None) == ("received", True)
        assert answer.reason == (
            "It may repeat an earlier payment, and counts nowhere until somebody has said whether it does."
        )
        assert answer.remedy is not None


async def test_a_refusal_is_the_persons_to_mend_while_they_look_at_the_form(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    gone = tablet.keep(sam, fields=(("resident", "R99"), *FALL[1:]))
    before = await tablet.world.events(tablet.world.own)
    (answer,) = (await tablet.bring(sam, gone, attended=True)).answers
    assert (answer.became, answer.field, answer.code) == ("refused", "resident", "resident_unknown")
    assert await tablet.world.events(tablet.world.own) == before
    assert became(await tablet.bring(sam, gone)) == ["set_aside"]


async def test_a_text_for_others_that_names_somebody_is_the_persons_to_mend_or_waits_in_the_home(
    tablet: Tablet,
) -> None:
    sam = await tablet.join("Sam Reed")
    said = (("text", "Edith Moss has a lower bed"), ("changed_on", "2026-01-05"))
    record = tablet.keep(sam, "change-practice", said)
    before = await tablet.world.events(tablet.world.own)
    (answer,) = (await tablet.bring(sam, record, attended=True)).answers
    assert (answer.became, answer.field, answer.code) == ("refused", "text", "names_somebody")
    assert answer.reason == "It holds the name of E. M.; coaches and other homes read this."
    assert await tablet.world.events(tablet.world.own) == before
    (answer,) = (await tablet.bring(sam, record)).answers
    assert (answer.became, answer.code) == ("set_aside", "names_somebody")
    assert "Edith" not in f"{answer.reason} {answer.remedy}"
    event = await last_event(tablet)
    assert isinstance(event, RecordSetAside)
    assert (event.command, event.rule) == ("change-practice", "names_somebody")
    assert (await tablet.bring(sam, record)).answers == [answer]


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
