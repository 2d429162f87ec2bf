"""Persons' keys: made once, whoever asks, and the network's key that wraps them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest

from network.eventstore.errors import NetworkKeyUnfit, SealingError
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass, Sealed
from network.postgres.pool import DatabasePool

HOME = uuid4()
KEYS = "SELECT count(*) FROM eventstore.sealing_keys"


async def test_processes_that_need_a_key_at_once_get_the_same(
    new_keyring: Callable[[], Keyring], owner_pool: DatabasePool
) -> None:
    persons = [(uuid4(), record_class) for _ in range(20) for record_class in RecordClass]
    rings = [new_keyring() for _ in range(4)]
    await asyncio.gather(
        *(ring.prepare(persons[:: 1 if n % 2 else -1], HOME) for n, ring in enumerate(rings))
    )
    sealed = Sealed.of("x", *persons[0], "label")
    assert len({ring.seal(sealed, HOME)[1:17] for ring in rings}) == 1
    assert await owner_pool.fetchval(KEYS) == len(persons)


async def test_a_key_at_hand_is_not_asked_for_again(keyring: Keyring, owner_pool: DatabasePool) -> None:
    person = (uuid4(), RecordClass.CARE)
    await keyring.prepare([person, person], HOME)
    await owner_pool.execute("ALTER TABLE eventstore.sealing_keys RENAME TO out_of_reach")
    await keyring.prepare([person], HOME)


async def test_nothing_is_sealed_without_a_prepared_key(keyring: Keyring) -> None:
    with pytest.raises(SealingError, match="not prepared"):
        keyring.seal(Sealed.of("x", uuid4(), RecordClass.CARE, "label"), HOME)


async def test_the_canary_sings_with_the_right_key(
    keyring: Keyring, new_keyring: Callable[[], Keyring]
) -> None:
    await keyring.check()
    await new_keyring().check()


async def test_another_network_key_is_noticed(keyring: Keyring, web_pool: DatabasePool) -> None:
    await keyring.check()
    other = Keyring(web_pool, NetworkKey(bytes(32)), KeyCache(timedelta(seconds=1), 10, monotonic))
    with pytest.raises(NetworkKeyUnfit, match="not the one"):
        await other.check()


async def test_a_wrapped_key_can_t_be_put_in_another_s_row(
    keyring: Keyring, new_keyring: Callable[[], Keyring], owner_pool: DatabasePool
) -> None:
    one, other = (uuid4(), RecordClass.CARE), (uuid4(), RecordClass.CARE)
    await keyring.prepare([one, other], HOME)
    await owner_pool.execute(
        "UPDATE eventstore.sealing_keys SET wrapped = one.wrapped"
        " FROM eventstore.sealing_keys AS one WHERE one.person_id = $1",
        one[0],
    )
    await new_keyring().prepare([one], HOME)
    with pytest.raises(NetworkKeyUnfit):
        await new_keyring().prepare([other], HOME)
