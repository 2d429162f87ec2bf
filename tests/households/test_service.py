import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from households.command import Command
from households.errors import HomeUnknown, Invalid, KeyReused, Refused
from households.events import HOME_EVENTS, FallRecorded, Identity, RecordSetAside, ResidentMovedIn
from households.falls import RetractFall
from households.held import HeldHomes
from households.home import Home, evolve
from households.premises import ChangeBeds, OpenHome, OpenHousehold
from households.recording import Envelope, Recorded
from households.residents import AmendIdentity, MoveOut
from households.service import Households
from households.snapshots import FINGERPRINT, decode_home
from households.terms import MovedOutReason
from households.transfers import Transfer
from network.access.viewer import SYSTEM, NotYours, Role, Viewer
from network.eventstore.codec import Codec
from network.eventstore.errors import StoreUnavailable
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.lanes import Lading
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from network.eventstore.stored import Appended, CommandReceipt, Snapshot, StreamAppend
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.households.story import DIGEST_KEY, HOME, NOW, TODAY, days_ago, move_in
from tests.households.test_falls import at, fall

OTHER = UUID("0b0b0b0b-0000-4000-8000-00000000000b")
BEGIN = date(2020, 1, 1)


def envelope(key: UUID | None = None, *, from_outbox: bool = False) -> Envelope:
    return Envelope(command_id=key or uuid4(), now=NOW, from_outbox=from_outbox)


async def record(households: Households, *commands: Command, home: UUID = HOME) -> list[Recorded]:
    return [await households.record(SYSTEM, home, command, envelope()) for command in commands]


async def open_with(households: Households, *commands: Command, home: UUID = HOME) -> None:
    await record(
        households,
        OpenHome(recorded_from=BEGIN, charged_from=BEGIN),
        OpenHousehold(name="Rose", beds=3, opened_on=BEGIN),
        *commands,
        home=home,
    )


async def replayed(store: EventStore, home_id: UUID = HOME) -> Home:
    home = Home()
    for stored in await store.read(home_id):
        evolve(home, stored.event, stored.version)
    return home


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


# --- Many at once ---------------------------------------------------------------------


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


async def test_a_transfer_is_recorded_by_itself(households: Households) -> None:
    with pytest.raises(Invalid) as refusal:
        await households.record_many(SYSTEM, HOME, items(transfer()))
    assert refusal.value.index == 0


# --- Transfers -------------------------------------------------------------------------


def transfer(household: str = "Rose") -> Transfer:
    return Transfer(resident="R1", to_home=OTHER, household=household, moved_on=days_ago(2), room="3")


async def opened_identity(keyring: Keyring, event: ResidentMovedIn, home_id: UUID) -> Identity | None:
    scope = KeyScope(frozenset({home_id}), frozenset({RecordClass.CARE}))
    assert event.identity.token is not None
    return await keyring.open(scope, SealedField(event.identity.token, home_id, "identity"), Identity)


async def test_a_transfer_moves_a_resident_with_who_it_is(
    process: Callable[[], Households], store: EventStore, keyring: Keyring
) -> None:
    one, other = process(), process()
    await open_with(
        one, move_in(), AmendIdentity(resident="R1", given_name="Augusta", family_name="King"), fall()
    )
    await open_with(other, home=OTHER)
    answer = await one.record(SYSTEM, HOME, transfer(), envelope(UUID(int=1)))
    assert answer.id == f"{HOME.hex}-6"
    moved_in = (await store.read(OTHER))[-1].event
    assert isinstance(moved_in, ResidentMovedIn)
    assert (moved_in.from_home, moved_in.room) == (HOME, "3")
    assert await opened_identity(keyring, moved_in, OTHER) == Identity(
        given_name="Augusta", family_name="King"
    )
    assert len(await store.read(OTHER)) == 3, "falls stay where they happened"
    again = await other.record(SYSTEM, HOME, transfer(), envelope(UUID(int=1)))
    assert (again.id, again.repeated) == (answer.id, True)
    for households, home in ((one, HOME), (other, OTHER)):
        assert await record(households, move_in("R9", on=days_ago(1)), home=home)


async def test_a_transfer_that_the_new_home_can_not_take_changes_neither(
    households: Households, store: EventStore
) -> None:
    await open_with(households, move_in())
    await open_with(households, *(move_in(f"R{number}") for number in range(3)), home=OTHER)
    before = [len(await store.read(home)) for home in (HOME, OTHER)]
    with pytest.raises(Refused) as refusal:
        await households.record(SYSTEM, HOME, transfer(), envelope())
    assert refusal.value.code == "no_free_bed"
    assert [len(await store.read(home)) for home in (HOME, OTHER)] == before
    answer = await households.record(SYSTEM, HOME, transfer(), envelope(from_outbox=True))
    assert answer.set_aside


async def test_transfers_that_cross_each_other_both_arrive(households: Households) -> None:
    await open_with(households, move_in())
    await open_with(households, move_in(), home=OTHER)
    back = Transfer(resident="R1", to_home=HOME, household="Rose", resident_ref="R8", moved_on=days_ago(2))
    there = Transfer(resident="R1", to_home=OTHER, household="Rose", resident_ref="R8", moved_on=days_ago(2))
    answers = await asyncio.gather(
        households.record(SYSTEM, HOME, there, envelope()),
        households.record(SYSTEM, OTHER, back, envelope()),
    )
    assert all(answer.id for answer in answers)


# --- Snapshots -------------------------------------------------------------------------


async def test_a_snapshot_is_kept_and_used(process: Callable[[], Households], store: EventStore) -> None:
    await open_with(process(), move_in())
    await process().record_many(
        SYSTEM, HOME, [(fall(at(days_ago(1 + day))), envelope()) for day in range(40)]
    )
    snapshot = await store.load_snapshot(HOME, FINGERPRINT)
    assert snapshot is not None
    assert snapshot.version == 43
    assert decode_home(snapshot.state) == await replayed(store)
    (answer,) = await record(process(), fall())
    assert answer.version == 44


async def test_a_snapshot_of_other_code_is_not_used(
    process: Callable[[], Households], store: EventStore
) -> None:
    await open_with(process(), move_in())
    await store.save_snapshot(Snapshot(HOME, 3, "other", b"nonsense"))
    (answer,) = await record(process(), fall())
    assert answer.version == 4


# --- A lost answer ---------------------------------------------------------------------


class LosesAnswers(EventStore):
    """Appends, and then the connection is gone."""

    losing = False

    async def append(
        self, appends: Sequence[StreamAppend], receipts: Sequence[CommandReceipt] = ()
    ) -> Appended:
        appended = await super().append(appends, receipts)
        if self.losing:
            raise StoreUnavailable
        return appended


async def test_a_command_whose_answer_was_lost_is_sent_again(
    web_pool: DatabasePool, keyring: Keyring, store: EventStore
) -> None:
    wake_up = WakeUp(web_pool, timedelta(milliseconds=20))
    losing = LosesAnswers(
        web_pool, Codec(HOME_EVENTS, keyring), keyring, wake_up, Lading(lanes=2, most=16), 5.0
    )
    households = Households(losing, keyring, HeldHomes(losing, 10, snapshot_every=20), DIGEST_KEY)
    await open_with(households, move_in())
    losing.losing = True
    with pytest.raises(StoreUnavailable):
        await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1)))
    with pytest.raises(StoreUnavailable):
        await households.record_many(SYSTEM, HOME, [(fall(at(days_ago(2))), envelope(UUID(int=2)))])
    losing.losing = False
    again = await households.record(SYSTEM, HOME, fall(), envelope(UUID(int=1)))
    assert (again.id, again.repeated) == (f"{HOME.hex}-4", True)
    (same,) = await households.record_many(SYSTEM, HOME, [(fall(at(days_ago(2))), envelope(UUID(int=2)))])
    assert (same.id, same.repeated) == (f"{HOME.hex}-5", True)
    assert len(await store.read(HOME)) == 5
    await wake_up.close()
