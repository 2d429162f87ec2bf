"""Appends that travel together share a commit, not their fate."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from network.eventstore.codec import Codec
from network.eventstore.errors import AlreadyRecorded, Conflict
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.store import EventStore
from network.eventstore.stored import Appended
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import append, note, receipt, texts

TAKE_FIRST_VERSION = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
VALUES ($1, 1, 'note-taken/1', '{}')
"""
TRANSACTIONS = "SELECT count(DISTINCT xmin::text) FROM eventstore.events"


async def test_appends_at_the_same_moment_share_commits(store: EventStore, owner_pool: DatabasePool) -> None:
    homes = [uuid4() for _ in range(60)]
    await asyncio.gather(*(store.append([append(home, 0, note())], [receipt(home)]) for home in homes))
    assert await owner_pool.fetchval(TRANSACTIONS) <= 10
    assert [len(await store.read(home)) for home in homes] == [1] * 60


async def test_what_others_were_first_with_comes_back_to_each_that_travelled(store: EventStore) -> None:
    homes = [uuid4() for _ in range(20)]
    for home in homes[::2]:
        await store.append([append(home, 0, note("first"), note("second"))])

    answers = await asyncio.gather(
        *(store.append([append(home, 0, note())], [receipt(home)], others_write=True) for home in homes),
        return_exceptions=True,
    )
    missed = [answer.missed for answer in answers if isinstance(answer, Conflict)]
    assert [{home: texts(events) for home, events in one.items()} for one in missed] == [
        {home: ["first", "second"]} for home in homes[::2]
    ]
    assert [type(answer) for answer in answers].count(Appended) == 10


async def test_few_wait_for_a_lane_that_is_under_way_and_many_take_another(
    codec: Codec, keyring: Keyring, wake_up: WakeUp, web_pool: DatabasePool, owner_pool: DatabasePool
) -> None:
    store = EventStore(web_pool, codec, keyring, wake_up, Lading(lanes=2, most=16, worth=4), 5.0)

    def send(home: UUID) -> asyncio.Task[Appended]:
        return asyncio.create_task(store.append([append(home, 0, note())], [receipt(home)]))

    taken = uuid4()
    async with owner_pool.acquire() as other:
        transaction = other.transaction()
        await transaction.start()
        await other.execute(TAKE_FIRST_VERSION, taken)
        held_up = send(taken)
        await asyncio.wait([held_up], timeout=0.1)
        few = [send(uuid4()) for _ in range(3)]
        await asyncio.wait(few, timeout=0.2)
        assert not any(task.done() for task in few)
        await asyncio.gather(*few, send(uuid4()))
        assert not held_up.done()
        await transaction.rollback()
    await held_up


async def test_one_append_alone_has_a_commit_to_itself(store: EventStore, owner_pool: DatabasePool) -> None:
    for _ in range(3):
        await store.append([append(uuid4(), 0, note())], [receipt(uuid4())])
    assert await owner_pool.fetchval(TRANSACTIONS) == 3


async def test_what_is_refused_takes_nobody_along(store: EventStore) -> None:
    homes = [uuid4() for _ in range(20)]
    moved_on, repeated = homes[3], homes[7]
    known = receipt(repeated)
    await store.append([append(moved_on, 0, note("first"))], [receipt(moved_on)])
    await store.append([append(repeated, 0, note())], [known])

    answers = await asyncio.gather(
        *(
            store.append([append(home, 0, note())], [known if home == repeated else receipt(home)])
            for home in homes
        ),
        return_exceptions=True,
    )
    kinds = [type(answer) for answer in answers]
    assert (kinds[3], kinds[7]) == (Conflict, AlreadyRecorded)
    assert kinds.count(Appended) == 18


async def test_a_command_that_comes_again_takes_nobody_along_nor_out_of_the_common_commit(
    store: EventStore, owner_pool: DatabasePool
) -> None:
    homes = [uuid4() for _ in range(20)]
    known = receipt(homes[7])
    await store.append([append(homes[7], 0, note())], [known])

    answers = await asyncio.gather(
        *(
            store.append(
                [append(home, int(home == homes[7]), note())], [known if home == homes[7] else receipt(home)]
            )
            for home in homes
        ),
        return_exceptions=True,
    )
    assert isinstance(answers[7], AlreadyRecorded)
    assert [type(answer) for answer in answers].count(Appended) == 19
    assert await owner_pool.fetchval(TRANSACTIONS) <= 5


async def test_what_breaks_a_constraint_takes_nobody_along(store: EventStore) -> None:
    homes = [uuid4() for _ in range(20)]
    answers = await asyncio.gather(
        *(
            store.append([append(home, 0, note(about=5 if home == homes[4] else None))], [receipt(home)])
            for home in homes
        ),
        return_exceptions=True,
    )
    assert isinstance(answers[4], asyncpg.CheckViolationError)
    assert [type(answer) for answer in answers].count(Appended) == 19


async def test_the_answer_of_each_names_its_own_position(store: EventStore) -> None:
    homes = [uuid4() for _ in range(20)]
    sent = [receipt(home) for home in homes]
    answers = await asyncio.gather(
        *(
            store.append([append(home, 0, note(), note())], [one])
            for home, one in zip(homes, sent, strict=True)
        )
    )
    for home, one, answer in zip(homes, sent, answers, strict=True):
        found = await store.find_receipt(home, one.command_id)
        assert found is not None
        assert found.position == answer.log_position == (await store.read(home))[-1].position


async def test_of_two_at_one_version_in_one_process_the_first_wins_and_no_position_is_burnt(
    store: EventStore, owner_pool: DatabasePool
) -> None:
    home = uuid4()
    for version in range(10):
        answers = await asyncio.gather(
            store.append([append(home, version, note())], [receipt(home)]),
            store.append([append(home, version, note())], [receipt(home)]),
            return_exceptions=True,
        )
        assert [type(answer) for answer in answers] == [Appended, Conflict]
    assert await owner_pool.fetchval("SELECT max(position) FROM eventstore.events") == 10


async def test_who_gives_up_waiting_leaves_the_others_alone(store: EventStore) -> None:
    homes = [uuid4() for _ in range(10)]
    tasks = [asyncio.create_task(store.append([append(home, 0, note())], [receipt(home)])) for home in homes]
    await asyncio.sleep(0)
    tasks[5].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers].count(Appended) == 9
    with pytest.raises(Conflict):
        await store.append([append(homes[5], 0, note())])


class EndsLanes:
    """A pool that carries a load out in pieces, and ends the lane at the second."""

    def __init__(self) -> None:
        self._statements = 0

    async def acquire(self, *, timeout: float) -> "EndsLanes":  # noqa: ARG002, ASYNC109 (asyncpg's word)
        return self

    async def release(self, _: object) -> None:
        return

    async def fetchmany(self, *arguments: object) -> list[asyncpg.Record]:
        return await self.fetch(*arguments)

    async def fetch(self, *_: object) -> list[asyncpg.Record]:
        self._statements += 1
        if self._statements == 1:
            raise asyncpg.CheckViolationError
        raise asyncio.CancelledError


async def test_nobody_waits_for_ever_when_a_lane_is_ended_half_way(
    codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> None:
    pool: DatabasePool = EndsLanes()  # pyright: ignore[reportAssignmentType]
    store = EventStore(pool, codec, keyring, wake_up, Lading(lanes=1, most=16), 5.0)
    async with asyncio.timeout(5):
        answers = await asyncio.gather(
            *(
                store.append([append(home, 0, note())], [receipt(home)])
                for home in (uuid4(), uuid4(), uuid4())
            ),
            return_exceptions=True,
        )
    assert [type(answer) for answer in answers] == [asyncio.CancelledError] * 3
