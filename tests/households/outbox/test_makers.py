"""Whose records are believed when they arrive, and whose a person has to look at."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from households.events import RecordSetAside
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from tests.households.outbox.conftest import Tablet, Worker, became, end_a_guests_shift, falls, last_event

HOUR = timedelta(hours=1)


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


async def reset(tablet: Tablet, sam: Worker) -> None:
    await tablet.world.services.doors.people.reset(SYSTEM, sam.viewer.account_id)


async def revoke(tablet: Tablet, sam: Worker) -> None:
    device = tablet.grants.read(sam.grant).device_id
    assert device is not None
    await tablet.world.services.doors.devices.revoke(SYSTEM, device)


async def replace(tablet: Tablet, sam: Worker) -> None:
    devices, device = tablet.world.services.doors.devices, tablet.grants.read(sam.grant).device_id
    assert device is not None
    await devices.enrol((await devices.new_code(SYSTEM, device)).text)


async def give_other_homes(tablet: Tablet, sam: Worker) -> None:
    people = tablet.world.services.doors.people
    await people.change_homes(SYSTEM, sam.viewer.account_id, [tablet.world.other])


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (reset, "maker_reset"),
        (revoke, "device_revoked"),
        (replace, "device_replaced"),
        (give_other_homes, "maker_left_home"),
    ],
)
async def test_what_was_granted_before_counts_no_more_and_no_record_is_lost(
    since: Callable[[Tablet, Worker], Awaitable[None]], code: str, tablet: Tablet
) -> None:
    ada, device_id = await tablet.join("Ada"), await enrolled(tablet)
    sam = await tablet.join("Sam", device_id=device_id)
    assert became(await tablet.bring(ada, tablet.keep(sam))) == ["received"]
    waiting = tablet.keep(sam)
    await since(tablet, sam)
    (answer,) = (await tablet.bring(ada, waiting)).answers
    assert (answer.became, answer.code) == ("set_aside", code)
    event = await last_event(tablet)
    assert isinstance(event, RecordSetAside)
    assert (event.command, event.recorded_by) == ("record-fall", sam.viewer.account_id)


async def enrolled(tablet: Tablet) -> UUID:
    devices = tablet.world.services.doors.devices
    device_id, code = await devices.add(SYSTEM, tablet.world.own, "Kitchen")
    await devices.enrol(code.text)
    return device_id


async def test_who_begins_again_after_a_reset_is_believed_again(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    await reset(tablet, sam)
    again = await tablet.sign_in(sam.viewer.account_id, "Sam")
    granted = (await again.client.get("/outbox/person")).json()["grant"]
    assert became(await tablet.bring(again, tablet.keep(replace_grant(again, granted)))) == ["received"]


async def test_a_process_that_has_not_heard_of_the_reset_can_grant_nothing_that_counts(
    tablet: Tablet,
) -> None:
    """By when they signed in, which the grant says: not by when it was issued."""
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    granted = (await sam.client.get("/outbox/person")).json()["grant"]
    signed_in_at = tablet.grants.read(granted).signed_in_at
    await reset(tablet, sam)
    late = tablet.grants.issue(sam.viewer, None, signed_in_at)
    (answer,) = (await tablet.bring(ada, tablet.keep(replace_grant(sam, late)))).answers
    assert answer.code == "maker_reset"


def replace_grant(worker: Worker, grant: str) -> Worker:
    return Worker(worker.viewer, worker.client, grant)


async def test_a_record_of_somebody_who_has_another_role_now_is_set_aside(
    tablet: Tablet, owner_pool: asyncpg.Pool
) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    await owner_pool.execute(
        "UPDATE access.accounts SET role = 'coach' WHERE account_id = $1", sam.viewer.account_id
    )
    (answer,) = (await tablet.bring(ada, tablet.keep(sam))).answers
    assert (answer.became, answer.code) == ("set_aside", "maker_role_changed")


async def test_what_a_guest_recorded_after_the_shift_is_set_aside(
    tablet: Tablet, owner_pool: asyncpg.Pool
) -> None:
    guest, ada = await tablet.join("Jo"), await tablet.join("Ada")
    await end_a_guests_shift(owner_pool, guest, ada, -HOUR)
    before, after = (tablet.keep(guest, made_at=datetime.now(UTC) - ago) for ago in (2 * HOUR, HOUR / 2))
    answers = await tablet.bring(ada, before, after)
    assert [(answer.became, answer.code) for answer in answers.answers] == [
        ("received", None),
        ("set_aside", "guest_shift_over"),
    ]


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


async def test_the_role_of_who_made_it_counts_not_of_who_sends_it(tablet: Tablet) -> None:
    accounts, directory = tablet.world.services.accounts, tablet.world.services.directory
    account_id = await enrol(
        accounts, directory, SYSTEM, name="Coach", role=Role.COACH, home_refs=["rosewood"]
    )
    sam = await tablet.join("Sam")
    coach = sam.viewer.__class__(account_id=account_id, name="Coach", role=Role.COACH, homes=sam.viewer.homes)
    theirs = sam.__class__(coach, sam.client, tablet.grants.issue(coach, None))
    assert became(await tablet.bring(sam, tablet.keep(theirs))) == ["refused"]
