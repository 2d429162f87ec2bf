"""What all parts of the service stand on: the connections, the keys, the events and how far they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS
from network.access.audit.trail import Audit
from network.coaching.events import COACHING_EVENTS
from network.directory.boards import load_boards
from network.directory.events import NETWORK_EVENTS
from network.directory.service import Directory
from network.eventstore.codec import Codec
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.metrics import Metrics
from network.postgres.pool import DatabasePool
from network.projections.waiting import Waiting
from network.read_models import PROJECTIONS

PATIENCE = 2.0
"""Seconds that a request waits for a connection before it is answered 503."""
LADING = Lading(lanes=2, most=64, worth=4)
KEYS_LIVE = timedelta(seconds=60)
MOST_KEYS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all the parts stand on."""

    pool: DatabasePool
    network_key: NetworkKey
    keyring: Keyring
    store: EventStore
    positions: Waiting
    directory: Directory
    audit: Audit
    metrics: Metrics
    now: Callable[[], datetime]


def lay_ground(
    pool: DatabasePool, network_key: NetworkKey, wake_up: WakeUp, now: Callable[[], datetime]
) -> Ground:
    """On the connections of a process."""
    keyring = Keyring(pool, network_key, KeyCache(KEYS_LIVE, MOST_KEYS, monotonic))
    codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS], keyring)
    store = EventStore(pool, codec, keyring, wake_up, LADING, PATIENCE)
    return Ground(
        pool=pool,
        network_key=network_key,
        keyring=keyring,
        store=store,
        positions=Waiting(pool, PROJECTIONS),
        directory=Directory(store, load_boards(), now),
        audit=Audit(pool),
        metrics=Metrics(),
        now=now,
    )
