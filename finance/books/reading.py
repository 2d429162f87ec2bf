"""Balances as finance reads them: what each payer owes each home on a day, as known now or at an instant."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.balances import NOTHING, Ageing, Sums, ageing_on, sums_on
from finance.books.books import Books, keep
from finance.books.freshness import QUERIES, KeptFreshness
from finance.books.keeping import read_facts
from finance.books.rows import account_rows
from finance.days import local_date
from finance.events import FINANCE_STREAM
from finance.export.errors import ExportError, TooFarAhead
from finance.payments.names import PayerNames
from finance.payments.received import HomeOfPayment, Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.pool import DatabasePool

MOST_REMEMBERED = 200
"""Homes whose books are worked out anew for one question about an earlier moment."""


class TooMuchToRemember(ExportError):
    """Too many homes' books have moved since then: ask for one home, or for a day that was closed by then."""


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
class Remembered:
    """The books of a home as they were known at the question's instant."""

    name: str
    books: Books


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose instant is settled, with the books that differ from those that are kept."""

    asked: Asked
    closed_through: date | None
    remembered: Mapping[UUID, Remembered]


class Balances:
    """Answers from the books that are kept; of an earlier moment, from the facts that were known then."""

    def __init__(self, pool: DatabasePool, names: PayerNames, freshness: KeptFreshness) -> None:
        self._pool = pool
        self._names = names
        self._freshness = freshness

    async def settle(self, viewer: Viewer, asked: Asked) -> Question:
        """The question, once the books say what they said at its instant, if it names one.

        Raises `Forbidden`, `NotYours`, and an `ExportError` for an instant still to come, books that do not
        catch up in time, and a day too far ahead.
        """
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        if asked.known_at is not None:
            viewer.check(viewer.may_ask_known_at())
            await self._freshness.wait_until_known(asked.known_at)
        through = await self._pool.fetchval(QUERIES["kept_through"])
        if through is not None and asked.as_of > through:
            raise TooFarAhead
        closed = await self._pool.fetchval(QUERIES["closed_through"], asked.known_at)
        remembered: dict[UUID, Remembered] = {}
        if asked.known_at is not None and (closed is None or asked.as_of > closed):
            remembered = await self._remember(asked, asked.known_at)
        return Question(asked, closed, remembered)

    async def total(self, viewer: Viewer, question: Question) -> Total:
        """What all lines come to. Raises `Forbidden`, `NotYours`."""
        asked = question.asked
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        row = await self._pool.fetchrow(
            QUERIES["total_on"], asked.as_of, asked.home_id, list(question.remembered)
        )
        lines, sums = (0, NOTHING) if row is None else (row["accounts"], _sums(row))
        for home in question.remembered.values():
            for _, account in account_rows(home.books, asked.as_of):
                lines, sums = lines + 1, sums.plus(sums_on(account, asked.as_of))
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

    async def _remember(self, asked: Asked, known_at: datetime) -> dict[UUID, Remembered]:
        """The books of homes that have changed since, as they were known then."""
        changed = await self._pool.fetch(QUERIES["changed_since"], known_at, FINANCE_STREAM, asked.home_id)
        if len(changed) > MOST_REMEMBERED:
            raise TooMuchToRemember
        remembered: dict[UUID, Remembered] = {}
        for row in changed:
            facts = await read_facts(self._pool, row["home_id"], known_at)
            # Money recorded after the day may have been applied to charges after it, so those are needed too.
            through = max(asked.as_of, local_date(known_at))
            books = await asyncio.to_thread(keep, row["home_id"], row["ref"], facts, through)
            remembered[row["home_id"]] = Remembered(row["name"], books)
        return remembered


def place_of(line: Line) -> AfterLine:
    """Where a line stands in the list."""
    return AfterLine(line.home.name, line.home.home_id, line.payer.payer_id)


def _remembered_lines(question: Question, after: AfterLine) -> list[Line]:
    as_of = question.asked.as_of
    lines = [
        Line(
            HomeOfPayment(home_id, home.name),
            Payer(payer_id, None, account.kind),
            sums_on(account, as_of),
            ageing_on(account, as_of),
        )
        for home_id, home in question.remembered.items()
        for payer_id, account in account_rows(home.books, as_of)
    ]
    return [line for line in lines if place_of(line) > after]


def _line(row: asyncpg.Record, ageing: Ageing) -> Line:
    home = HomeOfPayment(row["home_id"], row["home_name"])
    return Line(home, Payer(row["payer_id"], None, PayerKind(row["payer_kind"])), _sums(row), ageing)


def _sums(row: asyncpg.Record) -> Sums:
    return Sums(row["charged"], row["received"], row["outstanding"], row["credit"])
