"""Recording: load a home, decide, append; and again where others were faster.

A home's state is kept in memory and a command is decided on it without reading first;
the version of the stream tells at the append whether that was right. Nothing is refused
from memory, though: the stream is read on before anybody is told no.
"""

import asyncio
import hmac
import random
from collections.abc import Sequence
from uuid import UUID

import msgspec

from households.premises import OpenHome
from households.recording.batch import Batch
from households.recording.command import Command
from households.recording.envelope import (
    Counts,
    Envelope,
    Recorded,
    Request,
    again,
    count,
    recorded,
    request_for,
)
from households.recording.errors import Busy, HomeUnknown, Refused
from households.recording.following import Following
from households.recording.held import HeldHome, HeldHomes
from households.recording.naming import refuse_names
from households.references import resident_given
from households.transferring import forgotten, identity_of
from households.transfers import Transfer, decide_arriving
from network.access.naming import KnownNames
from network.access.viewer import Viewer
from network.eventstore.errors import AlreadyRecorded, Conflict, PersonIsForgotten, VersionUnknown
from network.eventstore.event import Event
from network.eventstore.keyring import Keyring
from network.eventstore.store import EventStore
from network.eventstore.stored import Appended, CommandReceipt, StreamAppend

__all__ = ["Envelope", "Households", "Recorded"]

MOST_ATTEMPTS = 30
RETRIES_AT_ONCE = 3
PAUSE = 0.002


class Households:
    """What all homes record through. `digest_key` is secret and the same for every process and for ever."""

    def __init__(
        self,
        store: EventStore,
        keyring: Keyring,
        homes: HeldHomes,
        following: Following,
        names: KnownNames,
        digest_key: bytes,
        counts: Counts,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._homes = homes
        self._following = following
        self._names = names
        self._keyed = hmac.new(digest_key, digestmod="sha256")
        self.counts = counts

    async def close(self) -> None:
        """End what goes on by itself."""
        await self._following.close()

    async def record(self, viewer: Viewer, home_id: UUID, command: Command, envelope: Envelope) -> Recorded:
        """Record one command, once however often it is sent.

        Raises `NotYours` and `Forbidden`, `HomeUnknown`, `Refused` (a fact from an outbox is set aside
        instead), `KeyReused`, `Busy`, and what the event store raises when it can't be reached.
        """
        request = request_for(viewer, home_id, command, envelope, self._keyed)
        crosses = isinstance(command, Transfer)
        try:
            answer = await (self._cross(request, command) if crosses else self._record(request))
        except (Refused, Busy) as error:
            self.counts.count_command(request.kind.name, "busy" if isinstance(error, Busy) else "refused")
            raise
        count(request, answer, self.counts)
        return answer

    async def record_many(
        self, viewer: Viewer, home_id: UUID, items: Sequence[tuple[Command, Envelope]]
    ) -> list[Recorded]:
        """Record commands of one home in order, all of them in one append or none.

        What was recorded before is answered again. Errors are those of `record`, with the `index` of
        the command; a transfer concerns another home too and is recorded by itself.
        """
        batch = Batch.of(viewer, home_id, items, self._keyed, self._names)
        async with self._homes.hold(home_id) as held:
            for attempt in range(MOST_ATTEMPTS):
                await _pause(attempt)
                try:
                    answers = await batch.record(held, self._homes, self._store)
                except (Conflict, AlreadyRecorded, VersionUnknown):
                    self.counts.count_conflict()
                    continue
                batch.count(answers, self.counts)
                return answers
        raise Busy

    def request(self, viewer: Viewer, home_id: UUID, command: Command, envelope: Envelope) -> Request:
        """The command ready to be decided, for who asks beforehand what would come of it; records nothing."""
        return request_for(viewer, home_id, command, envelope, self._keyed)

    # --- One command ----------------------------------------------------------------

    async def _record(self, request: Request) -> Recorded:
        async with self._homes.hold(request.context.home_id) as held:
            if held.is_shared:
                self._following.soon()
            if held.state is None or not held.state.is_open:
                await self._load(held, request)
            for attempt in range(MOST_ATTEMPTS):
                await _pause(attempt)
                try:
                    events = request.decide_from_memory(held.loaded)
                    decided = (events, False) if events else await self._decide(held, request)
                    return await self._append(held, request, *decided)
                except AlreadyRecorded as known:
                    return again(known.receipt, request)
                except Conflict as conflict:
                    self.counts.count_conflict()
                    held.evolve_recorded(conflict.missed.get(held.home_id, ()))
                    held.note_others(wrote=True)
                except VersionUnknown:
                    held.state = None
                    await self._load(held, request)
        raise Busy

    async def _load(self, held: HeldHome, request: Request) -> None:
        state = await self._homes.load(held)
        if state.is_open or isinstance(request.command, OpenHome):
            return
        await self._homes.catch_up(held)
        if not state.is_open:
            raise HomeUnknown

    async def _decide(self, held: HeldHome, request: Request) -> tuple[list[Event], bool]:
        """The events, and whether they set the fact aside.

        Reads on first: nothing is refused from memory, and a record's own events are not in it at all.
        """
        await self._homes.catch_up(held)
        try:
            return await self._events(held, request), False
        except Refused as refusal:
            if request.from_outbox:
                return request.set_aside(refusal), True
            await self._answer_known(request)
            raise

    async def _events(self, held: HeldHome, request: Request) -> list[Event]:
        await refuse_names(request, self._names)
        about = request.context.about if request.kind.reads_record else None
        record = None if about is None else await self._store.read_record(held.home_id, about)
        return request.decide(held.loaded, record)

    async def _answer_known(self, request: Request) -> None:
        """A command that was recorded before may well be refused now: it has its answer."""
        receipt = await self._store.find_receipt(request.context.home_id, request.context.command_id)
        if receipt is not None:
            raise AlreadyRecorded([receipt])

    # --- A transfer ------------------------------------------------------------------

    async def _cross(self, request: Request, transfer: Transfer) -> Recorded:
        """Two homes, one append; the receipt is kept with the home that the resident leaves."""
        home_id, to_home = request.context.home_id, transfer.to_home
        if home_id == to_home:
            return await self._record(request)
        # Always in the same order, so that two transfers that cross each other don't wait for ever.
        ids = sorted((home_id, to_home))
        async with self._homes.hold(ids[0]) as one, self._homes.hold(ids[1]) as other:
            leaving, arriving = (one, other) if ids[0] == home_id else (other, one)
            await self._load(leaving, request)
            for attempt in range(MOST_ATTEMPTS):
                await _pause(attempt)
                try:
                    return await self._move(leaving, arriving, request, transfer)
                except AlreadyRecorded as known:
                    return again(known.receipt, request)
                except Conflict:
                    self.counts.count_conflict()
                except VersionUnknown:
                    leaving.state = arriving.state = None
        raise Busy

    async def _move(
        self, leaving: HeldHome, arriving: HeldHome, request: Request, transfer: Transfer
    ) -> Recorded:
        for held in (leaving, arriving):
            await self._homes.load(held)
            await self._homes.catch_up(held)
        try:
            decided = await self._decide_move(leaving, arriving, request, transfer)
        except Refused as refusal:
            if not request.from_outbox:
                await self._answer_known(request)
                raise
            return await self._append(leaving, request, request.set_aside(refusal), set_aside=True)
        appends = [StreamAppend(held.home_id, held.loaded.version, events) for held, events in decided]
        receipt = request.receipt(leaving.loaded.version, decided[0][1], set_aside=False)
        appended = await self._store_append(appends, receipt)
        for held, events in decided:
            held.evolve_decided(events)
            await self._homes.keep_snapshot(held)
        return recorded(receipt, appended.log_position)

    async def _decide_move(
        self, leaving: HeldHome, arriving: HeldHome, request: Request, transfer: Transfer
    ) -> list[tuple[HeldHome, list[Event]]]:
        moved_out = request.decide(leaving.loaded, None)
        resident_id, resident = resident_given(leaving.loaded, transfer.resident)
        identity = await identity_of(resident, leaving.home_id, self._store, self._keyring)
        to_context = msgspec.structs.replace(request.context, home_id=arriving.home_id)
        moved_in = decide_arriving(
            arriving.loaded, transfer, to_context, resident_id, identity, leaving.home_id
        )
        return [(leaving, moved_out), (arriving, moved_in)]

    # --- Appending --------------------------------------------------------------------

    async def _append(
        self, held: HeldHome, request: Request, events: list[Event], set_aside: bool
    ) -> Recorded:
        version = held.loaded.version
        receipt = request.receipt(version, events, set_aside)
        try:
            appended = await self._store_append(
                [StreamAppend(held.home_id, version, events)], receipt, others_write=held.is_shared
            )
        except Refused as refusal:
            if set_aside or not request.from_outbox:
                raise
            return await self._append(held, request, request.set_aside(refusal), set_aside=True)
        held.note_others(wrote=False)
        held.evolve_decided(events)
        await self._homes.keep_snapshot(held)
        return recorded(receipt, appended.log_position)

    async def _store_append(
        self, appends: list[StreamAppend], receipt: CommandReceipt, *, others_write: bool = False
    ) -> Appended:
        try:
            return await self._store.append(appends, [receipt], others_write=others_write)
        except PersonIsForgotten as gone:
            raise forgotten() from gone


async def _pause(attempt: int) -> None:
    """The first retries at once: what was missed is known. Then at random, so that rivals part."""
    if attempt > RETRIES_AT_ONCE:
        await asyncio.sleep(random.uniform(0, PAUSE * attempt))  # noqa: S311
