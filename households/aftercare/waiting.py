"""What waits in a home: people to look in on, decisions to make, records that need attention."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg

from households.events import FallFacts
from households.follow_up import decisions_asked
from households.post_fall import LISTED_FOR, SERIOUS, Advice, Watch, advice_on, watch_of
from households.terms import Action, Body, BodyPart, Harm, Place, Told
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "waiting.sql")
DECIDED_WITHIN = timedelta(days=92)
"""Decisions about older falls are still possible on the fall's page; they are no longer asked for here."""
MOST_SET_ASIDE = 200
MOST_IN_DOUBT = 200


class WatchedFall(NamedTuple):
    """A fall of the last days."""

    id: str
    resident_id: UUID
    fell_at: datetime
    facts: FallFacts
    watch: Watch
    has_concerns: bool

    @property
    def advice(self) -> Advice:
        """What the protocol says of it."""
        return advice_on(self.facts)


class UndecidedFall(NamedTuple):
    """A fall about which the team has not decided all that its harm suggests."""

    id: str
    resident_id: UUID
    fell_at: datetime
    facts: FallFacts
    open: tuple[Body, ...]


class SetAsideRecord(NamedTuple):
    """A record that a rule refused when it arrived."""

    id: str
    command: str
    rule: str
    made_at: datetime
    recorded_by: UUID


class PaymentInDoubt(NamedTuple):
    """A payment that may repeat an earlier one, and counts nowhere until that is settled."""

    id: str
    received_on: date
    amount: Decimal
    """In pounds."""
    made_at: datetime
    recorded_by: UUID


class WaitingWork:
    """Reads the read model `aftercare`, for the home's team."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def recent_falls(self, viewer: Viewer, home_id: UUID, now: datetime) -> list[WatchedFall]:
        """The falls of the last days, newest first, with when to look in."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["watched_falls"], home_id, now - LISTED_FOR)
        return [_watched(home_id, row) for row in rows]

    async def undecided(self, viewer: Viewer, home_id: UUID, now: datetime) -> list[UndecidedFall]:
        """The falls that ask for decisions which nobody has made, oldest first."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(
            QUERIES["undecided_falls"],
            home_id,
            now - DECIDED_WITHIN,
            SERIOUS,
            (Action.HOSPITAL, Action.CALL_999),
            len(Body),
        )
        falls = (_undecided(home_id, row) for row in rows)
        return [fall for fall in falls if fall.open]

    async def set_aside(self, viewer: Viewer, home_id: UUID) -> list[SetAsideRecord]:
        """The records that wait for a person, oldest first."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["set_aside"], home_id, MOST_SET_ASIDE)
        return [SetAsideRecord(str(RecordId(home_id, row["version"])), *list(row)[1:]) for row in rows]

    async def count_set_aside(self, viewer: Viewer, home_id: UUID) -> int:
        """How many they are."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        return int(await self._pool.fetchval(QUERIES["count_set_aside"], home_id))

    async def payments_in_doubt(self, viewer: Viewer, home_id: UUID) -> list[PaymentInDoubt]:
        """The payments that may have been recorded twice, oldest first."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["payments_in_doubt"], home_id, MOST_IN_DOUBT)
        return [PaymentInDoubt(str(RecordId(home_id, row["version"])), *list(row)[1:]) for row in rows]


def due_first(
    falls: Sequence[WatchedFall], present: Collection[UUID], now: datetime
) -> list[tuple[datetime, WatchedFall]]:
    """When to look in next on those who are in the home, the most urgent first."""
    times = [(fall.watch.next_time(now), fall) for fall in falls if fall.resident_id in present]
    return sorted(((at, fall) for at, fall in times if at is not None), key=lambda due: due[0])


def _watched(home_id: UUID, row: asyncpg.Record) -> WatchedFall:
    facts = _facts(row)
    return WatchedFall(
        str(RecordId(home_id, row["version"])),
        row["resident_id"],
        row["fell_at"],
        facts,
        watch_of(facts, row["fell_at"], row["times"]),
        row["concerns"] > 0,
    )


def _undecided(home_id: UUID, row: asyncpg.Record) -> UndecidedFall:
    facts = _facts(row)
    asked = decisions_asked(facts)
    return UndecidedFall(
        str(RecordId(home_id, row["version"])),
        row["resident_id"],
        row["fell_at"],
        facts,
        tuple(body for body in Body if body in asked and body not in row["bodies"]),
    )


def _facts(row: asyncpg.Record) -> FallFacts:
    return FallFacts(
        place=Place(row["place"]),
        harm=Harm(row["harm"]),
        witnessed=row["witnessed"],
        head_struck=row["head_struck"],
        on_anticoagulant=row["on_anticoagulant"],
        injured=tuple(map(BodyPart, row["injured"])),
        actions=tuple(map(Action, row["actions"])),
        told=tuple(map(Told, row["told"])),
    )
