"""Homes in memory: snapshots, and what happens when an answer is lost."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from households.events import HOME_EVENTS
from households.recording.service import Households
from households.recording.snapshots import FINGERPRINT, decode_home
from network.access.viewer import SYSTEM
from network.eventstore.codec import Codec
from network.eventstore.errors import StoreUnavailable
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.store import EventStore
from network.eventstore.stored import Appended, CommandReceipt, Snapshot, StreamAppend
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.households.recorder import Tally, envelope, households_of, open_with, record, replayed
from tests.households.story import HOME, days_ago, move_in
from tests.households.test_falls import at, fall


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


class LosesAnswers(EventStore):
    """Appends, and then the connection is gone."""

    losing = False

    async def append(
        self,
        appends: Sequence[StreamAppend],
        receipts: Sequence[CommandReceipt] = (),
        *,
        others_write: bool = False,
    ) -> Appended:
        appended = await super().append(appends, receipts, others_write=others_write)
        if self.losing:
            raise StoreUnavailable
        return appended


async def test_a_home_of_a_database_that_was_set_back_is_loaded_anew(
    households: Households, store: EventStore, owner_pool: DatabasePool
) -> None:
    await open_with(households, move_in(), fall())
    await owner_pool.execute("ALTER TABLE eventstore.events DISABLE TRIGGER ALL")
    await owner_pool.execute("DELETE FROM eventstore.events WHERE originator_version = 4")
    (answer,) = await record(households, fall(at(days_ago(2))))
    assert answer.version == 4
    (many,) = await households.record_many(SYSTEM, HOME, [(fall(at(days_ago(3))), envelope())])
    assert many.version == 5


async def test_a_command_whose_answer_was_lost_is_sent_again(
    web_pool: DatabasePool, keyring: Keyring, store: EventStore
) -> None:
    wake_up = WakeUp(web_pool, timedelta(milliseconds=20))
    losing = LosesAnswers(
        web_pool, Codec(HOME_EVENTS, keyring), keyring, wake_up, Lading(lanes=2, most=16), 5.0
    )
    households = households_of(losing, keyring)
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


class CountsReads(EventStore):
    """Tells how often somebody had to ask what became of a command."""

    reads = 0

    async def find_receipts(self, commands: Sequence[tuple[UUID, UUID]]) -> list[CommandReceipt]:
        self.reads += 1
        return await super().find_receipts(commands)


async def test_who_was_late_in_a_home_that_others_write_in_need_not_ask_what_was_missed(
    web_pool: DatabasePool, keyring: Keyring
) -> None:
    wake_up = WakeUp(web_pool, timedelta(milliseconds=20))
    store = CountsReads(
        web_pool, Codec(HOME_EVENTS, keyring), keyring, wake_up, Lading(lanes=2, most=16), 5.0
    )
    tally = Tally()
    one, other = (households_of(store, keyring, tally, follows_after=timedelta(hours=1)) for _ in range(2))
    await open_with(one, move_in())
    for number in range(6):
        await record(one, fall(at(days_ago(number + 1))))
        await record(other, fall(at(days_ago(number + 1))))

    assert (await store.read(HOME))[-1].version == 15
    # Each met the other once without expecting it, and knew from then on.
    assert tally.conflicts == 10
    assert store.reads == 2
    await one.close()
    await other.close()
    await wake_up.close()
