"""Streams: append at an expected version, exactly once a command, and read back."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import NoReturn
from uuid import UUID

import asyncpg

from network.eventstore.codec import Codec
from network.eventstore.driver import Borrowed
from network.eventstore.encoded import EncodedAppend
from network.eventstore.errors import (
    AlreadyRecorded,
    Conflict,
    KeyNotAtHand,
    StoreBusy,
    StoreUnavailable,
    VersionUnknown,
)
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading, Lanes, Overtaken, Places
from network.eventstore.news import News
from network.eventstore.stored import Appended, CommandReceipt, Snapshot, StoredEvent, StreamAppend
from network.eventstore.wake_up import WakeUp
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")

ATTEMPTS_WHEN_LOST = 3
PAUSE_WHEN_LOST = 0.2
ATTEMPTS_TO_SEAL = 3


class EventStore:
    """The streams of one database. `patience` is how long to wait for a connection, in seconds."""

    def __init__(
        self,
        pool: DatabasePool,
        codec: Codec,
        keyring: Keyring,
        wake_up: WakeUp,
        lading: Lading,
        patience: float,
    ) -> None:
        self._pool = pool
        self._codec = codec
        self._keyring = keyring
        self._wake_up = wake_up
        self._lanes = Lanes(pool, patience, lading)
        self._patience = patience

    # --- Appending ------------------------------------------------------------------

    async def append(
        self,
        appends: Sequence[StreamAppend],
        receipts: Sequence[CommandReceipt] = (),
        *,
        others_write: bool = False,
    ) -> Appended:
        """Record all of it or nothing, in one statement that commits by itself.

        Where others are known to write to the stream as well, what was missed comes back in the same
        round trip, and is told before it is known whether the command was recorded already.
        Raises `AlreadyRecorded` where a receipt's command is known, else `Conflict` with what was missed
        where a stream has moved on, else `VersionUnknown`; `StoreBusy` and `StoreUnavailable`;
        `PersonIsForgotten` where something is to be sealed for somebody who is.
        """
        encoded = await self._encode(appends, receipts, others_write)
        try:
            places = await self._lanes.send(encoded)
        except Overtaken as overtaken:
            raise self._conflict(sorted(overtaken.rows, key=itemgetter("version"))) from None
        except StoreUnavailable:
            places = await self._send_again(encoded.without_reading)
        if places is None:
            await self._explain(encoded)
        self._wake_up.soon()
        return encoded.answer(places)

    async def _encode(
        self, appends: Sequence[StreamAppend], receipts: Sequence[CommandReceipt], others_write: bool
    ) -> EncodedAppend:
        # Mostly the keys are at hand. One may grow too old while others are fetched.
        for _ in range(ATTEMPTS_TO_SEAL - 1):
            try:
                return EncodedAppend.of(appends, receipts, self._codec, others_write)
            except KeyNotAtHand:
                await self._prepare_keys(appends)
        return EncodedAppend.of(appends, receipts, self._codec, others_write)

    async def _prepare_keys(self, appends: Sequence[StreamAppend]) -> None:
        for append in appends:
            persons = [
                sealed.key_owner for event in append.events for sealed in self._codec.open_values(event)
            ]
            if persons:
                await self._keyring.prepare(persons, append.stream_id)

    async def _send_again(self, encoded: EncodedAppend) -> Places | None:
        """After a lost connection: the receipts keep from recording twice what the first run did."""
        try:
            places = await self._send_patiently(encoded)
            if places is not None:
                return places
            return encoded.pick_own(await self._read_missed(encoded)) or None
        except StoreBusy as busy:
            # Of the second run only is it known that nothing was recorded.
            raise StoreUnavailable from busy

    async def _send_patiently(self, encoded: EncodedAppend) -> Places | None:
        for attempt in range(1, ATTEMPTS_WHEN_LOST):
            await asyncio.sleep(PAUSE_WHEN_LOST * attempt)
            with suppress(StoreUnavailable, StoreBusy):
                return await self._lanes.send(encoded)
        return await self._lanes.send(encoded)

    async def _explain(self, encoded: EncodedAppend) -> NoReturn:
        """Raise what kept the append from being recorded. A known command comes before everything."""
        known = await self.find_receipts([(r.stream_id, r.command_id) for r in encoded.receipts])
        if known:
            raise AlreadyRecorded(known)
        missed = await self._read_missed(encoded)
        if not missed:
            raise VersionUnknown
        raise self._conflict(missed)

    def _conflict(self, missed: Sequence[asyncpg.Record]) -> Conflict:
        by_stream = groupby(missed, key=itemgetter("originator_id"))
        return Conflict({stream_id: [self._codec.read(row) for row in rows] for stream_id, rows in by_stream})

    async def _read_missed(self, encoded: EncodedAppend) -> list[asyncpg.Record]:
        return await self._fetch("read_missed", *encoded.expected)

    # --- Reading --------------------------------------------------------------------

    async def read(self, stream_id: UUID, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        """A stream's events after a version, in order."""
        return await self._read("read_stream", stream_id, after, limit)

    def news(self) -> News:
        """What is written from the first question on, by whomever."""
        return News(self._pool, self._codec, self._patience)

    async def read_record(self, stream_id: UUID, version: int) -> list[StoredEvent]:
        """The event that began a record, and those about it, in order; nothing where there is none."""
        return await self._read("read_record", stream_id, version)

    async def read_records(self, stream_id: UUID, versions: Collection[int]) -> dict[int, list[StoredEvent]]:
        """The same of several records, by the version that began each, in one query."""
        found: dict[int, list[StoredEvent]] = {version: [] for version in versions}
        if found:
            for row in await self._fetch("read_records", stream_id, list(found)):
                found[row["record"]].append(self._codec.read(row))
        return found

    async def read_topics(self, stream_id: UUID, topics: Sequence[str]) -> list[StoredEvent]:
        """A stream's events of these kinds, in order."""
        return await self._read("read_topics", stream_id, topics)

    async def read_forgotten(self) -> list[StoredEvent]:
        """Every erasure in any stream, for start-up and restore to carry out again."""
        return await self._read("read_forgotten")

    async def find_receipt(self, stream_id: UUID, command_id: UUID) -> CommandReceipt | None:
        """What a command came to, if it was recorded."""
        return next(iter(await self.find_receipts([(stream_id, command_id)])), None)

    async def find_receipts(self, commands: Sequence[tuple[UUID, UUID]]) -> list[CommandReceipt]:
        """What became of commands, given by stream and command id, so far as they were recorded."""
        if not commands:
            return []
        rows = await self._fetch("find_receipts", [s for s, _ in commands], [c for _, c in commands])
        return [CommandReceipt(*row) for row in rows]

    async def _read(self, query: str, *arguments: object) -> list[StoredEvent]:
        return [self._codec.read(row) for row in await self._fetch(query, *arguments)]

    async def _fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        async with Borrowed(self._pool, self._patience) as connection:
            return await connection.fetch(QUERIES[query], *arguments)

    # --- Snapshots ------------------------------------------------------------------

    async def load_snapshot(self, stream_id: UUID, fingerprint: str) -> Snapshot | None:
        """A stream's snapshot, unless other code made it."""
        rows = await self._fetch("load_snapshot", stream_id, fingerprint)
        return next((Snapshot(stream_id, row["version"], fingerprint, row["state"]) for row in rows), None)

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, unless a later one by the same code is there."""
        await self._fetch(
            "save_snapshot", snapshot.stream_id, snapshot.version, snapshot.fingerprint, snapshot.state
        )
