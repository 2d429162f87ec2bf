"""What commands came to: by a command's id, the record that it made and when that happened."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from households.recording.envelope import recorded
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.web.problem import not_found

COMMAND = "command:"
"""Stands before a command's id where a record's id is asked for, and that record's own is not known yet."""


class MadeRecords:
    """Finds what a home's commands made."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    async def resolve(self, home_id: UUID, path: Mapping[str, str]) -> dict[str, str]:
        """A path's fields with each `command:<uuid>` replaced by the record that the command made.

        Raises a `Problem` where that command was never recorded in this home.
        """
        return {name: await self._resolved(home_id, value) for name, value in path.items()}

    async def first_event(self, home_id: UUID, command_id: UUID) -> Event | None:
        """The first event that a command came to, if it was recorded and changed anything."""
        record_id = await self._record_of(home_id, command_id)
        if record_id is None:
            return None
        after = RecordId.parse(record_id).version - 1
        return (await self._store.read(home_id, after, 1))[0].event

    async def when(self, home_id: UUID, command_id: UUID) -> datetime | None:
        """When it happened what a command recorded; None where the command is new."""
        event = await self.first_event(home_id, command_id)
        return None if event is None else event.occurred_at

    async def _resolved(self, home_id: UUID, value: str) -> str:
        if not value.startswith(COMMAND):
            return value
        try:
            command_id = UUID(value.removeprefix(COMMAND))
        except ValueError:
            raise not_found() from None
        record_id = await self._record_of(home_id, command_id)
        if record_id is None:
            raise not_found()
        return record_id

    async def _record_of(self, home_id: UUID, command_id: UUID) -> str | None:
        receipt = await self._store.find_receipt(home_id, command_id)
        return None if receipt is None else recorded(receipt, receipt.position).id
