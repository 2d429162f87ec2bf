"""Keeps every home's books up to date: worked out anew when a fact has moved a figure."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import structlog

from finance.books import facts as told
from finance.books.books import Books, keep
from finance.books.decided import reach_of
from finance.books.facts import Fact
from finance.books.rows import Rows, rows_of
from finance.events import FINANCE_STREAM
from finance.ledger.projection import PROJECTION
from network.days import local_date
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DRIVER_ERRORS, DatabaseConnection, DatabasePool
from network.projections.checkpoints import State, read_checkpoints

QUERIES = NamedQueries.beside(__file__, "keeping.sql")
CALCULATION = 5
"""Raised with every change of how books follow from facts: all are then worked out anew."""
AHEAD = timedelta(days=400)
"""How far ahead charges are kept, so that what is expected can be asked for."""
RENEWED = timedelta(days=372)
"""Books whose charges end sooner are worked out anew."""
AT_ONCE = 20
PAUSE = 0.3
"""Seconds between two looks for facts that have moved a figure."""
NO_TABLES = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)

LOG = structlog.stdlib.get_logger(__name__)
DECODER = msgspec.msgpack.Decoder(told.Any)
"""Of what a fact tells."""


async def read_facts(
    connection: DatabaseConnection | DatabasePool, home_id: UUID, known_at: datetime | None = None
) -> list[Fact]:
    """The facts that a home's books follow from, as far as they were known at an instant."""
    rows = await connection.fetch(QUERIES["facts_of_home"], home_id, FINANCE_STREAM, known_at)
    return [
        Fact(
            row["position"],
            row["version"],
            local_date(row["recorded_at"]),
            row["day"],
            DECODER.decode(row["told"]),
        )
        for row in rows
    ]


class Stale(NamedTuple):
    """A home whose books are behind, and the facts that they should show: its own and finance's."""

    home_id: UUID
    position: int
    rules_position: int


class BooksKeeper:
    """Works out and writes books, one home after another; two of them do no harm."""

    def __init__(self, pool: DatabasePool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._clock = clock
        self._failed: dict[UUID, Stale] = {}
        """Tried again with the next fact, and by the next process: it may be a release that can."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Follow the facts until told to stop; the home under way is finished first."""
        while not stopping.is_set():
            try:
                done = await self.keep_some(stopping) if await self._can_follow() else 0
            except (OSError, *DRIVER_ERRORS) as error:
                LOG.warning("books wait for the database", reason=type(error).__name__)
                done = 0
            if not done:
                await _wait(stopping, PAUSE)

    async def keep_some(self, stopping: asyncio.Event) -> int:
        """Bring the books of some homes up to date; how many."""
        kept = 0
        for stale in await self._stale():
            if stopping.is_set():
                break
            try:
                await self.keep_home(stale.home_id)
            except (OSError, *DRIVER_ERRORS):
                raise
            except Exception as error:
                LOG.exception("books can not be worked out", home_id=str(stale.home_id))
                await self._stay_behind(stale, type(error).__name__)
            else:
                kept += 1
        return kept

    async def keep_home(self, home_id: UUID) -> None:
        """Work out a home's books and write them, in place of what was there."""
        through = local_date(self._clock()) + AHEAD
        async with self._pool.acquire() as connection:
            async with connection.transaction(isolation="repeatable_read"):
                places = await connection.fetchrow(QUERIES["places_of_home"], home_id, FINANCE_STREAM)
                facts = await read_facts(connection, home_id)
            if places is None or places["position"] is None:
                return
            after = _unchanged_through(places, facts)
            ref = places["ref"] or str(home_id)
            books, rows = await asyncio.to_thread(_work_out, home_id, ref, facts, through, after)
            place = (places["position"], places["rules_position"], through, CALCULATION)
            async with connection.transaction():
                await _write(connection, home_id, rows, after)
                await connection.execute(QUERIES["say_kept"], home_id, *place, books.closed_through)
                await connection.execute(QUERIES["say_unstuck"], home_id)

    async def _stay_behind(self, stale: Stale, error: str) -> None:
        """The home's books stay where they are, and everybody is told that they do."""
        self._failed[stale.home_id] = stale
        await self._pool.execute(QUERIES["say_stuck"], stale.home_id, stale.position, error)

    async def _can_follow(self) -> bool:
        """While the ledger is filled anew, every home would be behind all the time."""
        known = await read_checkpoints(self._pool, [PROJECTION])
        return PROJECTION.name in known and known[PROJECTION.name].state is State.LIVE

    async def _stale(self) -> Sequence[Stale]:
        renewed = local_date(self._clock()) + RENEWED
        failed = [*zip(*self._failed.values(), strict=True)] or [(), (), ()]
        try:
            await self._pass_over()
            rows = await self._pool.fetch(
                QUERIES["stale_homes"], CALCULATION, renewed, FINANCE_STREAM, AT_ONCE, *failed
            )
        except NO_TABLES:
            return []
        return [Stale(**row) for row in rows]

    async def _pass_over(self) -> None:
        """Homes that a decision of finance does not reach need not be worked out anew for it."""
        rows = await self._pool.fetch(QUERIES["decisions_to_follow"], FINANCE_STREAM)
        decisions = [(row["position"], DECODER.decode(row["told"])) for row in rows]
        if decisions:
            reach = reach_of(decisions)
            kinds, positions = [kind for kind, _ in reach.kinds], [place for _, place in reach.kinds]
            await self._pool.execute(
                QUERIES["pass_over"], FINANCE_STREAM, reach.last, reach.all_homes, kinds, positions
            )


def _unchanged_through(places: asyncpg.Record, facts: Sequence[Fact]) -> date | None:
    """Through which day what is written stays as it is; None where all of it is to be written anew."""
    if places["calculation"] != CALCULATION or places["closed_through"] is None:
        return None
    since = places["rules_kept"]
    reach = reach_of(
        (fact.position, fact.told)
        for fact in facts
        if fact.position > since and isinstance(fact.told, told.DECISIONS)
    )
    return None if reach.rewrites else places["closed_through"]


def _work_out(
    home_id: UUID, ref: str, facts: Sequence[Fact], through: date, after: date | None
) -> tuple[Books, Rows]:
    books = keep(home_id, ref, facts, through)
    return books, rows_of(books, after or date.min)


async def _write(connection: DatabaseConnection, home_id: UUID, rows: Rows, after: date | None) -> None:
    """All of it, or what comes after closed days; of a home's accounts always all."""
    await connection.execute(QUERIES["forget_accounts"], home_id)
    for query in ("forget_balances", "forget_home_balances", "forget_unpaid", "forget_lines"):
        await connection.execute(QUERIES[query], home_id, after)
    for table, records in zip(Rows._fields, rows, strict=True):
        await connection.copy_records_to_table(table, schema_name="books", records=records)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
