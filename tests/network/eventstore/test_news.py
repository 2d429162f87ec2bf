"""News of the log: a hint for who keeps streams in memory, and never more than a hint."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from network.eventstore.codec import Codec
from network.eventstore.news import FORGOTTEN_AFTER, MOST_AT_ONCE, STILL_ASKED_FOR, News
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import append, note, texts

TAKE_FIRST_VERSION = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
VALUES ($1, 1, 'note-taken/1', $2)
"""


class Clock:
    """Moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def everything(_stream_id: UUID, _version: int) -> bool:
    return True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def news(web_pool: DatabasePool, codec: Codec, clock: Clock, store: EventStore) -> News:
    """A listener at the end of a log that is not empty."""
    await store.append([append(uuid4(), 0, note("before"))])
    listener = News(web_pool, codec, 5.0, clock)
    assert await listener.read(everything) == []
    return listener


async def test_what_is_written_is_told_once_and_in_order(
    news: News, new_store: Callable[[], EventStore]
) -> None:
    home = uuid4()
    await new_store().append([append(home, 0, note("one"), note("two"))])
    await new_store().append([append(uuid4(), 0, note("three"))])
    assert texts(await news.read(everything)) == ["one", "two", "three"]
    assert await news.read(everything) == []


async def test_only_what_is_news_to_the_listener_is_read(
    news: News, store: EventStore, owner_pool: DatabasePool
) -> None:
    home = uuid4()
    await owner_pool.execute(TAKE_FIRST_VERSION, uuid4(), b"not an event")
    await store.append([append(home, 0, note("one"), note("two"))])
    told = await news.read(lambda stream_id, version: (stream_id, version) == (home, 2))
    assert texts(told) == ["two"]


async def test_what_took_its_number_before_and_comes_later_is_told_then(
    news: News, store: EventStore, codec: Codec, owner_pool: DatabasePool
) -> None:
    late = uuid4()
    _, state = codec.encode(note("late"), late)
    async with owner_pool.acquire() as other, other.transaction():
        await other.execute(TAKE_FIRST_VERSION, late, state)
        await store.append([append(uuid4(), 0, note("first"))])
        assert texts(await news.read(everything)) == ["first"]
        assert await news.read(everything) == []
    await store.append([append(uuid4(), 0, note("last"))])
    assert texts(await news.read(everything)) == ["late", "last"]
    assert await news.read(everything) == []


async def test_what_is_late_for_long_is_given_up(
    news: News, store: EventStore, codec: Codec, owner_pool: DatabasePool
) -> None:
    late = uuid4()
    _, state = codec.encode(note("late"), late)
    async with owner_pool.acquire() as other, other.transaction():
        await other.execute(TAKE_FIRST_VERSION, late, state)
        await store.append([append(uuid4(), 0, *[note()] * (STILL_ASKED_FOR + 1))])
        told = await news.read(everything) + await news.read(everything)
        assert len(told) == STILL_ASKED_FOR + 1 > MOST_AT_ONCE
    assert await news.read(everything) == []


async def test_who_has_not_asked_for_long_begins_anew_at_the_end(
    news: News, store: EventStore, clock: Clock
) -> None:
    await store.append([append(uuid4(), 0, note("missed"))])
    clock.now += FORGOTTEN_AFTER * 1.5
    assert await news.read(everything) == []
    await store.append([append(uuid4(), 0, note("after"))])
    clock.now += FORGOTTEN_AFTER / 2
    assert texts(await news.read(everything)) == ["after"]
