"""What a projection needs of the log: batches of rows in one order, with none missing."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from network.eventstore.event import Event

LogRow = Mapping[str, Any]
"""A row of the log, still encoded: position, originator_id, version, topic, state, recorded_at."""


class LogBatch(NamedTuple):
    """Some rows of the log."""

    entries: Sequence[LogRow]
    through: int
    """No event at or below this position will be seen later; where nothing is new, the position asked after."""


class Log(Protocol):
    """Reads the log of all streams."""

    async def read(self, after_position: int, limit: int) -> LogBatch: ...


class Decoder(Protocol):
    """Makes the event of a topic and its stored state."""

    def decode(self, topic: str, state: bytes) -> Event: ...
