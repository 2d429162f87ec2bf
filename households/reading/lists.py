"""Lists of what a home recorded: each record as it stands now, and whether it was changed since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from households.events import FallAmended, FallRecorded
from households.reading.moments import Moments
from households.reading.standing import Correction, Mark, Standing, of_row
from households.reading.timeline import Timeline
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.eventstore.stored import StoredEvent
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "records.sql")
OF_FALLS = ("fall-recorded", "fall-amended")


class Listed(NamedTuple):
    """A record in a list."""

    id: str
    """The public id of what was recorded; leads to its record."""
    version: int
    kind: str
    """The event's topic without its version."""
    occurred_at: datetime
    """When it happened, as it is known now."""
    written_at: datetime
    """When the team wrote it down, which for a device without a signal is before it arrived."""
    arrived_at: datetime
    recorded_by: str | None
    """The account's name."""
    summary: str
    mark: Mark | None
    """What became of it; None where it stands as it was recorded."""

    @property
    def is_taken_back(self) -> bool:
        """Whether it counts no more."""
        return self.mark is Mark.TAKEN_BACK


class Found(NamedTuple):
    """A row of the read model, and how it stands."""

    row: asyncpg.Record
    now: Standing

    @property
    def written_at(self) -> datetime:
        """When the team wrote it down."""
        at: datetime = self.row["made_at"] or self.row["recorded_at"]
        return at


class Lists:
    """Makes lists from rows of the read model `activity`, for the home's own team."""

    def __init__(self, pool: DatabasePool, timeline: Timeline, moments: Moments, store: EventStore) -> None:
        self._pool = pool
        self._timeline = timeline
        self._moments = moments
        self._store = store

    async def find(self, home_id: UUID, rows: Sequence[asyncpg.Record]) -> list[Found]:
        """How these rows of one home stand."""
        concerned = {row["version"] for row in rows} | {row["about"] for row in rows} - {None}
        corrected = await self._pool.fetch(QUERIES["corrections"], home_id, list(concerned))
        corrections = {row["corrected"]: _correction(row) for row in corrected}
        return [Found(row, _standing(row, corrections)) for row in rows]

    async def describe(self, viewer: Viewer, home_id: UUID, found: Sequence[Found]) -> list[Listed]:
        """The same in sentences, with names and moments, in the same order."""
        rows: list[Mapping[str, Any]] = [_as_it_stands(one) for one in found]
        activities = await self._moments.told(viewer, await self._timeline.describe(viewer, rows))
        added = await self._added_to(home_id, found)
        return [
            Listed(
                id=str(RecordId(home_id, one.row["version"])),
                version=one.row["version"],
                kind=one.row["kind"],
                occurred_at=one.now.occurred_at,
                written_at=one.written_at,
                arrived_at=one.row["recorded_at"],
                recorded_by=activity.recorded_by,
                summary=_said(one, activity.summary, added),
                mark=Mark.ADDED_TO if _is_added_to(one, added) else one.now.mark,
            )
            for one, activity in zip(found, activities, strict=True)
        ]

    async def _added_to(self, home_id: UUID, found: Sequence[Found]) -> set[int]:
        """The amendments of falls that only add to what was said, and falls that have no others."""
        falls = {
            one.row["about"] or one.row["version"]
            for one in found
            if one.row["kind"] in OF_FALLS and (one.row["about"] or one.now.mark is Mark.CORRECTED)
        }
        added: set[int] = set()
        for fall in falls:
            added |= additions(await self._store.read_record(home_id, fall))
        return added


def additions(stored: Sequence[StoredEvent]) -> set[int]:
    """The versions of amendments of one fall that keep its words; and its own, where all of them do."""
    told = [
        (one.version, one.event.account.token)
        for one in stored
        if isinstance(one.event, FallRecorded | FallAmended)
    ]
    kept = {later for (_, before), (later, words) in pairwise(told) if words == before}
    return kept | {told[0][0]} if len(kept) == len(told) - 1 else kept


def _correction(row: asyncpg.Record) -> Correction:
    return Correction(row["version"], row["kind"], row["occurred_at"], msgspec.json.decode(row["detail"]))


def _standing(row: asyncpg.Record, corrections: Mapping[int, Correction]) -> Standing:
    detail = msgspec.json.decode(row["detail"])
    own, record = corrections.get(row["version"]), corrections.get(row["about"])
    return of_row(row["kind"], row["version"], row["occurred_at"], detail, own, record)


def _as_it_stands(one: Found) -> Mapping[str, Any]:
    now = one.now
    said = {"version": now.said_in, "occurred_at": now.occurred_at, "detail": msgspec.json.encode(now.detail)}
    return {**dict(one.row.items()), **said}


def _is_added_to(one: Found, added: set[int]) -> bool:
    return (
        one.now.mark is Mark.CORRECTED and one.row["kind"] == "fall-recorded" and one.row["version"] in added
    )


def _said(one: Found, summary: str, added: set[int]) -> str:
    """An amendment of a fall that only adds is called so."""
    is_addition = one.row["kind"] == "fall-amended" and one.row["version"] in added
    return summary.replace(" was corrected", " was added to", 1) if is_addition else summary
