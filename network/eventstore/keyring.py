"""Persons' keys: made when somebody is first written about, used within a scope, destroyed for ever."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid4

import asyncpg
import msgspec

from network.eventstore.driver import Borrowed
from network.eventstore.errors import (
    KeyNotAtHand,
    NetworkKeyUnfit,
    PersonIsForgotten,
    SealBroken,
    SealingError,
)
from network.eventstore.key_cache import KeyCache, PersonKey
from network.eventstore.network_key import KEY_BYTES, NetworkKey
from network.eventstore.seal import key_id_bytes, open_token, seal
from network.eventstore.sealed import RecordClass, Sealed
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "keys.sql")

PATIENCE = 5.0
"""Seconds to wait for a connection."""
CANARY = UUID("63616e61-7279-4b00-8000-000000000003")
"""Nobody's id; its key is there to be tried."""
CANARY_SINGS = "The network's key is the right one."

MOST_AT_ONCE = 5_000
"""Keys made in one statement, which has only so much time."""
MOST_OF_A_PAGE = 1_000
"""More keys than this at once are not kept."""

T = TypeVar("T")
PersonAndClass = tuple[UUID, RecordClass]


@dataclass(frozen=True, slots=True)
class KeyScope:
    """The keys that a viewer may use: of these homes (None: of all) and these record classes."""

    homes: frozenset[UUID] | None
    classes: frozenset[RecordClass]

    def allows(self, key: PersonKey) -> bool:
        """Whether the database would show this key; asked of keys that are at hand already."""
        return key.record_class in self.classes and (
            self.homes is None or not self.homes.isdisjoint(key.homes)
        )


class SealedField(NamedTuple):
    """A sealed value, and the field of the stream that it must come from."""

    token: bytes
    stream_id: UUID
    label: str


class Keyring:
    """Seals and opens personal values. What the viewer may not open, and what is forgotten, opens as None."""

    def __init__(self, pool: DatabasePool, network_key: NetworkKey, cache: KeyCache) -> None:
        self._pool = pool
        self._network_key = network_key
        self._cache = cache

    # --- Sealing --------------------------------------------------------------------

    async def prepare(self, persons: Iterable[PersonAndClass], home_id: UUID) -> None:
        """Have these persons' keys at hand to seal in a home's stream; those that are missing are made.

        Raises `PersonIsForgotten`.
        """
        missing = [person for person in dict.fromkeys(persons) if not self._is_at_hand(person, home_id)]
        for start in range(0, len(missing), MOST_AT_ONCE):
            new_keys = self._new_keys(missing[start : start + MOST_AT_ONCE])
            async with Borrowed(self._pool, PATIENCE) as connection:
                rows = await connection.fetch(QUERIES["prepare_keys"], home_id, *new_keys)
            self._cache.put([self._unwrap(row) for row in rows])

    def seal(self, sealed: Sealed, stream_id: UUID) -> bytes:
        """The token of an open value, whose person's key has just been prepared. Raises `KeyNotAtHand`."""
        if sealed.label is None:
            raise SealingError("The value has no label: make it with Sealed.of.")
        key = self._cache.find_for(*sealed.key_owner)
        if key is None or stream_id not in key.homes:
            raise KeyNotAtHand
        return seal(msgspec.json.encode(sealed.value), key.key, key.key_id, stream_id, sealed.label)

    # --- Opening --------------------------------------------------------------------

    async def open(self, scope: KeyScope, field: SealedField, kind: type[T]) -> T | None:
        """One value; see `open_many`."""
        return (await self.open_many(scope, [field], kind))[0]

    async def open_many(
        self, scope: KeyScope, fields: Sequence[SealedField], kind: type[T]
    ) -> list[T | None]:
        """The values in the order given; None for each that is forgotten or not for this viewer.

        Raises `SealBroken` for a value that was altered or is not of that stream and field.
        """
        keys = await self._find_keys(scope, {key_id_bytes(token) for token, _, _ in fields})
        decode = msgspec.json.Decoder(kind).decode
        opened: list[T | None] = []
        for token, stream_id, label in fields:
            key = keys.get(key_id_bytes(token))
            opened.append(None if key is None else decode(open_token(token, key.key, stream_id, label)))
        return opened

    async def owners(self, key_ids: Iterable[UUID]) -> dict[UUID, PersonAndClass]:
        """Whose keys these are and for what, forgotten persons' too; for giving a home its whole stream."""
        everywhere = KeyScope(None, frozenset(RecordClass))
        async with Borrowed(self._pool, PATIENCE) as connection:
            rows = await self._fetch_as(connection, everywhere, "owners_of_keys", list(key_ids))
        return {key_id: (person_id, RecordClass(record_class)) for key_id, person_id, record_class in rows}

    # --- Forgetting -----------------------------------------------------------------

    async def find_homes(self, person_id: UUID) -> frozenset[UUID]:
        """The homes in whose streams something is sealed about a person, forgotten or not."""
        everywhere = KeyScope(None, frozenset(RecordClass))
        async with Borrowed(self._pool, PATIENCE) as connection:
            return frozenset(
                row[0] for row in await self._fetch_as(connection, everywhere, "homes_of_person", person_id)
            )

    async def forget(self, persons: Iterable[PersonAndClass]) -> int:
        """Destroy keys for ever; how many there were. Start-up and restore do it again."""
        gone = list(dict.fromkeys(persons))
        destroyed = 0
        for start in range(0, len(gone), MOST_AT_ONCE):
            some = gone[start : start + MOST_AT_ONCE]
            persons_, classes = [person for person, _ in some], [kind.value for _, kind in some]
            async with Borrowed(self._pool, PATIENCE) as connection:
                destroyed += await connection.fetchval(
                    QUERIES["forget_keys"], [uuid4() for _ in some], persons_, classes
                )
            # Afterwards: a key that is dropped before can be fetched once more until it is destroyed.
            for person_id, record_class in some:
                self._cache.forget(person_id, record_class)
        return destroyed

    async def check(self) -> None:
        """Seal and open a value under the canary's key. Raises `NetworkKeyUnfit` for a wrong one."""
        await self.prepare([(CANARY, RecordClass.CARE)], CANARY)
        token = self.seal(Sealed.of(CANARY_SINGS, CANARY, RecordClass.CARE, "canary"), CANARY)
        scope = KeyScope(frozenset({CANARY}), frozenset({RecordClass.CARE}))
        try:
            sung = await self.open(scope, SealedField(token, CANARY, "canary"), str)
        except SealBroken:
            sung = None
        if sung != CANARY_SINGS:
            raise NetworkKeyUnfit

    # --- Keys -----------------------------------------------------------------------

    def _is_at_hand(self, person: PersonAndClass, home_id: UUID) -> bool:
        key = self._cache.find_for(*person)
        return key is not None and home_id in key.homes

    def _new_keys(self, persons: Sequence[PersonAndClass]) -> tuple[list[Any], ...]:
        """Keys for all of them; where a person has one already, the database keeps that."""
        key_ids = [uuid4() for _ in persons]
        wrapped = [
            self._network_key.wrap(os.urandom(KEY_BYTES), key_id, person_id, record_class)
            for key_id, (person_id, record_class) in zip(key_ids, persons, strict=True)
        ]
        return key_ids, [person for person, _ in persons], [kind.value for _, kind in persons], wrapped

    async def _find_keys(self, scope: KeyScope, key_ids: set[bytes]) -> dict[bytes, PersonKey]:
        found = {key_id: key for key_id in key_ids if (key := self._cache.find(key_id))}
        missing = key_ids - found.keys()
        if missing:
            async with Borrowed(self._pool, PATIENCE) as connection:
                rows = await self._fetch_as(
                    connection, scope, "load_keys", [UUID(bytes=key_id) for key_id in missing]
                )
            loaded = [self._unwrap(row) for row in rows]
            # An export's thousands would push everybody else's out, and are asked for once.
            if len(loaded) <= MOST_OF_A_PAGE:
                self._cache.put(loaded)
            found |= {key.key_id.bytes: key for key in loaded}
        return {key_id: key for key_id, key in found.items() if scope.allows(key)}

    async def _fetch_as(
        self, connection: DatabaseConnection, scope: KeyScope, query: str, argument: object
    ) -> list[asyncpg.Record]:
        """Run a query in a transaction that sees the scope's keys only."""
        homes = "*" if scope.homes is None else ",".join(map(str, scope.homes))
        async with connection.transaction(readonly=True):
            await connection.execute(QUERIES["set_viewer"], homes, ",".join(scope.classes))
            return await connection.fetch(QUERIES[query], argument)

    def _unwrap(self, row: asyncpg.Record) -> PersonKey:
        key_id, person_id, record_class, homes, wrapped = row
        record_class = RecordClass(record_class)
        if wrapped is None:
            raise PersonIsForgotten(person_id, record_class)
        key = self._network_key.unwrap(wrapped, key_id, person_id, record_class)
        return PersonKey(key_id, person_id, record_class, frozenset(homes), key)
