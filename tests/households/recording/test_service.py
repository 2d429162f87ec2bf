import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest

from households.events import FallRecorded, RecordSetAside, ResidentMovedIn
from households.falls import RetractFall
from households.premises import ChangeBeds, OpenHousehold
from households.recording.errors import HomeUnknown, KeyReused, Refused
from households.recording.service import Households
from households.residents import MoveOut
from households.terms import MovedOutReason
from network.access.viewer import SYSTEM, NotYours, Role, Viewer
from network.eventstore.keyring import Keyring
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool
from tests.households.recorder import (
    BEGIN,
    OTHER,
    Tally,
    envelope,
    households_of,
    open_with,
    record,
    replayed,
)
from tests.households.story import HOME, TODAY, days_ago, move_in
from tests.households.test_falls import at, fall


async def test_a_command_answers_with_its_events_id_and_position(
    households: Households, store: EventStore
) -> None:
    await open_with(households, move_in())
    (answer,) = await record(households, fall())
    stored = (await store.read(HOME))[-1]
    assert (answer.id, answer.version, answer.log_position) == (f"{HOME.hex}-4", 4, stored.position)
    assert isinstance(stored.event, FallRecorded)
    assert not answer.set_aside
    assert not answer.repeated


async def test_nothing_open_reaches_the_database(households: Households, owner_pool: DatabasePool) -> None:
    await open_with(households, move_in(), fall())
    states = await owner_pool.fetch("SELECT state FROM eventstore.events")
    written = b"".join(row["state"] for row in states)
    assert b"Byron" not in written
    assert b"leaves" not in written


async def test_the_same_command_twice_is_recorded_once(households: Households, store: EventStore) -> None:
    await open_with(households, move_in())
    first = await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1)))
    again = await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1)))
    assert (again.id, again.log_position, again.repeated) == (first.id, first.log_position, True)
    assert len(await store.read(HOME)) == 4


async def test_a_command_that_its_own_effect_forbids_is_answered_again(
    process: Callable[[], Households], store: EventStore
) -> None:
    """The server took a moving out but its answer was lost; sent again, to the same process or another."""
    one, other = process(), process()
    await open_with(one, move_in())
    leave = MoveOut(resident="R1", moved_out_on=TODAY, reason=MovedOutReason.HOME)
    first = await one.record(SYSTEM, HOME, leave, envelope(UUID(int=1)))
    for households in (one, other):
        again = await households.record(SYSTEM, HOME, leave, envelope(UUID(int=1)))
        assert (again.id, again.repeated) == (first.id, True)
    with pytest.raises(Refused):
        await one.record(SYSTEM, HOME, leave, envelope())
    assert len(await store.read(HOME)) == 4


async def test_the_same_key_with_other_content_is_refused(households: Households) -> None:
    await open_with(households, move_in())
    await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1)))
    with pytest.raises(KeyReused):
        await households.record(SYSTEM, HOME, fall(at(days_ago(7))), envelope(UUID(int=1)))
    with pytest.raises(KeyReused):
        await households.record(SYSTEM, HOME, move_in("R2"), envelope(UUID(int=1)))


async def test_a_decision_that_changes_nothing_is_answered_and_kept(households: Households) -> None:
    await open_with(households)
    same = OpenHousehold(name="Elm", beds=3, opened_on=BEGIN)
    await record(households, same)
    unchanged = ChangeBeds(household="Elm", beds=3, changed_on=TODAY)
    answer = await households.record(SYSTEM, HOME, unchanged, envelope(UUID(int=1)))
    assert (answer.id, answer.log_position, answer.version) == (None, 0, 3)
    await record(households, ChangeBeds(household="Elm", beds=5, changed_on=TODAY))
    again = await households.record(SYSTEM, HOME, unchanged, envelope(UUID(int=1)))
    assert (again.id, again.repeated) == (None, True)


async def test_two_processes_refuse_no_valid_fact(
    process: Callable[[], Households], store: EventStore
) -> None:
    one, other = process(), process()
    await open_with(one)
    with pytest.raises(Refused):
        await other.record(SYSTEM, HOME, fall(), envelope())
    await record(one, move_in())
    (answer,) = await record(other, fall())
    assert answer.version == 4
    (answer,) = await record(one, MoveOut(resident="R1", moved_out_on=TODAY, reason=MovedOutReason.HOME))
    assert answer.version == 5
    assert (await replayed(store)).version == 5


async def test_processes_that_record_at_the_same_moment_lose_and_double_nothing(
    process: Callable[[], Households], store: EventStore
) -> None:
    processes = [process() for _ in range(3)]
    await open_with(processes[0], move_in())
    await asyncio.gather(
        *(record(processes[number % 3], fall(at(days_ago(1 + number)))) for number in range(30))
    )
    stream = await store.read(HOME)
    assert [stored.version for stored in stream] == list(range(1, 34))
    fell_at = {stored.event.occurred_at for stored in stream if isinstance(stored.event, FallRecorded)}
    assert fell_at == {at(days_ago(1 + number)) for number in range(30)}
    assert sum(households.counts.conflicts for households in processes) > 0


async def test_the_last_bed_goes_to_one_of_two_processes(process: Callable[[], Households]) -> None:
    one, other = process(), process()
    await open_with(one, move_in("R1"), move_in("R2"))
    outcomes = await asyncio.gather(
        one.record(SYSTEM, HOME, move_in("R3"), envelope()),
        other.record(SYSTEM, HOME, move_in("R4"), envelope()),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refusal.code for refusal in refused] == ["no_free_bed"]


async def test_a_well_formed_fact_from_an_outbox_is_set_aside(
    households: Households, store: EventStore
) -> None:
    await open_with(households)
    answer = await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1), from_outbox=True))
    stored = (await store.read(HOME))[-1]
    assert answer.set_aside
    assert isinstance(stored.event, RecordSetAside)
    assert stored.event.rule == "resident_unknown"
    await record(households, move_in())
    again = await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1), from_outbox=True))
    assert (again.id, again.set_aside, again.repeated) == (answer.id, True, True)
    with pytest.raises(Refused):
        await households.record(SYSTEM, HOME, fall(ref="R9"), envelope())


async def test_somebody_who_is_forgotten_is_written_about_no_more(
    households: Households, store: EventStore, keyring: Keyring
) -> None:
    await open_with(households, move_in())
    moved_in = (await store.read(HOME))[-1].event
    assert isinstance(moved_in, ResidentMovedIn)
    await keyring.forget([(moved_in.resident_id, RecordClass.CARE)])
    with pytest.raises(Refused) as refusal:
        await households.record(SYSTEM, HOME, fall(), envelope())
    assert refusal.value.code == "person_forgotten"
    answer = await households.record(SYSTEM, HOME, fall(), envelope(from_outbox=True))
    assert answer.set_aside


async def test_a_home_that_never_opened_is_unknown(households: Households, store: EventStore) -> None:
    with pytest.raises(HomeUnknown):
        await households.record(SYSTEM, HOME, fall(), envelope(from_outbox=True))
    assert await store.read(HOME) == []


async def test_every_outcome_is_counted(store: EventStore, keyring: Keyring) -> None:
    tally = Tally()
    households = households_of(store, keyring, tally)
    await open_with(households, move_in())
    for key in (1, 1, 2):
        await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=key)))
    await households.record(SYSTEM, HOME, fall(ref="R9"), envelope(from_outbox=True))
    with pytest.raises(Refused):
        await households.record(SYSTEM, HOME, fall(ref="R9"), envelope())
    await households.record_many(SYSTEM, HOME, [(move_in("R2"), envelope())])
    falls = {outcome: n for (command, outcome), n in tally.commands.items() if command == "record-fall"}
    assert falls == {"recorded": 2, "repeated": 1, "set_aside": 1, "refused": 1}
    assert tally.commands["move-in", "recorded"] == 2


async def test_a_home_that_is_not_the_viewers_is_hidden(households: Households) -> None:
    await open_with(households)
    viewer = Viewer(account_id=OTHER, name="Somebody", role=Role.HOME_TEAM, homes=frozenset({OTHER}))
    with pytest.raises(NotYours):
        await households.record(viewer, HOME, move_in(), envelope())


async def test_a_fall_is_retracted_by_its_id(process: Callable[[], Households]) -> None:
    one, other = process(), process()
    await open_with(one, move_in())
    (fallen,) = await record(one, fall())
    assert fallen.id is not None
    retract = RetractFall(fall=fallen.id, reason="Twice")
    await record(other, retract)
    with pytest.raises(Refused) as refusal:
        await record(one, retract)
    assert refusal.value.code == "fall_retracted"
