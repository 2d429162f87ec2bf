"""Answers what is expected to come in, from the books that are kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

import asyncpg
import numpy as np

from finance.books.freshness import QUERIES as BALANCES
from finance.days import DAY
from finance.export.errors import TooFarAhead
from finance.forecast.assumptions import assumptions_of
from finance.forecast.backtest import LOOKED_BACK, WEEKS, Told, compare, origins
from finance.forecast.bills import Bills
from finance.forecast.coming import Charge, bills_to_come
from finance.forecast.errors import MOST_WEEKS, NoSuchWeeks, TooLongAgo
from finance.forecast.habits import REMEMBERED, History, Steps
from finance.forecast.outlook import WEEK, Week, look_ahead
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "forecast.sql")
OLDEST = timedelta(days=728)
MILLISECONDS = "30000"
"""How long a question may take to read."""
MOST_KEPT = 50
"""Backtests that are remembered: for a day, a past that is over stays as it was."""


@dataclass(frozen=True, slots=True)
class Asked:
    """So many weeks from a day on, of all homes or one."""

    from_on: date
    weeks: int = WEEKS
    home_id: UUID | None = None

    @property
    def through(self) -> date:
        """The last day."""
        return self.from_on + timedelta(days=WEEK * self.weeks) - DAY


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected, and what that takes for granted."""

    weeks: Sequence[Week]
    together: Week
    assumptions: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known on the morning of a day."""

    as_of: date
    open_bills: Bills
    to_come: Bills

    @property
    def bills(self) -> Bills:
        return self.open_bills.plus(self.to_come)


class Forecasts:
    """Looks ahead, for who may read the payments, and looks back at how well that went."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._backtests: OrderedDict[tuple[date, UUID | None], Sequence[Told]] = OrderedDict()

    async def look_ahead(self, viewer: Viewer, asked: Asked, today: date) -> Forecast:
        """From what is known today or, of days that are past, what was known then by the books of today.

        Raises `Forbidden`, `NotYours`, and an `ExportError` for days that nothing can be said of.
        """
        viewer.check(viewer.may_read_payments(asked.home_id), asked.home_id)
        await self._check(asked, today)
        as_of = min(asked.from_on, today)
        history = await self._history(as_of, as_of)
        known = await self._known(history, as_of, asked.through, asked.home_id, is_past=as_of < today)

        def work_out() -> Forecast:
            outlook = look_ahead(history, known.bills, as_of, asked.from_on, asked.weeks)
            habits = history.as_of(as_of)
            words = assumptions_of(habits, known.open_bills, known.to_come, as_of, asked.through)
            return Forecast(*outlook, words)

        return await asyncio.to_thread(work_out)

    async def look_back(self, viewer: Viewer, home_id: UUID | None, today: date) -> Sequence[Told]:
        """Thirteen weeks of each forecast that could have been made over the past year, four weeks apart.

        Raises `Forbidden`, `NotYours`.
        """
        viewer.check(viewer.may_read_payments(home_id), home_id)
        key = today, home_id
        if key not in self._backtests:
            self._backtests[key] = await self._look_back(home_id, today)
            if len(self._backtests) > MOST_KEPT:
                self._backtests.popitem(last=False)
        return self._backtests[key]

    async def _look_back(self, home_id: UUID | None, today: date) -> Sequence[Told]:
        known_since: date | None = (await self._fetch("charged_since", home_id))[0]["known_since"]
        days = [] if known_since is None else origins(today, known_since)
        if not days:
            return []
        received = await self._received(days[0], today, home_id)
        history = await self._history(days[0], today)
        told: list[Told] = []
        for day in days:
            through = day + timedelta(days=WEEK * WEEKS) - DAY
            known = await self._known(history, day, through, home_id, is_past=True)
            outlook = await asyncio.to_thread(look_ahead, history, known.bills, day, day, WEEKS)
            told += compare(outlook.weeks, received)
        return told

    async def _check(self, asked: Asked, today: date) -> None:
        if not 1 <= asked.weeks <= MOST_WEEKS:
            raise NoSuchWeeks
        if asked.from_on < today - OLDEST:
            raise TooLongAgo
        through = await self._pool.fetchval(BALANCES["kept_through"])
        if asked.from_on > today + LOOKED_BACK or (through is not None and asked.through > through):
            raise TooFarAhead

    async def _history(self, first: date, until: date) -> History:
        """What payers did before a day, as far back as a forecast of another looks."""
        kinds: Mapping[UUID, PayerKind] = {
            row["payer_id"]: PayerKind(row["payer_kind"]) for row in await self._fetch("payer_kinds")
        }
        since = first - timedelta(days=REMEMBERED)
        rows = await self._fetch("steps_of_bills", since, until)
        return await asyncio.to_thread(lambda: History(lambda places: _steps(rows, places), kinds))

    async def _known(
        self, history: History, as_of: date, through: date, home_id: UUID | None, *, is_past: bool
    ) -> _Known:
        places = history.payers
        open_bills = await self._bills(places, "unpaid_bills", as_of, home_id)
        if not is_past:
            return _Known(
                as_of, open_bills, await self._bills(places, "bills_to_come", as_of, through, home_id)
            )
        rows = await self._fetch("charges_around", as_of, home_id)
        to_come = bills_to_come([Charge(*row) for row in rows], as_of, through)
        return _Known(as_of, open_bills, Bills.of(to_come, places))

    async def _bills(self, places: Mapping[UUID, int], query: str, *arguments: object) -> Bills:
        rows = await self._fetch(query, *arguments)
        return await asyncio.to_thread(
            lambda: Bills.of_payers(((row[0], row[1], row[2]) for row in rows), places)
        )

    async def _fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        """Years of a thousand homes take longer to read than a page's other questions may."""
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(QUERIES["take_time"], MILLISECONDS)
            return await connection.fetch(QUERIES[query], *arguments)

    async def _received(self, first: date, until: date, home_id: UUID | None) -> Mapping[date, int]:
        rows = await self._fetch("received_by_day", first, until, home_id)
        return {row["posted_on"]: row["pence"] for row in rows}


def _steps(rows: Sequence[asyncpg.Record], places: Mapping[UUID, int]) -> Steps:
    """The columns of what was read, a payer a row."""
    lengths = [len(row["due"]) for row in rows]
    payers = np.repeat(np.array([places[row["payer_id"]] for row in rows], dtype=np.int64), lengths)
    columns = (
        np.fromiter(chain.from_iterable(row[name] for row in rows), dtype=np.int64)
        for name in ("due", "changed", "pence")
    )
    return Steps(payers, *columns)
