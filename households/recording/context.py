"""What a decision is given beside the home and the command: clock, ids, and who is speaking."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID, uuid5

import msgspec

from network.days import local_date, start_of
from network.eventstore.event import Event


class Recorded(Protocol):
    """An event with its version in the home's stream."""

    @property
    def version(self) -> int: ...
    @property
    def event(self) -> Event: ...


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One command's circumstances; deciders read no clock and draw no ids but from here."""

    now: datetime
    """The server's clock."""
    at: datetime
    """When the record was made: the device's clock corrected, else the server's."""
    today: date
    """The day in the home at `now`."""
    command_id: UUID
    recorded_by: UUID
    sent_by: UUID | None = None
    made_at: datetime | None = None
    clock_shift: float | None = None
    home_id: UUID
    about: int | None = None
    """The id, in this home, of the record that the command is about."""
    record: Sequence[Recorded] = ()
    """The record's events, in order, for commands that need them."""

    def new_id(self, of: str) -> UUID:
        """An id for something new; the same command gives the same."""
        return uuid5(self.command_id, of)

    def on(self, day: date) -> datetime:
        """The instant of a fact of which only the day is said: as recorded, or the start of that day."""
        return self.at if local_date(self.at) == day else start_of(day)

    def said(self, occurred_at: datetime, about: int | None = None) -> dict[str, Any]:
        """The fields that every event carries."""
        return {
            "occurred_at": occurred_at,
            "recorded_by": self.recorded_by,
            "sent_by": self.sent_by,
            "command_id": self.command_id,
            "made_at": self.made_at,
            "clock_shift": self.clock_shift,
            "about": about,
        }

    def said_on(self, day: date, about: int | None = None) -> dict[str, Any]:
        """The same, of a fact of which only the day is said."""
        return self.said(self.on(day), about)
