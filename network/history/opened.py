"""A stream with its personal values opened, and whose they are."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from network.eventstore.event import Event
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.seal import key_id_bytes
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.stored import StoredEvent

_LABELS = {"private_payer_name": "payer_name"}
"""Fields whose values are sealed under another label than their name."""


class Owner(msgspec.Struct, frozen=True):
    """Under whose key a value is sealed, why, and as which field."""

    person: UUID
    record_class: RecordClass = msgspec.field(name="class")
    label: str


class Opened(NamedTuple):
    """Plaintexts and owners, by token; a value whose key was destroyed is None."""

    values: Mapping[bytes, Any]
    owners: Mapping[bytes, Owner]


def sealed_fields(event: Event) -> Iterator[tuple[str, str, Sealed]]:
    """The event's sealed values, each with its field and its label."""
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, Sealed):
            yield name, _LABELS.get(name, name), value


async def open_values(keyring: Keyring, home_id: UUID, entries: list[StoredEvent]) -> Opened:
    """Opens everything that is sealed in a home's stream, as only the home itself may."""
    fields = [
        SealedField(sealed.token, home_id, label)
        for entry in entries
        for _, label, sealed in sealed_fields(entry.event)
        if sealed.token is not None
    ]
    scope = KeyScope(frozenset({home_id}), frozenset(RecordClass))
    values: list[object] = await keyring.open_many(scope, fields, object)
    persons = await keyring.owners({UUID(bytes=key_id_bytes(field.token)) for field in fields})
    return Opened(
        {field.token: value for field, value in zip(fields, values, strict=True)},
        {field.token: _owner(field, persons) for field in fields},
    )


def _owner(field: SealedField, persons: Mapping[UUID, tuple[UUID, RecordClass]]) -> Owner:
    person, record_class = persons[UUID(bytes=key_id_bytes(field.token))]
    return Owner(person=person, record_class=record_class, label=field.label)
