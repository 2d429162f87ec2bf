"""The service on a real database, as often as a test wants processes."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from time import monotonic

import pytest

from households.events import HOME_EVENTS
from households.recording.held import HeldHomes
from households.recording.service import Households
from network.eventstore.codec import Codec
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.households.recorder import Tally
from tests.households.story import DIGEST_KEY

LADING = Lading(lanes=2, most=16)
NETWORK_KEY = NetworkKey(b"n" * 32)


@pytest.fixture
def keyring(web_pool: DatabasePool) -> Keyring:
    return Keyring(web_pool, NETWORK_KEY, KeyCache(timedelta(seconds=60), 1_000, monotonic))


@pytest.fixture
async def store(web_pool: DatabasePool, keyring: Keyring) -> AsyncIterator[EventStore]:
    wake_up = WakeUp(web_pool, timedelta(milliseconds=20))
    yield EventStore(web_pool, Codec(HOME_EVENTS, keyring), keyring, wake_up, LADING, 5.0)
    await wake_up.close()


@pytest.fixture
def process(store: EventStore, keyring: Keyring) -> Callable[[], Households]:
    """Makes services that share nothing but the database, as processes do."""
    return lambda: Households(store, keyring, HeldHomes(store, 10, snapshot_every=20), DIGEST_KEY, Tally())


@pytest.fixture
def households(process: Callable[[], Households]) -> Households:
    return process()
