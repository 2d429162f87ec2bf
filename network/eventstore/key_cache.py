"""Persons' keys that were unwrapped a moment ago: for at most a minute, and never more than so many."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from network.eventstore.sealed import RecordClass

LONGEST = timedelta(seconds=60)
"""How long a destroyed key may still be at work in another process."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A person's key for one record class, unwrapped, with the homes that may use it."""

    key_id: UUID
    person_id: UUID
    record_class: RecordClass
    homes: frozenset[UUID]
    key: bytes

    def __repr__(self) -> str:
        return "<PersonKey>"


_Kept = tuple[float, PersonKey]
"""Until when, and the key."""


class KeyCache:
    """Keys by id and by person. The oldest go first, by age or where there is no room."""

    def __init__(self, lifetime: timedelta, capacity: int, clock: Callable[[], float]) -> None:
        if not timedelta(0) < lifetime <= LONGEST:
            raise ValueError(f"Keys are kept for at most {LONGEST.total_seconds():.0f} seconds.")
        self._lifetime = lifetime.total_seconds()
        self._capacity = capacity
        self._clock = clock
        self._by_id: dict[bytes, _Kept] = {}
        self._by_person: dict[tuple[UUID, RecordClass], _Kept] = {}
        self._sweeping = False

    def __len__(self) -> int:
        return len(self._by_id)

    def put(self, keys: Iterable[PersonKey]) -> None:
        """Keep these from now on."""
        expires = self._clock() + self._lifetime
        for key in keys:
            self._drop(key.key_id.bytes)
            kept = (expires, key)
            self._by_id[key.key_id.bytes] = self._by_person[key.person_id, key.record_class] = kept
        while len(self._by_id) > self._capacity:
            self._drop(next(iter(self._by_id)))
        self._sweep_later()

    def find(self, key_id: bytes) -> PersonKey | None:
        """The key of that id, if it is at hand and not too old."""
        return self._if_in_time(self._by_id.get(key_id))

    def find_for(self, person_id: UUID, record_class: RecordClass) -> PersonKey | None:
        """The key of that person, if it is at hand and not too old."""
        return self._if_in_time(self._by_person.get((person_id, record_class)))

    def forget(self, person_id: UUID, record_class: RecordClass) -> None:
        """Drop the person's key at once."""
        kept = self._by_person.get((person_id, record_class))
        if kept is not None:
            self._drop(kept[1].key_id.bytes)

    def sweep(self) -> None:
        """Drop what is too old. Keys lie in the order in which they were put."""
        now = self._clock()
        while self._by_id:
            key_id = next(iter(self._by_id))
            if self._by_id[key_id][0] > now:
                break
            self._drop(key_id)

    def _if_in_time(self, kept: _Kept | None) -> PersonKey | None:
        return kept[1] if kept is not None and kept[0] > self._clock() else None

    def _drop(self, key_id: bytes) -> None:
        kept = self._by_id.pop(key_id, None)
        if kept is not None:
            del self._by_person[kept[1].person_id, kept[1].record_class]

    def _sweep_later(self) -> None:
        # Without this, a process with nothing to do would keep its last keys for ever.
        if self._by_id and not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(self._lifetime, self._sweep_on_time)

    def _sweep_on_time(self) -> None:
        self._sweeping = False
        self.sweep()
        self._sweep_later()
