"""How pages say what the events of a record hold: opened, named and in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from households.reading.record_stories import RecordStory

Facts = dict[str, str]
ERASED = "Erased"


class Reading:
    """How pages say what events hold."""

    def __init__(
        self, story: RecordStory, households: Mapping[UUID, str], payers: Mapping[UUID, str]
    ) -> None:
        self._story = story
        self._households = households
        self._payers = payers

    def text(self, sealed: Any, part: str | None = None) -> str:  # noqa: ANN401
        """What was written, or that it was erased."""
        value = self._story.read(sealed)
        if isinstance(value, dict):
            found: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
            return str(found.get(part or "", ""))
        return ERASED if value is None else str(value)

    def name(self, sealed: Any) -> str:  # noqa: ANN401
        """A person's name."""
        name = f"{self.text(sealed, 'given_name')} {self.text(sealed, 'family_name')}"
        return ERASED if ERASED in name else name

    def place(self, household_id: UUID, room: str | None) -> str:
        """Where somebody lives."""
        household = self._households.get(household_id, "another household")
        return f"{household}, room {room}" if room else household

    def payer(self, payer_id: UUID) -> str:
        """Who pays."""
        return self._payers.get(payer_id, "A payer")


def day(on: date | None) -> str:
    """A day in full, because a record is read in later years."""
    return f"{on:%A} {on.day} {on:%B %Y}" if on else ""


def pounds(amount: Decimal) -> str:
    """Money."""
    return f"£{amount:,.2f}"
