"""The service on a real database, as often as a test wants processes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from time import monotonic

import pytest

from households.events import HOME_EVENTS
from households.recording.service import Households
from network.eventstore.codec import Codec
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.households.recorder import households_of

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
async def process(store: EventStore, keyring: Keyring) -> AsyncIterator[Callable[[], Households]]:
    """Makes services that share nothing but the database, as processes do."""
    async with AsyncExitStack() as stack:

        def make() -> Households:
            made = households_of(store, keyring)
            stack.push_async_callback(made.close)
            return made

        yield make


@pytest.fixture
def households(process: Callable[[], Households]) -> Households:
    return process()
