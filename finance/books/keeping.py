"""Keeps every home's books up to date: worked out anew when a fact has moved a figure."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
import structlog

from finance.books import facts as told
from finance.books.books import Books, keep
from finance.books.facts import Fact
from finance.books.rows import Rows, rows_of
from finance.days import local_date
from finance.events import FINANCE_STREAM
from finance.ledger.projection import PROJECTION
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DRIVER_ERRORS, DatabaseConnection, DatabasePool
from network.projections.checkpoints import State, read_checkpoints

QUERIES = NamedQueries.beside(__file__, "keeping.sql")
CALCULATION = 1
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
_DECODER = msgspec.msgpack.Decoder(told.Any)


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
            _DECODER.decode(row["told"]),
        )
        for row in rows
    ]


class BooksKeeper:
    """Works out and writes books, one home after another; two of them do no harm."""

    def __init__(self, pool: DatabasePool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._clock = clock
        self._failed: set[UUID] = set()

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
        for home_id in await self._stale():
            if stopping.is_set():
                break
            try:
                await self.keep_home(home_id)
            except (OSError, *DRIVER_ERRORS):
                raise
            except Exception as error:
                LOG.exception("books can not be worked out", home_id=str(home_id), error=type(error).__name__)
                self._failed.add(home_id)
            else:
                kept += 1
        return kept

    async def keep_home(self, home_id: UUID) -> None:
        """Work out a home's books and write them, in place of what was there."""
        through = local_date(self._clock()) + AHEAD
        async with self._pool.acquire() as connection:
            async with connection.transaction(isolation="repeatable_read"):
                places = await connection.fetchrow(QUERIES["latest_positions"], home_id, FINANCE_STREAM)
                facts = await read_facts(connection, home_id)
            if places is None or places["position"] is None:
                return
            ref = places["ref"] or str(home_id)
            _, rows = await asyncio.to_thread(_work_out, home_id, ref, facts, through)
            place = (places["position"], places["rules_position"], through, CALCULATION)
            async with connection.transaction():
                await _write(connection, home_id, rows)
                await connection.execute(QUERIES["say_kept"], home_id, *place)

    async def _can_follow(self) -> bool:
        """While the ledger is filled anew, every home would be behind all the time."""
        known = await read_checkpoints(self._pool, [PROJECTION])
        return PROJECTION.name in known and known[PROJECTION.name].state is State.LIVE

    async def _stale(self) -> Sequence[UUID]:
        renewed = local_date(self._clock()) + RENEWED
        try:
            rows = await self._pool.fetch(
                QUERIES["stale_homes"], CALCULATION, renewed, FINANCE_STREAM, AT_ONCE, list(self._failed)
            )
        except NO_TABLES:
            return []
        return [row["home_id"] for row in rows]


def _work_out(home_id: UUID, ref: str, facts: Sequence[Fact], through: date) -> tuple[Books, Rows]:
    books = keep(home_id, ref, facts, through)
    return books, rows_of(books)


async def _write(connection: DatabaseConnection, home_id: UUID, rows: Rows) -> None:
    for query in (
        "forget_accounts",
        "forget_balances",
        "forget_home_balances",
        "forget_unpaid",
        "forget_lines",
    ):
        await connection.execute(QUERIES[query], home_id)
    for table, records in zip(Rows._fields, rows, strict=True):
        await connection.copy_records_to_table(table, schema_name="books", records=records)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
