"""The library's mapper for events that are Structs: its own two methods read and write `__dict__`."""

from typing import Any, cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from network.eventstore.codec import Codec
from network.eventstore.event import Event


class Placed(msgspec.Struct, frozen=True):
    """An event with what the library wants to know of it: the stream and the version."""

    originator_id: UUID
    originator_version: int
    event: Event


class StructMapper(Mapper[UUID]):
    """Stores events as the codec does: explicit topics, JSON, personal values sealed."""

    def __init__(self, codec: Codec) -> None:
        super().__init__(JSONTranscoder())
        self._codec = codec

    def to_stored_event(self, domain_event: object) -> StoredEvent:
        placed = cast("Placed", domain_event)
        topic, state = self._codec.encode(placed.event, placed.originator_id)
        return StoredEvent(placed.originator_id, placed.originator_version, topic, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401 (the library's word)
        event = self._codec.decode(stored_event.topic, stored_event.state)
        return Placed(cast("UUID", stored_event.originator_id), stored_event.originator_version, event)
