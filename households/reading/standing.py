"""What became of records since they were made: what lists show of them now, and the word that says so.

Pure: from rows of the read model `activity` and what corrected them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from network.days import local_date, start_of

Detail = Mapping[str, Any]


class Mark(StrEnum):
    """What became of a record, in a word that leads to its history."""

    CORRECTED = "corrected"
    ADDED_TO = "added to"
    """All that was said of it first still holds."""
    TAKEN_BACK = "taken back"
    SEEN_TO = "seen to"


class Correction(NamedTuple):
    """The last event that said a record anew, settled it or took it back."""

    version: int
    kind: str
    occurred_at: datetime
    detail: Detail

    @property
    def takes_back(self) -> bool:
        """Whether the record counts no more."""
        return self.kind.endswith("-retracted") or self.kind == "payment-reversed" or self._ends_spell

    @property
    def _ends_spell(self) -> bool:
        return self.kind == "sickness-amended" and bool(self.detail.get("retracted"))


class Standing(NamedTuple):
    """How a row of the list stands now."""

    mark: Mark | None
    occurred_at: datetime
    detail: Detail
    said_in: int
    """The version of the event whose words hold."""


ENDS: Mapping[str, str] = {
    "resident-moved-out": "moved_out_on",
    "resident-came-back": "back_on",
    "staff-left": "left_on",
    "sickness-ended": "last_day",
    "contribution-ended": "ends_on",
}
"""What ends a record, and where an amendment of the record says when it ends now."""
PARTS: Mapping[str, str] = {"resident-moved-room": "placements", "staff-hours-changed": "hours"}
"""What changes within a record, and where an amendment of the record lists what is left of it."""
TIMED = frozenset({"fall-amended"})
"""What says anew at which time of the day it was; of others the time is only when somebody wrote it down."""
OWN_RECORDS = frozenset({"contribution-changed"})
"""What is about another record, and all the same one that is corrected by itself."""


def of_row(
    kind: str,
    version: int,
    occurred_at: datetime,
    detail: Detail,
    own: Correction | None,
    record: Correction | None,
) -> Standing:
    """How a row stands; `own` corrects the row itself, `record` the record that the row is about."""
    if own is not None:
        return _corrected(own, version, occurred_at, detail)
    as_said = Standing(None, occurred_at, detail, version)
    if record is None or record.version == version or kind in OWN_RECORDS:
        return as_said
    if record.takes_back:
        return as_said._replace(mark=Mark.TAKEN_BACK)
    return as_said if record.version < version else _within(kind, as_said, record)


def _within(kind: str, as_said: Standing, record: Correction) -> Standing:
    """What belongs to a record that was amended after it."""
    if kind in ENDS:
        return _moved(as_said, record.detail.get(ENDS[kind]))
    if kind in PARTS:
        parts: list[dict[str, Any]] = record.detail.get(PARTS[kind], [])
        since = (part["since"] for part in parts if part["said_in"] == as_said.said_in)
        return _moved(as_said, next(since, None))
    is_superseded = kind.endswith("-amended")
    return as_said._replace(mark=Mark.CORRECTED) if is_superseded else as_said


def _corrected(own: Correction, version: int, occurred_at: datetime, detail: Detail) -> Standing:
    if own.takes_back:
        return Standing(Mark.TAKEN_BACK, occurred_at, detail, version)
    if own.kind == "record-settled":
        return Standing(Mark.SEEN_TO, occurred_at, {**detail, "is_settled": True}, version)
    at = own.occurred_at if own.kind in TIMED or _is_other_day(own.occurred_at, occurred_at) else occurred_at
    return Standing(Mark.CORRECTED, at, {**detail, **own.detail}, own.version)


def _is_other_day(one: datetime, other: datetime) -> bool:
    return local_date(one) != local_date(other)


def _moved(as_said: Standing, day: str | None) -> Standing:
    """The same on another day, on its own, or on none any more."""
    if day is None:
        return as_said._replace(mark=Mark.TAKEN_BACK)
    on = date.fromisoformat(day)
    if on == local_date(as_said.occurred_at):
        return as_said
    return as_said._replace(mark=Mark.CORRECTED, occurred_at=start_of(on))
