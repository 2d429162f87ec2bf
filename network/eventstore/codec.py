"""Events as bytes: JSON under an explicit topic and version, personal values sealed on the way in."""

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, get_args, get_type_hints
from uuid import UUID

import msgspec

from network.eventstore.errors import EventUnreadable
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from network.eventstore.stored import StoredEvent

Decode = Callable[[bytes], Event]
Upcast = Callable[[dict[str, Any]], dict[str, Any]]

NUL = rb"\u0000"
_IS_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""Character 0 as JSON writes it, and not somebody's own backslash before u0000."""


class Row(Protocol):
    """A row of the log or of a stream: position, originator_id, version, topic, state and recorded_at."""

    def __getitem__(self, column: str, /) -> Any: ...  # noqa: ANN401 (each column has its own type)


class Sealer(Protocol):
    """Seals an open value under a key that is at hand."""

    def seal(self, sealed: Sealed, stream_id: UUID) -> bytes:
        """The value's token."""
        ...


class Codec:
    """Writes and reads the events of the classes it is given, and no others.

    A class whose topic ends in /3 brings `upcast_v1_v2` and `upcast_v2_v3`: static
    methods that turn the fields of one version, as a dict, into those of the next.
    """

    def __init__(self, kinds: Iterable[type[Event]], sealer: Sealer) -> None:
        self._sealer = sealer
        self._decoders: dict[str, Decode] = {}
        self._sealed_fields: dict[type[Event], tuple[str, ...]] = {}
        for kind in kinds:
            self._register(kind)

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that can be read, older versions too."""
        return frozenset(self._decoders)

    def open_values(self, event: Event) -> Iterator[Sealed]:
        """The event's personal values that are still to be sealed."""
        for name in self._sealed_fields_of(event):
            sealed = getattr(event, name)
            if sealed is not None and sealed.token is None:
                yield sealed

    def encode(self, event: Event, stream_id: UUID) -> tuple[str, bytes]:
        """Topic and state; open values are sealed for this stream.

        A value that was sealed before stays as it is: it must come from the same stream and field.
        Raises `EventUnreadable` for what could not be read back.
        """
        self._sealed_fields_of(event)

        def enc_hook(sealed: object) -> bytes:
            if not isinstance(sealed, Sealed):
                raise TypeError(f"{type(sealed).__name__} has no place in an event.")
            return sealed.token or self._sealer.seal(sealed, stream_id)

        state = msgspec.json.Encoder(enc_hook=enc_hook).encode(event)
        # Structs don't check what they are made of, and what is in the log can't be mended any more.
        self.decode(event.topic, state)
        if NUL in state and _IS_NUL.search(state):
            raise EventUnreadable(f"A text of {event.topic} holds character 0: read models would stop at it.")
        return event.topic, state

    def decode(self, topic: str, state: bytes) -> Event:
        """The event, brought to its newest version. Raises `EventUnreadable`."""
        try:
            return self._decoders[topic](state)
        except KeyError:
            raise EventUnreadable(f"No event has the topic {topic}: the log is of a newer release.") from None
        except (msgspec.MsgspecError, ValueError) as error:
            # The payload may hold what nobody may read in a log, so only the path and type are told.
            raise EventUnreadable(f"An event {topic} can't be read: {error}") from None

    def read(self, row: Row) -> StoredEvent:
        """A row of the log or of a stream as a stored event."""
        return StoredEvent(
            row["position"],
            row["originator_id"],
            row["version"],
            row["recorded_at"],
            self.decode(row["topic"], row["state"]),
        )

    def _sealed_fields_of(self, event: Event) -> tuple[str, ...]:
        try:
            return self._sealed_fields[type(event)]
        except KeyError:
            raise EventUnreadable(f"{type(event).__name__} is not an event that this codec knows.") from None

    def _register(self, kind: type[Event]) -> None:
        name, newest = _split_topic(kind)
        self._sealed_fields[kind] = _find_sealed_fields(kind)
        self._add(kind.topic, msgspec.json.Decoder(kind, dec_hook=_read_token).decode)
        steps = [_find_upcast(kind, version) for version in range(1, newest)]
        for version in range(1, newest):
            self._add(f"{name}/{version}", _old_decoder(kind, steps[version - 1 :]))

    def _add(self, topic: str, decode: Decode) -> None:
        if topic in self._decoders:
            raise EventUnreadable(f"Two events have the topic {topic}.")
        self._decoders[topic] = decode


def _split_topic(kind: type[Event]) -> tuple[str, int]:
    name, slash, version = kind.topic.rpartition("/")
    if not (name and slash and version.isdecimal() and int(version) >= 1):
        raise EventUnreadable(
            f"{kind.__name__} has the topic {kind.topic!r}; it should look like fall-recorded/1."
        )
    return name, int(version)


def _find_sealed_fields(kind: type[Event]) -> tuple[str, ...]:
    hints = get_type_hints(kind)
    fields = [field.name for field in msgspec.structs.fields(kind)]
    return tuple(name for name in fields if Sealed in (hints[name], *get_args(hints[name])))


def _find_upcast(kind: type[Event], version: int) -> Upcast:
    name = f"upcast_v{version}_v{version + 1}"
    upcast = getattr(kind, name, None)
    if upcast is None:
        raise EventUnreadable(
            f"{kind.__name__} is {kind.topic} but has no {name}: version {version} could not be read."
        )
    return upcast


def _old_decoder(kind: type[Event], upcasts: list[Upcast]) -> Decode:
    def decode(state: bytes) -> Event:
        fields = msgspec.json.decode(state, type=dict[str, Any])
        for upcast in upcasts:
            fields = upcast(fields)
        return msgspec.convert(fields, kind, dec_hook=_read_token)

    return decode


def _read_token(kind: type, token: object) -> Sealed:
    if kind is not Sealed or not isinstance(token, str):
        raise ValueError(f"Expected {kind.__name__}")
    # Not b64decode: it costs three times as much, and a rebuild reads hundreds of thousands.
    return Sealed(token=binascii.a2b_base64(token))
