"""How long keys are at hand, and how many."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from network.eventstore.key_cache import KeyCache, PersonKey
from network.eventstore.sealed import RecordClass


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def new_key() -> PersonKey:
    return PersonKey(uuid4(), uuid4(), RecordClass.CARE, frozenset(), b"key")


async def test_a_key_is_found_by_its_id_and_by_its_person() -> None:
    cache = KeyCache(timedelta(seconds=60), 10, Clock())
    cache.put([key := new_key()])
    assert cache.find(key.key_id.bytes) is key
    assert cache.find_for(key.person_id, RecordClass.CARE) is key
    assert cache.find_for(key.person_id, RecordClass.FINANCE) is None
    assert cache.find(uuid4().bytes) is None


async def test_a_key_is_gone_when_its_time_is_up() -> None:
    clock = Clock()
    cache = KeyCache(timedelta(seconds=60), 10, clock)
    cache.put([key := new_key()])
    clock.now += 59.9
    assert cache.find(key.key_id.bytes) is key
    clock.now += 0.1
    assert cache.find(key.key_id.bytes) is None
    assert cache.find_for(key.person_id, RecordClass.CARE) is None


async def test_old_keys_go_by_themselves() -> None:
    cache = KeyCache(timedelta(milliseconds=10), 10, asyncio.get_running_loop().time)
    cache.put([new_key()])
    await asyncio.sleep(0.005)
    cache.put([new_key()])
    await asyncio.sleep(0.05)
    assert len(cache) == 0


async def test_the_oldest_makes_room() -> None:
    cache = KeyCache(timedelta(seconds=60), 3, Clock())
    keys = [new_key() for _ in range(5)]
    cache.put(keys[:3])
    cache.put([keys[0]])
    cache.put(keys[3:])
    assert [cache.find(key.key_id.bytes) is key for key in keys] == [True, False, False, True, True]


async def test_a_forgotten_key_is_gone_at_once() -> None:
    cache = KeyCache(timedelta(seconds=60), 3, Clock())
    cache.put([key := new_key()])
    cache.forget(key.person_id, RecordClass.CARE)
    cache.forget(key.person_id, RecordClass.CARE)
    assert cache.find(key.key_id.bytes) is None
    assert len(cache) == 0


@pytest.mark.parametrize("seconds", [0, 61])
def test_no_key_is_kept_for_more_than_a_minute(seconds: int) -> None:
    with pytest.raises(ValueError, match="60"):
        KeyCache(timedelta(seconds=seconds), 10, Clock())


def test_a_key_does_not_show_itself() -> None:
    assert "key" not in repr(new_key()).replace("PersonKey", "")
