"""What was said in homes' support, for those who take part in it: the home's team and its coaches."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from network.access.accounts.names import AccountNames
from network.access.viewer import Viewer
from network.coaching.service import side_of
from network.coaching.terms import Side, TakenBackBecause
from network.coaching.words import LABEL, Words
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.terms import Measure

QUERIES = NamedQueries.beside(__file__, "records.sql")
NEWEST = 2**62
"""Later than any version."""
Place = tuple[UUID, int]
"""A home, and an entry's version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportEntry:
    """A visit, an action, a question or an answer."""

    id: str
    version: int
    kind: str
    about: int | None
    side: Side
    """Who wrote it."""
    writer: str | None
    """The account's name: a coach's to everybody who reads this, a team member's to the team alone."""
    written_at: datetime
    words: Words | None
    """None where they were taken back."""
    is_own: bool
    """Whether the viewer's side wrote it, and may take it back."""
    day: date | None
    """Of a visit, or by when an action is due."""
    owner: Side | None
    measure: Measure | None
    done_at: datetime | None
    taken_back: TakenBackBecause | None
    within: list["SupportEntry"] = field(default_factory=list["SupportEntry"])
    """A question's answers, or what was agreed at a visit; oldest first."""

    @property
    def is_open(self) -> bool:
        """Of an action: still to be done."""
        return self.done_at is None and self.taken_back is None

    @property
    def waits_for_home(self) -> bool:
        """Of a question: whether the coach had the last word."""
        said = [answer.side for answer in self.within if answer.taken_back is None]
        return self.taken_back is None and (not said or said[-1] is not Side.TEAM)


class HomeSupport(NamedTuple):
    """What was said in one home's support."""

    visits: Sequence[SupportEntry]
    """The latest visit first."""
    actions: Sequence[SupportEntry]
    """Open ones first, by when they are due; then those done, the last first."""
    questions: Sequence[SupportEntry]
    """Those that wait for the home first, else the newest first."""
    earlier: int | None
    """The version before which there may be more; None where this is all."""


class Waiting(NamedTuple):
    """What waits in a home's support."""

    questions: int = 0
    team_actions: int = 0
    team_actions_due: int = 0
    coach_actions: int = 0


class SupportRecords:
    """Reads the read model `support`. Homes in whose support the viewer takes no part are left out."""

    def __init__(self, pool: DatabasePool, keyring: Keyring, names: AccountNames) -> None:
        self._pool = pool
        self._keyring = keyring
        self._names = names

    async def of(
        self, viewer: Viewer, home_ids: Collection[UUID], most: int, before: int | None = None
    ) -> dict[UUID, HomeSupport]:
        """Of each home the newest so many entries before a version, and every open action."""
        homes = [home_id for home_id in home_ids if viewer.may_talk_in_support(home_id)]
        rows = await self._pool.fetch(QUERIES["support_entries"], homes, before or NEWEST, most)
        words = await self._words(homes, rows)
        names = await self._names.of(row["written_by"] for row in rows)
        entries = defaultdict[UUID, list[SupportEntry]](list)
        for row in rows:
            entry = _entry(viewer, row, words.get((row["home_id"], row["version"])), names)
            entries[row["home_id"]].append(entry)
        return {home_id: _arranged(entries[home_id], most) for home_id in homes}

    async def last_visits(self, viewer: Viewer, home_ids: Collection[UUID]) -> dict[UUID, date]:
        """When those of these homes were last visited that ever were."""
        homes = [home_id for home_id in home_ids if viewer.may_talk_in_support(home_id)]
        rows = await self._pool.fetch(QUERIES["last_visits"], homes)
        return {row["home_id"]: row["visited_on"] for row in rows}

    async def waiting(self, viewer: Viewer, home_ids: Collection[UUID], due_by: date) -> dict[UUID, Waiting]:
        """What waits in each home; `due_by` says until when an action of the team counts as due."""
        homes = [home_id for home_id in home_ids if viewer.may_talk_in_support(home_id)]
        rows = await self._pool.fetch(QUERIES["support_waiting"], homes, due_by)
        found = {row["home_id"]: Waiting(*list(row)[1:]) for row in rows}
        return {home_id: found.get(home_id, Waiting()) for home_id in homes}

    async def _words(self, homes: Sequence[UUID], rows: Sequence[asyncpg.Record]) -> dict[Place, Words]:
        streams = {(row["home_id"], row["version"]): row["stream_id"] for row in rows}
        sealed = await self._pool.fetch(
            QUERIES["support_words"],
            ",".join(map(str, homes)),
            [home_id for home_id, _ in streams],
            [version for _, version in streams],
        )
        places = [(row["home_id"], row["version"]) for row in sealed]
        fields = [
            SealedField(row["token"], streams[place], LABEL)
            for place, row in zip(places, sealed, strict=True)
        ]
        scope = KeyScope(frozenset(streams.values()), frozenset({RecordClass.CARE}))
        opened = await self._keyring.open_many(scope, fields, Words)
        return {place: words for place, words in zip(places, opened, strict=True) if words is not None}


def _entry(viewer: Viewer, row: asyncpg.Record, words: Words | None, names: dict[UUID, str]) -> SupportEntry:
    side = Side(row["side"])
    may_name = side is Side.COACH or viewer.may_read_names(row["home_id"])
    return SupportEntry(
        id=str(RecordId(row["stream_id"], row["version"])),
        version=row["version"],
        kind=row["kind"],
        about=row["about"],
        side=side,
        writer=names.get(row["written_by"]) if may_name else None,
        written_at=row["written_at"],
        words=words,
        is_own=side is side_of(viewer) and row["taken_back"] is None,
        day=row["day"],
        owner=Side(row["owner"]) if row["owner"] else None,
        measure=Measure(row["measure"]) if row["measure"] else None,
        done_at=row["done_at"],
        taken_back=TakenBackBecause(row["taken_back"]) if row["taken_back"] else None,
    )


def _arranged(entries: Sequence[SupportEntry], most: int) -> HomeSupport:
    by_version = {entry.version: entry for entry in entries}
    for entry in entries:
        if entry.about in by_version:
            by_version[entry.about].within.append(entry)
    kinds = defaultdict[str, list[SupportEntry]](list)
    for entry in entries:
        kinds[entry.kind].append(entry)
    roots = sorted((entry.version for entry in entries if entry.kind != "answer"), reverse=True)
    return HomeSupport(
        visits=sorted(kinds["visit"], key=lambda visit: (visit.day or date.min, visit.version), reverse=True),
        actions=sorted(kinds["action"], key=_urgency),
        questions=sorted(kinds["question"], key=lambda one: (not one.waits_for_home, -one.version)),
        earlier=roots[most - 1] if len(roots) >= most else None,
    )


def _urgency(action: SupportEntry) -> tuple[bool, float]:
    if action.is_open:
        return False, (action.day or date.max).toordinal()
    return True, -(action.done_at or action.written_at).timestamp()
