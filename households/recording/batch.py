"""Many commands of one home in one append: each is decided on what the ones before it came to."""

import hmac
from collections.abc import Sequence
from typing import Self
from uuid import UUID

import msgspec

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
from households.recording.errors import HouseholdsError, Invalid, Refused
from households.recording.held import HeldHome, HeldHomes
from households.recording.naming import refuse_names
from households.transferring import forgotten
from households.transfers import Transfer
from network.access.naming import KnownNames
from network.access.viewer import Viewer
from network.eventstore.errors import PersonIsForgotten
from network.eventstore.event import Event
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StoredEvent, StreamAppend


class Batch:
    """Commands of one home, in order."""

    def __init__(self, home_id: UUID, requests: list[Request], names: KnownNames) -> None:
        self.home_id = home_id
        self.requests = requests
        self._names = names

    @classmethod
    def of(
        cls,
        viewer: Viewer,
        home_id: UUID,
        items: Sequence[tuple[Command, Envelope]],
        keyed: hmac.HMAC,
        names: KnownNames,
    ) -> Self:
        """Check that the viewer may record all of it; errors bear the index of the command."""
        requests: list[Request] = []
        for index, (command, envelope) in enumerate(items):
            try:
                if isinstance(command, Transfer):
                    raise Invalid("command", "A transfer concerns another home too.", "Record it by itself.")
                requests.append(request_for(viewer, home_id, command, envelope, keyed))
            except HouseholdsError as error:
                error.index = index
                raise
        return cls(home_id, requests, names)

    async def record(self, held: HeldHome, homes: HeldHomes, store: EventStore) -> list[Recorded]:
        """Decide and append once; after an error the home is loaded anew, for its state has gone on."""
        try:
            await homes.load(held)
            await homes.catch_up(held)
            # After reading on, so that a refusal can't come from what this very command did before.
            asked = [(self.home_id, request.context.command_id) for request in self.requests]
            known = {receipt.command_id: receipt for receipt in await store.find_receipts(asked)}
            attempt = _Attempt(held, store, known, self._names)
            for index, request in enumerate(self.requests):
                await attempt.take(index, request)
            answers = await attempt.append()
        except BaseException:
            held.state = None
            raise
        await homes.keep_snapshot(held)
        return answers

    def count(self, answers: Sequence[Recorded], counts: Counts) -> None:
        """Count what became of each command."""
        for request, answer in zip(self.requests, answers, strict=True):
            count(request, answer, counts)


class _Attempt:
    """One pass over a batch on a home that is up to date."""

    def __init__(
        self, held: HeldHome, store: EventStore, known: dict[UUID, CommandReceipt], names: KnownNames
    ) -> None:
        self._held = held
        self._store = store
        self._known = known
        self._names = names
        self._version = held.loaded.version
        self._decided: list[StoredEvent] = []
        self._receipts: list[CommandReceipt] = []
        self._answers: list[Recorded] = []
        """Those of new commands lack their position until it is known."""
        self._through: dict[int, int] = {}
        """The new answers' indexes, and how many events there are with each."""
        self._added: dict[UUID, int] = {}
        """The new commands' ids, and how many events there are with each."""

    async def take(self, index: int, request: Request) -> None:
        """Decide one command, unless it has its answer."""
        try:
            receipt = self._known.get(request.context.command_id)
            if receipt is None:
                receipt = self._add(request, *await self._decide(request))
                self._answers.append(recorded(receipt, 0))
            else:
                self._answers.append(again(receipt, request))
            self._through[index] = self._added.get(receipt.command_id, 0)
        except HouseholdsError as error:
            error.index = index
            raise

    async def _decide(self, request: Request) -> tuple[list[Event], bool]:
        try:
            await refuse_names(request, self._names)
            return request.decide(self._held.loaded, await self._record(request)), False
        except Refused as refusal:
            if not request.from_outbox:
                raise
            return request.set_aside(refusal), True

    async def _record(self, request: Request) -> list[StoredEvent] | None:
        """The record that a command is about, with what this batch has added to it."""
        about = request.context.about
        if about is None or not request.kind.reads_record:
            return None
        stored = await self._store.read_record(self._held.home_id, about) if about <= self._version else []
        return stored + [entry for entry in self._decided if about in (entry.version, entry.event.about)]

    def _add(self, request: Request, events: list[Event], set_aside: bool) -> CommandReceipt:
        version = self._held.loaded.version
        receipt = request.receipt(version, events, set_aside)
        self._held.evolve_decided(events)
        now, home_id = request.context.now, self._held.home_id
        self._decided += [
            StoredEvent(0, home_id, number, now, event) for number, event in enumerate(events, version + 1)
        ]
        self._receipts.append(receipt)
        self._known[receipt.command_id] = receipt
        self._added[receipt.command_id] = len(self._decided) if events else 0
        return receipt

    async def append(self) -> list[Recorded]:
        """Record what was decided and answer every command."""
        positions: Sequence[int] = ()
        if self._receipts:
            events = [entry.event for entry in self._decided]
            try:
                appended = await self._store.append(
                    [StreamAppend(self._held.home_id, self._version, events)], self._receipts
                )
            except PersonIsForgotten as gone:
                raise forgotten() from gone
            positions = appended.positions
        for index, through in self._through.items():
            if through:
                position = positions[through - 1]
                self._answers[index] = msgspec.structs.replace(self._answers[index], log_position=position)
        return self._answers
