"""What goes into the log and what comes out of it: appends, receipts, stored events."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from network.eventstore.event import Event


class StoredEvent(msgspec.Struct, frozen=True, gc=False):
    """An event with its place in the log. A Struct, because a rebuild makes a hundred thousand a second."""

    position: int
    """Its number in the log of all streams."""
    stream_id: UUID
    version: int
    """Its number in its stream, from 1."""
    recorded_at: datetime
    """The database's clock at the append."""
    event: Event


class StreamAppend(msgspec.Struct, frozen=True):
    """Events for one stream, decided on its state at `expected_version` (0: the stream is new)."""

    stream_id: UUID
    expected_version: int
    events: Sequence[Event]


class CommandReceipt(msgspec.Struct, frozen=True):
    """What a command came to, kept for ever so that sending it twice does it once."""

    stream_id: UUID
    command_id: UUID
    digest: bytes
    """Tells the same content from other content under the same id."""
    answer: bytes
    """JSON of ids and versions; never personal data."""
    position: int = 0
    """The last position of its append, given by the store; 0 where no event was recorded."""


class Appended(msgspec.Struct, frozen=True):
    """The positions of the new events in the order they were given."""

    positions: Sequence[int]

    @property
    def log_position(self) -> int:
        """The last position, for who waits until a projection shows all of it; 0 for no event."""
        return max(self.positions, default=0)


class Snapshot(msgspec.Struct, frozen=True):
    """A stream's state at a version, made by the code with that fingerprint."""

    stream_id: UUID
    version: int
    fingerprint: str
    state: bytes
