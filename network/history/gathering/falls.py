"""Falls as rows: as amended, without those taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from households.events import FallAmended, FallFacts, FallRecorded, FallRetracted
from households.terms import Place
from network.days import local_date
from network.eventstore.sealed import Sealed
from network.history.gathering.residents import Residents
from network.history.gathering.stream import OpenedStream
from network.history.rows import FallRow


@dataclass(slots=True)
class _Fall:
    resident_id: UUID
    occurred_at: datetime
    facts: FallFacts
    account: Sealed


def fall_rows(home_ref: str, stream: OpenedStream, residents: Residents) -> list[FallRow]:
    """A row for each fall that stands; of two at one instant the second is moved on by a second."""
    seen: set[tuple[str, datetime]] = set()
    rows: list[FallRow] = []
    for fall in _falls(stream).values():
        ref = residents.ref_on(fall.resident_id, local_date(fall.occurred_at))
        while (ref, fall.occurred_at) in seen:
            fall.occurred_at += timedelta(seconds=1)
        seen.add((ref, fall.occurred_at))
        rows.append(_row(home_ref, ref, fall, stream))
    return rows


def _falls(stream: OpenedStream) -> dict[int, _Fall]:
    falls: dict[int, _Fall] = {}
    for version, event in stream.of(FallRecorded, FallAmended, FallRetracted):
        if isinstance(event, FallRecorded):
            falls[version] = _Fall(event.resident_id, event.occurred_at, event.facts, event.account)
        elif isinstance(event, FallAmended):
            falls[event.about or 0] = _Fall(event.resident_id, event.occurred_at, event.facts, event.account)
        else:
            falls.pop(event.about or 0, None)
    return falls


def _row(home_ref: str, ref: str, fall: _Fall, stream: OpenedStream) -> FallRow:
    facts = fall.facts
    in_words = stream.said(fall.account, "place_in_words") if facts.place is Place.OTHER else None
    return FallRow(
        line=0,
        home_ref=home_ref,
        resident_ref=ref,
        occurred_at=fall.occurred_at,
        place=in_words or facts.place,
        harm=facts.harm,
        witnessed=facts.witnessed,
        head_struck=facts.head_struck,
        on_anticoagulant=facts.on_anticoagulant,
        description=stream.said(fall.account, "description"),
        actions=(*facts.actions, *(stream.said(fall.account, "other_actions") or ())),
    )
