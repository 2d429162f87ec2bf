"""Appending to streams and reading them back."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from network.eventstore.errors import AlreadyRecorded, Conflict, EventUnreadable, VersionUnknown
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, Snapshot
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import append, note, receipt, texts

HOME, OTHER_HOME = uuid4(), uuid4()


async def test_events_come_back_in_order_with_their_places(store: EventStore) -> None:
    first = await store.append([append(HOME, 0, note("one"), note("two"))])
    second = await store.append([append(HOME, 2, note("three"))], [receipt(HOME)])

    events = await store.read(HOME)
    assert texts(events) == ["one", "two", "three"]
    assert [stored.version for stored in events] == [1, 2, 3]
    assert [stored.position for stored in events] == [*first.positions, *second.positions]
    assert second.log_position == events[-1].position


async def test_a_stream_is_read_after_a_version_and_up_to_a_number(store: EventStore) -> None:
    await store.append([append(HOME, 0, *(note(str(number)) for number in range(1, 6)))])
    assert texts(await store.read(HOME, after=2)) == ["3", "4", "5"]
    assert texts(await store.read(HOME, after=1, limit=2)) == ["2", "3"]
    assert await store.read(OTHER_HOME) == []


async def test_the_database_says_when_it_was_recorded(store: EventStore) -> None:
    before = datetime.now(UTC)
    await store.append([append(HOME, 0, note())])
    [stored] = await store.read(HOME)
    assert abs(stored.recorded_at - before) < timedelta(seconds=5)
    assert stored.recorded_at.tzinfo is not None


async def test_a_record_is_the_event_that_began_it_and_those_about_it(store: EventStore) -> None:
    await store.append([append(HOME, 0, note("fall"), note("else"), note("amended", about=1), note("last"))])
    assert texts(await store.read_record(HOME, 1)) == ["fall", "amended"]
    assert await store.read_record(HOME, 9) == []
    several = await store.read_records(HOME, [1, 2, 9])
    assert {version: texts(stored) for version, stored in several.items()} == {
        1: ["fall", "amended"],
        2: ["else"],
        9: [],
    }
    assert await store.read_records(HOME, []) == {}


@pytest.mark.parametrize("others_write", [False, True])
async def test_a_stream_that_has_moved_on_hands_back_what_was_missed(
    store: EventStore, others_write: bool
) -> None:
    await store.append([append(HOME, 0, note("one"), note("two"), note("three"))])
    with pytest.raises(Conflict) as conflict:
        await store.append([append(HOME, 1, note("late"))], [receipt(HOME)], others_write=others_write)
    assert {stream: texts(list(missed)) for stream, missed in conflict.value.missed.items()} == {
        HOME: ["two", "three"]
    }
    assert texts(await store.read(HOME)) == ["one", "two", "three"]


@pytest.mark.parametrize("others_write", [False, True])
async def test_a_conflict_burns_no_position(store: EventStore, others_write: bool) -> None:
    first = await store.append([append(HOME, 0, note())])
    for events in (1, 2):
        with pytest.raises(Conflict):
            await store.append(
                [append(HOME, 0, *(note() for _ in range(events)))],
                [receipt(HOME)],
                others_write=others_write,
            )
    assert (await store.append([append(HOME, 1, note())])).log_position == first.log_position + 1


async def test_a_version_that_the_stream_has_not_reached_is_unknown(store: EventStore) -> None:
    await store.append([append(HOME, 0, note())])
    for receipts in ([], [receipt(HOME)]):
        with pytest.raises(VersionUnknown):
            await store.append([append(HOME, 7, note())], receipts)
    assert len(await store.read(HOME)) == 1


async def test_two_streams_are_appended_to_together(store: EventStore) -> None:
    appended = await store.append(
        [append(HOME, 0, note("moved out")), append(OTHER_HOME, 0, note("moved in"), note("settled"))],
        [receipt(HOME)],
    )
    (left,), arrived = await store.read(HOME), await store.read(OTHER_HOME)
    assert [left.position, *(stored.position for stored in arrived)] == list(appended.positions)


async def test_when_one_of_two_streams_has_moved_on_neither_gets_anything(store: EventStore) -> None:
    await store.append([append(OTHER_HOME, 0, note("there first"))])
    with pytest.raises(Conflict) as conflict:
        await store.append([append(HOME, 0, note()), append(OTHER_HOME, 0, note())], [receipt(HOME)])
    assert set(conflict.value.missed) == {OTHER_HOME}
    assert await store.read(HOME) == []
    assert len(await store.read(OTHER_HOME)) == 1


async def test_a_stream_has_one_place_in_an_append(store: EventStore) -> None:
    with pytest.raises(ValueError, match="one place"):
        await store.append([append(HOME, 0, note()), append(HOME, 1, note())])


@pytest.mark.parametrize("others_write", [False, True])
async def test_a_command_sent_twice_at_the_version_it_led_to_is_known(
    store: EventStore, others_write: bool
) -> None:
    sent = receipt(HOME)
    await store.append([append(HOME, 0, note())], [sent])
    with pytest.raises(AlreadyRecorded):
        await store.append([append(HOME, 1, note())], [sent], others_write=others_write)
    assert len(await store.read(HOME)) == 1


async def test_a_command_sent_twice_is_recorded_once(store: EventStore) -> None:
    sent = receipt(HOME)
    appended = await store.append([append(HOME, 0, note())], [sent])
    for expected_version in (0, 1):
        with pytest.raises(AlreadyRecorded) as known:
            await store.append([append(HOME, expected_version, note())], [sent])
        assert known.value.receipt == CommandReceipt(
            HOME, sent.command_id, sent.digest, sent.answer, appended.log_position
        )
    assert len(await store.read(HOME)) == 1


async def test_one_command_that_is_known_keeps_the_others_of_its_append_out(store: EventStore) -> None:
    known, new = receipt(HOME), receipt(HOME)
    await store.append([append(HOME, 0, note())], [known])
    with pytest.raises(AlreadyRecorded) as refused:
        await store.append([append(HOME, 1, note(), note())], [known, new])
    assert [one.command_id for one in refused.value.receipts] == [known.command_id]
    assert await store.find_receipt(HOME, new.command_id) is None


async def test_a_command_that_changes_nothing_has_a_receipt_all_the_same(store: EventStore) -> None:
    sent = receipt(HOME)
    appended = await store.append([append(HOME, 0)], [sent])
    assert appended.log_position == 0
    found = await store.find_receipt(HOME, sent.command_id)
    assert found is not None
    assert found.position == 0


async def test_a_receipt_belongs_to_its_stream(store: EventStore) -> None:
    sent = receipt(HOME)
    await store.append([append(HOME, 0, note())], [sent])
    assert await store.find_receipt(OTHER_HOME, sent.command_id) is None
    assert await store.find_receipts([]) == []


async def test_the_same_command_in_two_processes_at_once_is_recorded_once(
    new_store: Callable[[], EventStore],
) -> None:
    one, other = new_store(), new_store()
    for version in range(20):
        sent = receipt(HOME)
        answers = await asyncio.gather(
            *(store.append([append(HOME, version, note())], [sent]) for store in (one, other)),
            return_exceptions=True,
        )
        refused = [answer for answer in answers if isinstance(answer, BaseException)]
        assert [type(answer) for answer in refused] == [AlreadyRecorded]
    assert len(await one.read(HOME)) == 20


async def test_of_two_processes_at_one_version_one_goes_first_and_the_other_is_told(
    new_store: Callable[[], EventStore],
) -> None:
    one, other = new_store(), new_store()
    for version in range(20):
        answers = await asyncio.gather(
            one.append([append(HOME, version, note("one"))], [receipt(HOME)]),
            other.append([append(HOME, version, note("other"))], [receipt(HOME)]),
            return_exceptions=True,
        )
        (conflict,) = [answer for answer in answers if isinstance(answer, Conflict)]
        assert [missed.version for missed in conflict.missed[HOME]] == [version + 1]
    assert len(await one.read(HOME)) == 20


async def test_appends_over_the_same_two_streams_never_lock_each_other_out(
    new_store: Callable[[], EventStore], owner_pool: DatabasePool
) -> None:
    one, other = new_store(), new_store()
    for version in range(20):
        forth, back = append(HOME, version, note()), append(OTHER_HOME, version, note())
        answers = await asyncio.gather(
            one.append([forth, back]), other.append([back, forth]), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Appended", "Conflict"]
    assert (
        await owner_pool.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        == 0
    )


async def test_what_could_not_be_read_back_is_not_recorded(store: EventStore) -> None:
    naive = note()
    wrong = type(naive)(
        occurred_at=datetime(2026, 3, 1, 12),  # noqa: DTZ001 - what must not pass
        recorded_by=naive.recorded_by,
        command_id=naive.command_id,
        text="at noon, but whose?",
    )
    with pytest.raises(EventUnreadable, match="timezone"):
        await store.append([append(HOME, 0, wrong)])
    assert await store.read(HOME) == []


async def test_the_latest_snapshot_of_the_same_code_is_kept(store: EventStore) -> None:
    await store.save_snapshot(Snapshot(HOME, 5, "code", b"five"))
    await store.save_snapshot(Snapshot(HOME, 4, "code", b"four"))
    assert await store.load_snapshot(HOME, "code") == Snapshot(HOME, 5, "code", b"five")


async def test_a_snapshot_of_other_code_is_ignored_and_overwritten(store: EventStore) -> None:
    await store.save_snapshot(Snapshot(HOME, 5, "old code", b"five"))
    assert await store.load_snapshot(HOME, "new code") is None
    await store.save_snapshot(Snapshot(HOME, 3, "new code", b"three"))
    assert await store.load_snapshot(HOME, "new code") == Snapshot(HOME, 3, "new code", b"three")
