"""What the network has shared, for every home's team and every coach: found, read, and its answers."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from network.access.accounts.names import AccountNames
from network.access.viewer import Role, Viewer
from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from network.coaching.words import LABEL, Words
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.terms import Measure

QUERIES = NamedQueries.beside(__file__, "library.sql")
NEWEST = 2**62
CARE = RecordClass.CARE
LAST = 2**31
"""Later than any version of a conversation."""
AT_ONCE = 200
"""So many are opened at a time where words are looked for."""
MOST_LETTERS = 100
"""Of the words that are looked for."""


class TooManyLetters(Exception):
    """Words that are looked for are compared with everything that was shared, so they have a limit."""

    def __init__(self, letters: int) -> None:
        super().__init__(
            f"The words have {letters:,} letters, and {MOST_LETTERS} are allowed. "
            "Look for the few words that tell it from others."
        )


class Wanted(NamedTuple):
    """What somebody looks for."""

    subject: Subject | None = None
    measure: Measure | None = None
    shared_as: SharedAs | None = None
    words: str = ""
    """All of which its title, its text or its change of practice has."""

    @property
    def terms(self) -> tuple[Subject | None, Measure | None, SharedAs | None]:
        """What the read model knows; words it holds sealed."""
        return self[:3]

    @property
    def sought(self) -> list[str]:
        """The words, as they are compared."""
        return self.words.casefold().split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is known of everything that somebody said to the network."""

    id: str
    version: int
    side: Side
    home_name: str | None
    """Where the home wishes to be named."""
    writer: str | None
    """A coach's name; a team member's is known to their own team alone."""
    written_at: datetime
    words: Words | None
    is_own: bool
    taken_back: TakenBackBecause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Said):
    """An answer, or what came of trying it too."""

    tried: Tried | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning(Said):
    """A challenge or a lesson, with how often it was answered."""

    learning_id: UUID
    position: int
    """Its place in the log, by which lists are ordered."""
    shared_as: SharedAs
    subject: Subject
    measure: Measure | None
    period_from: date | None
    period_to: date | None
    practice_changed_on: date | None
    answers: int
    """Of both kinds."""
    tried: int
    helped: int


class Library:
    """Reads the read model `learning`. Raises `Forbidden` for who takes no part in it.

    Where too much is looked for, it raises `TooManyLetters`.
    """

    def __init__(self, pool: DatabasePool, keyring: Keyring, names: AccountNames) -> None:
        self._pool = pool
        self._keyring = keyring
        self._names = names

    async def page(
        self, viewer: Viewer, wanted: Wanted, most: int, before: int | None = None
    ) -> list[Learning]:
        """The newest so many before a place in the log, with their words."""
        _check(viewer, wanted)
        size = AT_ONCE if wanted.sought else most
        found: list[Learning] = []
        async for some in self._newest_first(viewer, wanted, before or NEWEST, size):
            found += some
            if len(found) >= most:
                break
        return found[:most]

    async def count(self, viewer: Viewer, wanted: Wanted) -> int:
        """How many there are on all pages together."""
        _check(viewer, wanted)
        if wanted.sought:
            return sum([len(some) async for some in self._newest_first(viewer, wanted, NEWEST, AT_ONCE)])
        return int(await self._pool.fetchval(QUERIES["count_learning"], *wanted.terms))

    async def _newest_first(
        self, viewer: Viewer, wanted: Wanted, before: int, size: int
    ) -> AsyncIterator[list[Learning]]:
        """What is wanted, out of so many at a time: words are sealed, so only opened ones compare."""
        sought = wanted.sought
        rows: Sequence[asyncpg.Record] = ()
        while not rows or len(rows) == size:
            rows = await self._pool.fetch(QUERIES["shared_learning"], before, size, *wanted.terms)
            if not rows:
                return
            before = rows[-1]["position"]
            words = await self._words([row["learning_id"] for row in rows], until=1)
            names = await self._names.of(row["shared_by"] for row in rows)
            yield [
                _learning(viewer, row, words, names)
                for row in rows
                if _has_words(words.get((row["learning_id"], 1)), sought)
            ]

    async def find(self, viewer: Viewer, learning_id: UUID) -> Learning | None:
        """One, taken back or not."""
        viewer.check(viewer.may_read_learning())
        row = await self._pool.fetchrow(QUERIES["one_learning"], learning_id)
        if row is None:
            return None
        words = await self._words([learning_id], until=1)
        names = await self._names.of([row["shared_by"]])
        return _learning(viewer, row, words, names)

    async def replies(self, viewer: Viewer, learning_ids: Collection[UUID]) -> dict[UUID, list[Reply]]:
        """What was answered to these, oldest first."""
        viewer.check(viewer.may_read_learning())
        rows = await self._pool.fetch(QUERIES["replies"], list(learning_ids))
        words = await self._words(list(learning_ids), until=LAST) if rows else {}
        names = await self._names.of(row["written_by"] for row in rows)
        found: defaultdict[UUID, list[Reply]] = defaultdict(list)
        for row in rows:
            found[row["learning_id"]].append(_reply(viewer, row, words, names))
        return found

    async def _words(self, learning_ids: Sequence[UUID], until: int) -> dict[tuple[UUID, int], Words]:
        sealed = await self._pool.fetch(QUERIES["learning_words"], CARE.value, learning_ids, until)
        places = [(row["learning_id"], row["version"]) for row in sealed]
        fields = [
            SealedField(row["token"], place[0], LABEL) for place, row in zip(places, sealed, strict=True)
        ]
        opened = await self._keyring.open_many(
            KeyScope(frozenset(learning_ids), frozenset({CARE})), fields, Words
        )
        return {place: words for place, words in zip(places, opened, strict=True) if words is not None}


Opened = dict[tuple[UUID, int], Words]


def _check(viewer: Viewer, wanted: Wanted) -> None:
    viewer.check(viewer.may_read_learning())
    if len(wanted.words) > MOST_LETTERS:
        raise TooManyLetters(len(wanted.words))


def _has_words(words: Words | None, sought: Sequence[str]) -> bool:
    if not sought:
        return True
    said = "" if words is None else " ".join((words.title or "", words.text, words.practice or "")).casefold()
    return all(word in said for word in sought)


def _learning(viewer: Viewer, row: asyncpg.Record, words: Opened, names: dict[UUID, str]) -> Learning:
    return Learning(
        id=str(RecordId(row["learning_id"], 1)),
        version=1,
        side=Side(row["side"]),
        home_name=row["home_name"],
        writer=_writer(viewer, row, names.get(row["shared_by"])),
        written_at=row["shared_at"],
        words=words.get((row["learning_id"], 1)),
        is_own=_is_own(viewer, row, row["shared_by"]),
        taken_back=_because(row),
        learning_id=row["learning_id"],
        position=row["position"],
        shared_as=SharedAs(row["shared_as"]),
        subject=Subject(row["subject"]),
        measure=Measure(row["measure"]) if row["measure"] else None,
        period_from=row["period_from"],
        period_to=row["period_to"],
        practice_changed_on=row["practice_changed_on"],
        answers=row["answers"],
        tried=row["tried"],
        helped=row["helped"],
    )


def _reply(viewer: Viewer, row: asyncpg.Record, words: Opened, names: dict[UUID, str]) -> Reply:
    return Reply(
        id=str(RecordId(row["learning_id"], row["version"])),
        version=row["version"],
        side=Side(row["side"]),
        home_name=row["home_name"],
        writer=_writer(viewer, row, names.get(row["written_by"])),
        written_at=row["written_at"],
        words=words.get((row["learning_id"], row["version"])),
        is_own=_is_own(viewer, row, row["written_by"]),
        taken_back=_because(row),
        tried=Tried(row["tried"]) if row["tried"] else None,
    )


def _writer(viewer: Viewer, row: asyncpg.Record, name: str | None) -> str | None:
    is_team = row["home_id"] is not None
    return name if not is_team or viewer.may_read_names(row["home_id"]) else None


def _is_own(viewer: Viewer, row: asyncpg.Record, account_id: UUID) -> bool:
    """Whether the viewer may take it back."""
    if row["taken_back"] is not None:
        return False
    if row["home_id"] is None:
        return account_id == viewer.account_id
    return viewer.role is Role.HOME_TEAM and row["home_id"] in viewer.homes


def _because(row: asyncpg.Record) -> TakenBackBecause | None:
    return TakenBackBecause(row["taken_back"]) if row["taken_back"] else None
