"""Homes that others write in are followed: what they recorded is known before the next command comes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from structlog.testing import capture_logs

from households.recording.following import Following
from households.recording.held import HeldHomes
from households.recording.service import Households
from network.eventstore.keyring import Keyring
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool
from tests.households.recorder import Nobody, Tally, open_with, record, replayed
from tests.households.story import DIGEST_KEY, HOME, days_ago, move_in
from tests.households.test_falls import at, fall
from tests.patience import until

NEVER = timedelta(hours=1)
AT_ONCE = timedelta(milliseconds=1)


class Process(NamedTuple):
    """One process with what it follows with, to be asked by hand."""

    households: Households
    homes: HeldHomes
    following: Following
    tally: Tally


@pytest.fixture
async def new_process(store: EventStore, keyring: Keyring) -> AsyncIterator[Callable[[timedelta], Process]]:
    made: list[Process] = []

    def make(pause: timedelta) -> Process:
        homes, tally = HeldHomes(store, 10, snapshot_every=20), Tally()
        following = Following(homes, store.news(), pause)
        households = Households(store, keyring, homes, following, Nobody(), DIGEST_KEY, tally)
        made.append(Process(households, homes, following, tally))
        return made[-1]

    yield make
    for process in made:
        await process.households.close()


@pytest.fixture
async def one(new_process: Callable[[timedelta], Process], households: Households) -> Process:
    """A process that has met another in the home, and asks when it is told to."""
    return await _met(new_process(NEVER), households)


async def _met(process: Process, households: Households) -> Process:
    await open_with(process.households, move_in())
    await record(households, fall(at(days_ago(20))))
    await record(process.households, fall(at(days_ago(19))))
    assert process.tally.conflicts == 1
    await process.following.ask()
    return process


async def test_what_another_process_recorded_is_known_before_the_next_command(
    one: Process, households: Households, store: EventStore
) -> None:
    await record(households, *(fall(at(days_ago(day))) for day in (5, 4, 3)))
    await one.following.ask()
    (answer,) = await record(one.households, fall(at(days_ago(2))))
    assert answer.version == 9
    assert one.tally.conflicts == 1
    async with one.homes.hold(HOME) as held:
        assert held.loaded == await replayed(store)


async def test_a_home_is_followed_only_where_somebody_else_writes_in_it(
    new_process: Callable[[timedelta], Process], households: Households
) -> None:
    process = new_process(NEVER)
    before = asyncio.all_tasks()

    def is_asking() -> bool:
        return any("Following" in repr(task) for task in asyncio.all_tasks() - before)

    await open_with(process.households, move_in(), fall())
    assert not is_asking()
    await record(households, fall(at(days_ago(20))))
    await record(process.households, fall(at(days_ago(19))), fall(at(days_ago(18))))
    assert is_asking()


async def test_who_is_to_ask_soon_does(
    new_process: Callable[[timedelta], Process], households: Households
) -> None:
    process = await _met(new_process(AT_ONCE), households)
    (answer,) = await record(households, fall(at(days_ago(5))))

    async def knows() -> bool:
        process.following.soon()
        async with process.homes.hold(HOME) as held:
            return held.loaded.version == answer.version

    await until(knows, "the home as the other process left it")


async def test_what_is_heard_while_somebody_decides_waits_until_that_is_done(
    one: Process, households: Households
) -> None:
    async with one.homes.hold(HOME) as held:
        before = held.loaded.version
        await record(households, fall(at(days_ago(5))))
        await one.following.ask()
        assert held.loaded.version == before
    assert held.loaded.version == before + 1


async def test_ones_own_records_are_no_news(one: Process) -> None:
    await record(one.households, *(fall(at(days_ago(1 + hour // 4))) for hour in range(30)))
    await one.following.ask()
    async with one.homes.hold(HOME) as held:
        assert not held.is_shared


async def test_whatever_is_in_the_way_is_said_once_and_asked_again_later(
    one: Process, households: Households, owner_pool: DatabasePool
) -> None:
    await record(households, fall(at(days_ago(5))))
    await owner_pool.execute("ALTER TABLE eventstore.events RENAME COLUMN topic TO was_topic")
    with capture_logs() as said:
        await one.following.ask()
        await one.following.ask()
    assert [line["event"] for line in said] == ["not_followed"]
    async with one.homes.hold(HOME) as held:
        before = held.loaded.version
    await owner_pool.execute("ALTER TABLE eventstore.events RENAME COLUMN was_topic TO topic")
    await one.following.ask()
    async with one.homes.hold(HOME) as held:
        assert held.loaded.version == before + 1


async def test_a_database_that_is_away_holds_up_nobody_who_ends(one: Process, web_pool: DatabasePool) -> None:
    await web_pool.close()
    await one.following.ask()
    async with one.homes.hold(HOME) as held:
        assert held.loaded.version == 5
    one.following.soon()
    await one.households.close()
