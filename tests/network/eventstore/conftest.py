"""An event store of a few events, and a second one that stands for another process."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from time import monotonic

import pytest

from network.eventstore.codec import Codec
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.log import LogReader
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.network.eventstore.vocabulary import EVENTS

NETWORK_KEY = NetworkKey(bytes(range(32)))
LADING = Lading(lanes=2, most=16)


@pytest.fixture
def new_keyring(web_pool: DatabasePool) -> Callable[[], Keyring]:
    """A keyring with nothing at hand, as another process has it."""
    return lambda: Keyring(web_pool, NETWORK_KEY, KeyCache(timedelta(seconds=60), 1_000, monotonic))


@pytest.fixture
def keyring(new_keyring: Callable[[], Keyring]) -> Keyring:
    return new_keyring()


@pytest.fixture
def codec(keyring: Keyring) -> Codec:
    return Codec(EVENTS, keyring)


@pytest.fixture
async def wake_up(web_pool: DatabasePool) -> AsyncIterator[WakeUp]:
    wake_up = WakeUp(web_pool, timedelta(milliseconds=5))
    yield wake_up
    await wake_up.close()


@pytest.fixture
def new_store(
    web_pool: DatabasePool, codec: Codec, keyring: Keyring, wake_up: WakeUp
) -> Callable[[], EventStore]:
    """A store as another process has it."""
    return lambda: EventStore(web_pool, codec, keyring, wake_up, LADING, 5.0)


@pytest.fixture
def store(new_store: Callable[[], EventStore]) -> EventStore:
    return new_store()


@pytest.fixture
def log(projector_pool: DatabasePool) -> LogReader:
    return LogReader(projector_pool, 5.0)
