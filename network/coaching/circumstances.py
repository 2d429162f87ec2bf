"""What a decision needs beside the conversation: who says it, when, and what the address and others know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from network.coaching.terms import Side
from network.coaching.words import words_id_for
from network.days import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Clock and ids come in here, so that deciding stays pure."""

    now: datetime
    stream_id: UUID
    account_id: UUID
    command_id: UUID
    side: Side
    home_id: UUID | None
    """The home whose support it is, or that shares; None where a coach shares."""
    about: int | None = None
    """The version of the entry that the address names."""
    practice: str | None = None
    """What the home recorded as changed on the day that the command names."""

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.now)

    @property
    def words_id(self) -> UUID:
        """Whose key seals what is said."""
        return words_id_for(self.stream_id, self.command_id)

    def said(self) -> dict[str, Any]:
        """What every event carries."""
        return {"occurred_at": self.now, "recorded_by": self.account_id, "command_id": self.command_id}
