"""`events.jsonl`: a home's whole stream, one event a line, its personal values readable.

A line names the stream, the version, when it was recorded, the topic and the event.
`sealed` says for each personal value whose it is, so that it can be sealed again. What
the network's own stream says of the home comes first.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from network.eventstore.stored import StoredEvent
from network.history.findings import Findings
from network.history.opened import Opened, Owner, sealed_fields
from network.web.repeated import repeated_field
from network.whole_file import whole_file

FILE = "events.jsonl"


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event."""

    stream: UUID
    version: int
    recorded_at: datetime
    topic: str
    event: dict[str, Any]
    sealed: dict[str, Owner] = {}


class _LineOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same, to write: the event is still itself."""

    stream: UUID
    version: int
    recorded_at: datetime
    topic: str
    event: Event
    sealed: dict[str, Owner] = {}


def write_journal(directory: Path, entries: Iterable[StoredEvent], opened: Opened) -> None:
    """Writes the file, whole or not at all."""

    def show(value: object) -> object:
        if isinstance(value, Sealed) and value.token is not None:
            return opened.values[value.token]
        raise NotImplementedError

    encoder = msgspec.json.Encoder(enc_hook=show)
    with whole_file(directory / FILE) as file:
        for entry in entries:
            file.write(encoder.encode(_line(entry, opened)) + b"\n")


def _line(entry: StoredEvent, opened: Opened) -> _LineOut:
    event = entry.event
    owners = {
        name: opened.owners[sealed.token]
        for name, _, sealed in sealed_fields(event)
        if sealed.token is not None
    }
    return _LineOut(entry.stream_id, entry.version, entry.recorded_at, event.topic, event, owners)


def read_journal(directory: Path, findings: Findings) -> list[tuple[int, Line]]:
    """The file's lines with their numbers; what can't be read is noted in `findings`."""
    return list(_lines(directory / FILE, findings))


def _lines(path: Path, findings: Findings) -> Iterator[tuple[int, Line]]:
    decode = msgspec.json.Decoder(Line).decode
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                line, twice = decode(raw), repeated_field(raw.decode())
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
                findings.add(FILE, number, "line", f"is not an event as an export writes it: {problem}")
                continue
            if twice is None:
                yield number, line
            else:
                findings.add(FILE, number, twice, "is there twice")
