"""A few events of nobody's context, so that the event store is tried without knowing the homes'."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.stored import CommandReceipt, StoredEvent, StreamAppend

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TELLER = UUID("7e11e400-0000-4000-8000-000000000001")
SECRET = "Nobody knows that I am called Rumpelstiltskin"


class NoteTaken(Event, frozen=True, kw_only=True):
    topic = "note-taken/1"
    text: str


class SecretTold(Event, frozen=True, kw_only=True):
    topic = "secret-told/1"
    secret: Sealed
    reason: Sealed | None = None


class LampLit(Event, frozen=True, kw_only=True):
    """The third version: first a colour in words, then a number, then a number with its unit in the name."""

    topic = "lamp-lit/3"
    watts: int

    @staticmethod
    def upcast_v1_v2(fields: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in fields.items() if name != "bright"} | {
            "power": 60 if fields["bright"] else 15
        }

    @staticmethod
    def upcast_v2_v3(fields: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in fields.items() if name != "power"} | {"watts": fields["power"]}


EVENTS = (NoteTaken, SecretTold, LampLit)


def note(text: str = "Tea at four", command_id: UUID | None = None, about: int | None = None) -> NoteTaken:
    return NoteTaken(
        occurred_at=NOON, recorded_by=TELLER, command_id=command_id or uuid4(), about=about, text=text
    )


def secret(person_id: UUID, value: str = SECRET) -> SecretTold:
    return SecretTold(
        occurred_at=NOON,
        recorded_by=TELLER,
        command_id=uuid4(),
        secret=Sealed.of(value, person_id, RecordClass.CARE, "secret"),
    )


def append(stream_id: UUID, expected_version: int, *events: Event) -> StreamAppend:
    return StreamAppend(stream_id, expected_version, events)


def receipt(stream_id: UUID, command_id: UUID | None = None) -> CommandReceipt:
    return CommandReceipt(stream_id, command_id or uuid4(), b"digest", b'{"version":1}')


def texts(events: Sequence[StoredEvent]) -> list[str]:
    """What the notes of a stream say."""
    return [getattr(stored.event, "text", "") for stored in events]
