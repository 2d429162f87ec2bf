"""Balances as finance reads them: what each payer owes each home on a day, as known now or at an instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.balances import NOTHING, Ageing, Sums
from finance.books.freshness import QUERIES, KeptFreshness
from finance.books.memory import BooksMemory, Remembered
from finance.books.stuck import BooksStuck, HomeBehind, homes_behind
from finance.export.errors import TooFarAhead
from finance.payments.names import PayerNames
from finance.payments.received import HomeOfPayment, Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool

MOST_TO_REMEMBER = timedelta(seconds=20)
"""Spent on one question about an earlier moment; the next one goes on from there."""


class Line(NamedTuple):
    """What one payer comes to in one home, in pence."""

    home: HomeOfPayment
    payer: Payer
    sums: Sums
    ageing: Ageing


class Total(NamedTuple):
    """What all lines come to, in pence."""

    lines: int
    sums: Sums


class AfterLine(NamedTuple):
    """The last line of a page: the next page begins after it."""

    home_name: str
    home_id: UUID
    payer_id: UUID


BEFORE_ALL = AfterLine("", UUID(int=0), UUID(int=0))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about balances."""

    as_of: date
    known_at: datetime | None = None
    home_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose instant is settled, with the books that differ from those that are kept."""

    asked: Asked
    closed_through: date | None
    remembered: Mapping[UUID, Remembered]
    behind: Sequence[HomeBehind]
    """Homes whose figures are older than their facts, because their books can't be worked out."""


class Balances:
    """Answers from the books that are kept; of an earlier moment, from the facts that were known then."""

    def __init__(self, pool: DatabasePool, names: PayerNames, freshness: KeptFreshness) -> None:
        self._pool = pool
        self._names = names
        self._freshness = freshness
        self._memory = BooksMemory(pool, MOST_TO_REMEMBER)

    async def settle(self, viewer: Viewer, asked: Asked) -> Question:
        """The question, once the books say what they said at its instant, if it names one.

        Raises `Forbidden`, `NotYours`, and an `ExportError` for an instant still to come, books that do not
        catch up in time, one home whose books can't be worked out, and a day too far ahead.
        """
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        behind = await homes_behind(self._pool, asked.home_id)
        if asked.known_at is not None:
            viewer.check(viewer.may_ask_known_at())
            if behind:
                raise BooksStuck
            await self._freshness.wait_until_known(asked.known_at, asked.home_id)
        through = await self._pool.fetchval(QUERIES["kept_through"])
        if through is not None and asked.as_of > through:
            raise TooFarAhead
        closed = await self._pool.fetchval(QUERIES["closed_through"], asked.known_at)
        remembered: dict[UUID, Remembered] = {}
        if asked.known_at is not None and (closed is None or asked.as_of > closed):
            remembered = await self._memory.remember(asked.as_of, asked.known_at, asked.home_id)
        return Question(asked, closed, remembered, behind)

    async def total(self, viewer: Viewer, question: Question) -> Total:
        """What all lines come to. Raises `Forbidden`, `NotYours`."""
        asked = question.asked
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        row = await self._pool.fetchrow(
            QUERIES["total_on"], asked.as_of, asked.home_id, list(question.remembered)
        )
        lines, sums = (0, NOTHING) if row is None else (row["accounts"], _sums(row))
        for home in question.remembered.values():
            for line in home.lines:
                lines, sums = lines + 1, sums.plus(line.sums)
        return Total(lines, sums)

    async def page(
        self, viewer: Viewer, question: Question, first: int, after: AfterLine | None
    ) -> list[Line]:
        """At most `first` lines, by home and payer. Raises `Forbidden`, `NotYours`."""
        asked = question.asked
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        rows = await self._pool.fetch(
            QUERIES["lines_on"],
            asked.as_of,
            asked.home_id,
            list(question.remembered),
            *(after or BEFORE_ALL),
            first,
        )
        ages = await self._ages(asked.as_of, rows)
        found = [_line(row, ages.get((row["home_id"], row["payer_id"]), Ageing())) for row in rows]
        if question.remembered:
            found += _remembered_lines(question, after or BEFORE_ALL)
            found = sorted(found, key=place_of)[:first]
        names = await self._names.of(viewer, [line.payer.payer_id for line in found])
        return [
            line._replace(payer=line.payer._replace(name=names.get(line.payer.payer_id))) for line in found
        ]

    async def _ages(self, as_of: date, rows: Sequence[asyncpg.Record]) -> dict[tuple[UUID, UUID], Ageing]:
        found = await self._pool.fetch(
            QUERIES["ages_on"], as_of, [row["home_id"] for row in rows], [row["payer_id"] for row in rows]
        )
        return {
            (row["home_id"], row["payer_id"]): Ageing(*(int(row[name] or 0) for name in Ageing._fields))
            for row in found
        }


def place_of(line: Line) -> AfterLine:
    """Where a line stands in the list."""
    return AfterLine(line.home.name, line.home.home_id, line.payer.payer_id)


def _remembered_lines(question: Question, after: AfterLine) -> list[Line]:
    lines = [
        Line(HomeOfPayment(home_id, home.name), Payer(line.payer_id, None, line.kind), line.sums, line.ageing)
        for home_id, home in question.remembered.items()
        for line in home.lines
    ]
    return [line for line in lines if place_of(line) > after]


def _line(row: asyncpg.Record, ageing: Ageing) -> Line:
    home = HomeOfPayment(row["home_id"], row["home_name"])
    return Line(home, Payer(row["payer_id"], None, PayerKind(row["payer_kind"])), _sums(row), ageing)


def _sums(row: asyncpg.Record) -> Sums:
    return Sums(row["charged"], row["received"], row["outstanding"], row["credit"])
