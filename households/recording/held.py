"""The homes that this process holds in memory, each behind a lock and as far as it has read its stream."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Self
from uuid import UUID

import structlog

from households.home import Home, evolve
from households.recording.errors import Busy
from households.recording.snapshots import FINGERPRINT, decode_home, encode_home
from network.eventstore.errors import EventStoreError
from network.eventstore.event import Event
from network.eventstore.store import EventStore
from network.eventstore.stored import Snapshot, StoredEvent

_log = structlog.get_logger(__name__)

EVENTS_A_PAGE = 5_000
MOST_WAITING = 200
"""How many commands may wait for one home before the next is sent away."""
STAYS_SHARED = 30
"""How many commands in a row have to find nothing new before a home is thought to be ours alone again.

Too soon costs more than too late: one that is late then sends back all that it travelled with.
"""


class HeldHome:
    """One home's state; whoever decides or evolves holds its lock."""

    def __init__(self, home_id: UUID) -> None:
        self.home_id = home_id
        self.lock = asyncio.Lock()
        self.state: Home | None = None
        self.snapshot_version = 0
        self.users = 0
        self._shared = 0
        self._told: list[StoredEvent] = []

    @property
    def loaded(self) -> Home:
        """The state, which has been loaded."""
        if self.state is None:
            raise RuntimeError("The home has to be loaded first.")
        return self.state

    async def __aenter__(self) -> Self:
        if self.users >= MOST_WAITING:
            raise Busy
        self.users += 1
        try:
            await self.lock.acquire()
        except BaseException:
            self.users -= 1
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.users -= 1
        told, self._told = self._told, []
        try:
            self._take_in(told)
        finally:
            self.lock.release()

    @property
    def is_shared(self) -> bool:
        """Whether somebody else was writing in the home lately."""
        return self._shared > 0

    def note_others(self, *, wrote: bool) -> None:
        """Somebody else was found to have written, or nobody."""
        self._shared = STAYS_SHARED if wrote else max(0, self._shared - 1)

    def evolve_recorded(self, events: Iterable[StoredEvent]) -> bool:
        """Take in what others have recorded; whether that was anything new."""
        state = self.loaded
        before = state.version
        for stored in events:
            if stored.version == state.version + 1:
                evolve(state, stored.event, stored.version)
        return state.version > before

    def lacks(self, version: int) -> bool:
        """Whether the state is loaded and without that event."""
        return self.state is not None and self.state.version < version

    def tell(self, stored: StoredEvent) -> None:
        """Take in an event that was heard of: at once, or else when whoever has the lock is done."""
        if self.lock.locked():
            self._told.append(stored)
        else:
            self._take_in([stored])

    def _take_in(self, told: Sequence[StoredEvent]) -> None:
        # One's own are told too; by the time that they are taken in, the state has them.
        if self.state is not None and self.evolve_recorded(told):
            self.note_others(wrote=True)

    def evolve_decided(self, events: Iterable[Event]) -> None:
        """Take in what has just been decided on this state."""
        state = self.loaded
        for event in events:
            evolve(state, event, state.version + 1)


class HeldHomes:
    """At most `capacity` homes, those used last; a snapshot is kept every `snapshot_every` events."""

    def __init__(self, store: EventStore, capacity: int, snapshot_every: int) -> None:
        self._store = store
        self._capacity = capacity
        self._snapshot_every = snapshot_every
        self._held: OrderedDict[UUID, HeldHome] = OrderedDict()

    def hold(self, home_id: UUID) -> HeldHome:
        """A home to enter: `async with homes.hold(home_id) as held`."""
        held = self._held.get(home_id)
        if held is None:
            held = self._held[home_id] = HeldHome(home_id)
            self._let_go()
        self._held.move_to_end(home_id)
        return held

    async def load(self, held: HeldHome) -> Home:
        """The state, from memory or else from the snapshot and what came after it."""
        if held.state is None:
            snapshot = await self._store.load_snapshot(held.home_id, FINGERPRINT)
            held.state = decode_home(snapshot.state) if snapshot else Home()
            held.snapshot_version = held.state.version
            await self.catch_up(held)
            await self.keep_snapshot(held)
        return held.state

    async def catch_up(self, held: HeldHome) -> bool:
        """Read on to the end of the stream; whether there was anything new."""
        news = False
        while held.state is not None:
            page = await self._store.read(held.home_id, after=held.state.version, limit=EVENTS_A_PAGE)
            news = held.evolve_recorded(page) or news
            if len(page) < EVENTS_A_PAGE:
                break
        return news

    def lack(self, home_id: UUID, version: int) -> bool:
        """Whether that home is held without that event."""
        held = self._held.get(home_id)
        return held is not None and held.lacks(version)

    def tell(self, events: Iterable[StoredEvent]) -> None:
        """Take in what was heard of; each home's in order."""
        for stored in events:
            held = self._held.get(stored.stream_id)
            if held is not None:
                held.tell(stored)

    async def keep_snapshot(self, held: HeldHome) -> None:
        """Save the state if enough has happened since; it is derived, so failing is no harm."""
        state = held.state
        if state is None or state.version - held.snapshot_version < self._snapshot_every:
            return
        held.snapshot_version = state.version
        try:
            await self._store.save_snapshot(
                Snapshot(held.home_id, state.version, FINGERPRINT, encode_home(state))
            )
        except EventStoreError as error:
            _log.warning("snapshot_not_saved", home_id=str(held.home_id), error=type(error).__name__)

    def _let_go(self) -> None:
        """Forget the homes used longest ago that nobody uses."""
        surplus = len(self._held) - self._capacity
        idle = (home_id for home_id, held in self._held.items() if not held.users)
        for home_id in [home_id for home_id, _ in zip(idle, range(surplus), strict=False)]:
            del self._held[home_id]
