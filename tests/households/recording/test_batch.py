import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest

from households.falls import RetractFall
from households.premises import OpenHome, OpenHousehold
from households.recording.command import Command
from households.recording.envelope import Envelope
from households.recording.errors import Invalid, KeyReused, Refused
from households.recording.service import Households
from households.transfers import Transfer
from network.access.viewer import SYSTEM
from network.eventstore.store import EventStore
from tests.households.recorder import BEGIN, OTHER, envelope, record
from tests.households.story import HOME, NOW, days_ago, move_in
from tests.households.test_falls import at, fall


def items(*commands: Command) -> list[tuple[Command, Envelope]]:
    return [
        (command, Envelope(command_id=UUID(int=number), now=NOW))
        for number, command in enumerate(commands, 1)
    ]


OPENING = (
    OpenHome(recorded_from=BEGIN, charged_from=BEGIN),
    OpenHousehold(name="Rose", beds=3, opened_on=BEGIN),
    move_in(),
    fall(),
)


async def test_many_commands_build_on_each_other(households: Households, store: EventStore) -> None:
    retract = RetractFall(fall=f"{HOME.hex}-4", reason="Twice")
    answers = await households.record_many(SYSTEM, HOME, items(*OPENING, retract))
    stream = await store.read(HOME)
    assert [answer.id for answer in answers] == [f"{HOME.hex}-{version}" for version in range(1, 6)]
    assert [answer.log_position for answer in answers] == [stored.position for stored in stream]
    (answer,) = await record(households, fall(at(days_ago(2))))
    assert answer.version == 6


async def test_many_commands_again_add_what_is_new(households: Households, store: EventStore) -> None:
    first = await households.record_many(SYSTEM, HOME, items(*OPENING[:3]))
    again = await households.record_many(SYSTEM, HOME, items(*OPENING))
    assert [answer.repeated for answer in again] == [True, True, True, False]
    assert [answer.id for answer in again[:3]] == [answer.id for answer in first]
    assert len(await store.read(HOME)) == 4


async def test_many_commands_are_recorded_all_or_none(households: Households, store: EventStore) -> None:
    await households.record_many(SYSTEM, HOME, items(*OPENING))
    wrong = [(move_in("R2"), envelope()), (fall(ref="R9"), envelope()), (fall(), envelope())]
    with pytest.raises(Refused) as refusal:
        await households.record_many(SYSTEM, HOME, wrong)
    assert (refusal.value.index, refusal.value.code) == (1, "resident_unknown")
    assert len(await store.read(HOME)) == 4
    assert await record(households, move_in("R2"))


async def test_one_key_twice_in_a_batch_is_one_command(households: Households, store: EventStore) -> None:
    key = UUID(int=50)
    await households.record_many(SYSTEM, HOME, items(*OPENING))
    first, again = await households.record_many(
        SYSTEM, HOME, [(move_in("R2"), envelope(key)), (move_in("R2"), envelope(key))]
    )
    assert (again.id, again.repeated, again.log_position) == (first.id, True, first.log_position)
    with pytest.raises(KeyReused) as reused:
        await households.record_many(SYSTEM, HOME, [(move_in("R3"), envelope(key))])
    assert reused.value.index == 0
    assert len(await store.read(HOME)) == 5


async def test_a_batch_from_an_outbox_sets_aside_what_is_refused(households: Households) -> None:
    await households.record_many(SYSTEM, HOME, items(*OPENING))
    answers = await households.record_many(
        SYSTEM,
        HOME,
        [(fall(ref="R9"), envelope(from_outbox=True)), (fall(at(days_ago(2))), envelope(from_outbox=True))],
    )
    assert [answer.set_aside for answer in answers] == [True, False]


async def test_batches_of_two_processes_both_arrive(
    process: Callable[[], Households], store: EventStore
) -> None:
    one, other = process(), process()
    await one.record_many(SYSTEM, HOME, items(*OPENING))
    falls = [[(fall(at(days_ago(day))), envelope()) for day in days] for days in ((1, 2, 3), (4, 5, 6))]
    await asyncio.gather(one.record_many(SYSTEM, HOME, falls[0]), other.record_many(SYSTEM, HOME, falls[1]))
    assert [stored.version for stored in await store.read(HOME)] == list(range(1, 11))


TRANSFER = Transfer(resident="R1", to_home=OTHER, household="Rose", moved_on=days_ago(2))


async def test_a_transfer_is_recorded_by_itself(households: Households) -> None:
    with pytest.raises(Invalid) as refusal:
        await households.record_many(SYSTEM, HOME, items(TRANSFER))
    assert refusal.value.index == 0
