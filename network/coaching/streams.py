"""Appends what is said to its conversation, once, however often it is sent and whoever else writes there."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from network.coaching.commands import CoachingCommand
from network.coaching.conversation import Conversation
from network.deciding import record_once
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StreamAppend

CROWD = "Too many others write in this conversation at this moment."


@dataclass(frozen=True, slots=True)
class Said:
    """What became of something that was said."""

    id: str | None
    """The public id of what it added; None where there was nothing to add."""
    version: int
    """How many facts the conversation holds."""
    log_position: int
    repeated: bool


class _Answer(msgspec.Struct, frozen=True):
    version: int
    recorded: int


class Streams:
    """Conversations, read whole before each decision: they are short."""

    def __init__(self, store: EventStore, secret: bytes) -> None:
        self._store = store
        self._secret = secret

    async def first(self, stream_id: UUID) -> Event | None:
        """What a stream begins with, whatever stream it is."""
        return next((stored.event for stored in await self._store.read(stream_id, limit=1)), None)

    async def read(self, stream_id: UUID) -> Conversation:
        """A conversation as it stands; an empty one where nothing was said."""
        conversation = Conversation()
        for stored in await self._store.read(stream_id):
            conversation.evolve(stored.event, stored.version)
        return conversation

    async def say(
        self,
        stream_id: UUID,
        command: CoachingCommand,
        command_id: UUID,
        about: int | None,
        decide: Callable[[Conversation], Sequence[Event]],
    ) -> Said:
        """Decide on what was said so far, and append. Raises `NotRecorded`."""
        receipt = CommandReceipt(stream_id, command_id, self._digest(command, about), answer=b"")

        async def attempt() -> Said:
            conversation = await self.read(stream_id)
            return await self._append(receipt, conversation.version, decide(conversation))

        done = await record_once(self._store, receipt, attempt, CROWD)
        return _repeated(done) if isinstance(done, CommandReceipt) else done

    async def _append(self, receipt: CommandReceipt, before: int, events: Sequence[Event]) -> Said:
        answer = _Answer(before + len(events), len(events))
        appends = [StreamAppend(receipt.stream_id, before, events)] if events else []
        appended = await self._store.append(
            appends, [msgspec.structs.replace(receipt, answer=msgspec.json.encode(answer))]
        )
        return _said(receipt.stream_id, answer, appended.log_position, repeated=False)

    def _digest(self, command: CoachingCommand, about: int | None) -> bytes:
        """Tells other content under the same key; with a secret, as nobody is to try out what was written."""
        content = msgspec.json.encode([type(command).__name__, about, command])
        return hmac.digest(self._secret, content, "sha256")


def _repeated(known: CommandReceipt) -> Said:
    answer = msgspec.json.decode(known.answer, type=_Answer)
    return _said(known.stream_id, answer, known.position, repeated=True)


def _said(stream_id: UUID, answer: _Answer, log_position: int, *, repeated: bool) -> Said:
    added = str(RecordId(stream_id, answer.version)) if answer.recorded else None
    return Said(added, answer.version, log_position, repeated)
