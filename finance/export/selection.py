"""Which payments a file holds."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Selection:
    """Payments by the day of the books, both days included, of one home or of all."""

    from_on: date
    to_on: date
    home_id: UUID | None = None
    known_at: datetime | None = None
    """As the books stood then; None: as they stand now."""
