"""What books said at an earlier moment, worked out again from what was known, and remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from time import monotonic
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.balances import Ageing, Sums, ageing_on, sums_on
from finance.books.books import keep
from finance.books.decided import Reach, reach_of
from finance.books.freshness import QUERIES
from finance.books.keeping import DECODER, read_facts
from finance.books.rows import account_rows
from finance.events import FINANCE_STREAM
from finance.export.errors import ExportError
from households.terms import PayerKind
from network.days import local_date
from network.postgres.pool import DatabasePool

MOST_REMEMBERED = 4_000
"""Homes on a day as known at a moment; a dozen lines each."""
Key = tuple[UUID, int, int, date, date]


class StillRemembering(ExportError):
    """Many homes' books have moved since then and are being worked out: ask again, it goes on from there."""


class RememberedLine(NamedTuple):
    """What a payer came to in a home, in pence."""

    payer_id: UUID
    kind: PayerKind
    sums: Sums
    ageing: Ageing


class Remembered(NamedTuple):
    """A home on a day, as it was known then."""

    name: str
    lines: Sequence[RememberedLine]


class BooksMemory:
    """Works out home after home for a bounded time; what is worked out is there when it is asked again."""

    def __init__(self, pool: DatabasePool, patience: timedelta) -> None:
        self._pool = pool
        self._patience = patience.total_seconds()
        self._known: OrderedDict[Key, Sequence[RememberedLine]] = OrderedDict()

    async def remember(self, as_of: date, known_at: datetime, home_id: UUID | None) -> dict[UUID, Remembered]:
        """The homes whose books have changed since. Raises `StillRemembering` where the time is over."""
        deadline = monotonic() + self._patience
        reach = await self._reach_since(known_at)
        kinds = [kind for kind, _ in reach.kinds]
        changed = await self._pool.fetch(
            QUERIES["changed_since"], known_at, home_id, bool(reach.all_homes), kinds
        )
        homes = {row["home_id"]: row for row in changed}
        # Money recorded after the day may have been applied to charges after it, so those are needed too.
        through = max(as_of, local_date(known_at))
        remembered: dict[UUID, Remembered] = {}
        for place in await self._pool.fetch(QUERIES["places_then"], list(homes), FINANCE_STREAM, known_at):
            home = homes[place["home_id"]]
            key = (home["home_id"], place["position"] or 0, place["rules_position"] or 0, as_of, through)
            if key not in self._known:
                if monotonic() > deadline:
                    raise StillRemembering
                self._keep(key, await self._work_out(home, as_of, known_at, through))
            remembered[home["home_id"]] = Remembered(home["name"], self._known[key])
        return remembered

    async def _reach_since(self, known_at: datetime) -> Reach:
        """Of what finance has decided: a close, a raising or a fee by itself changes no home's figures."""
        rows = await self._pool.fetch(QUERIES["decided_since"], FINANCE_STREAM, known_at)
        return reach_of((row["position"], DECODER.decode(row["told"])) for row in rows)

    async def _work_out(
        self, home: asyncpg.Record, as_of: date, known_at: datetime, through: date
    ) -> Sequence[RememberedLine]:
        facts = await read_facts(self._pool, home["home_id"], known_at)

        def lines() -> Sequence[RememberedLine]:
            books = keep(home["home_id"], home["ref"], facts, through)
            return [
                RememberedLine(payer_id, account.kind, sums_on(account, as_of), ageing_on(account, as_of))
                for payer_id, account in account_rows(books, as_of)
            ]

        return await asyncio.to_thread(lines)

    def _keep(self, key: Key, lines: Sequence[RememberedLine]) -> None:
        self._known[key] = lines
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
