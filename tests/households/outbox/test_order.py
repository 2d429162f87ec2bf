"""What follows on a record that was put off waits behind it, in this delivery and in the next."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from households.outbox.order import PutOff
from households.outbox.records import OutboxRecord
from network.web.problem import Problem
from tests.households.outbox.conftest import Tablet, Worker
from tests.households.outbox.device import Json

WHY = (("reason", "It was Joan."),)


def record(*, resident: str = "", **path: str) -> OutboxRecord:
    """A record about somebody, or about what its address names."""
    return OutboxRecord(
        kind="go-away",
        home="rosewood",
        path=path,
        fields=[("resident", resident)] if resident else [],
        made_at=datetime.now(UTC),
        grant="",
    )


def retracted(tablet: Tablet, sam: Worker, fall: object) -> Json:
    """A fall is taken back that was not sent yet when it was."""
    return tablet.keep(sam, "retract-fall", WHY, fall=f"command:{fall}")


async def test_what_follows_on_a_record_that_the_device_still_keeps_comes_later(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    fall = tablet.keep(sam)
    follow_up = retracted(tablet, sam, fall["id"])
    before = await tablet.world.events(tablet.world.own)
    (early,) = (await tablet.bring(sam, follow_up, waiting=[fall["id"]])).answers
    assert early.became == "later"
    assert await tablet.world.events(tablet.world.own) == before
    sent = [answer.became for answer in (await tablet.bring(sam, fall, waiting=[])).answers]
    sent += [answer.became for answer in (await tablet.bring(sam, follow_up, waiting=[])).answers]
    assert sent == ["received", "received"]


async def test_a_device_that_does_not_say_what_it_keeps_loses_nothing_by_it(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    follow_up = retracted(tablet, sam, uuid4())
    (silent,) = (await tablet.bring(sam, follow_up)).answers
    (said,) = (await tablet.bring(sam, follow_up, waiting=[])).answers
    assert (silent.became, said.became, said.code) == ("later", "set_aside", "record_unknown")


def test_while_the_service_is_busy_a_persons_records_keep_their_order() -> None:
    put_off = PutOff([])
    put_off.add(uuid4(), record(resident="R1"), is_for_now=True)
    with pytest.raises(Problem):
        put_off.check(record(resident="R1"))
    put_off.check(record(resident="R2"))


def test_a_record_that_the_service_stumbles_over_holds_up_only_what_names_it() -> None:
    put_off, bad = PutOff([]), UUID(int=7)
    put_off.add(bad, record(resident="R1"), is_for_now=False)
    put_off.check(record(resident="R1"))
    with pytest.raises(Problem):
        put_off.check(record(fall=f"command:{bad}"))
