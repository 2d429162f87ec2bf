"""Balances, a billing run, a close and a forecast: a network of 1,000 homes with books of ten years."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec

from finance.books import facts as told
from finance.books.invoices import AfterInvoice, Invoices, Wanted
from finance.books.keeping import BooksKeeper
from finance.books.periods import LENGTH, Periods
from finance.events import FINANCE_STREAM
from finance.forecast.forecasts import Asked, Forecasts
from finance.ledger.projection import PROJECTION as LEDGER
from finance.payments.names import PayerNames
from finance.payments.projection import PROJECTION as PAYMENTS
from finance.settings.commands import CloseBooks, RaiseInvoices
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import create_pool
from network.projections.schemas import create_schema, finish_schema
from network.services import Services, open_services
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.ten_years import COUNCIL, NURSING, RESIDENTS, TenYears, payer

QUERIES = NamedQueries.beside(__file__, "books.sql")
DOCUMENT = (Path(__file__).parents[2] / "graphql" / "operations" / "finance.graphql").read_text()
HOMES = 1_000
HOME = UUID("00000000-0000-4000-8000-000000000000")
AS_OF = date(2026, 3, 1)
NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
MOST_OF_BALANCES, MOST_OF_A_RUN, MOST_OF_A_CLOSE = 100.0, 30.0, 1.0
"""Milliseconds at the median, and seconds."""
TURNS = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """The network, open."""

    services: Services
    client: httpx.AsyncClient
    invoices: Invoices
    dsns: Dsns


async def measure(ground: Ground) -> list[Figure]:
    """The rows."""
    dsns = await ground.hearth_database("books")
    anew = await _fill(dsns)
    asked: list[float] = []
    stated: list[float] = []
    run: list[float] = []
    copied: list[float] = []
    closed: list[float] = []
    foreseen: list[float] = []
    invoices = 0
    async with _open(dsns, ground.key) as kept:
        for number in range(ground.rounds):
            asked += [await _ask(kept) for _ in range(TURNS)]
            stated += [await _state(kept) for _ in range(TURNS)]
            seconds, invoices = await _bill(kept, number)
            run.append(seconds)
            copied.append(await _copy(kept))
            foreseen.append(await _foresee(kept))
            closed.append(await _close(kept, number))
    return [
        *_figures(median(asked), median(stated), (median(run), invoices, median(copied)), anew),
        *_more_figures(median(closed), median(foreseen)),
    ]


def _figures(asked: float, stated: float, run: tuple[float, int, float], anew: float) -> list[Figure]:
    seconds, invoices, copied = run
    return [
        Figure(
            what=f"Balances, {HOMES:,} homes × 10 years, the first 100 lines",
            measured=f"p50 {asked:.0f} ms",
            beside=f"one SQL statement as JSON, same rows: {stated:.0f} ms",
            ratio=f"{asked / stated:.1f} × the statement",
            target=f"≤ {MOST_OF_BALANCES:.0f} ms",
            is_reached=asked <= MOST_OF_BALANCES,
        ),
        Figure(
            what=f"billing run of a period, {HOMES:,} homes × 10 years: raised, every invoice read by line",
            measured=f"{seconds:.1f} s, {invoices:,} invoices",
            beside=f"COPY … TO of the same lines: {copied:.2f} s",
            ratio=f"{seconds / copied:.0f} × COPY",
            target=f"≤ {MOST_OF_A_RUN:.0f} s",
            is_reached=seconds <= MOST_OF_A_RUN,
        ),
        Figure(
            what="a home's books of ten years worked out and written anew, as when its facts reach far back",
            measured=f"{anew * 1000:.0f} ms a home",
            beside="–",
            ratio="–",
            target="–",
            is_reached=None,
        ),
    ]


def _more_figures(closed: float, foreseen: float) -> list[Figure]:
    return [
        Figure(
            what=f"closing a month, {HOMES:,} homes × 10 years, until every home's books are those after it",
            measured=f"{closed:.2f} s",
            beside="–",
            ratio="–",
            target=f"≤ {MOST_OF_A_CLOSE:.0f} s",
            is_reached=closed <= MOST_OF_A_CLOSE,
        ),
        Figure(
            what=f"Forecast: thirteen weeks of {HOMES:,} homes, {HOMES * RESIDENTS + 2:,} payers",
            measured=f"{foreseen:.1f} s",
            beside="–",
            ratio="–",
            target="–",
            is_reached=None,
        ),
    ]


async def _foresee(kept: Kept) -> float:
    began = perf_counter()
    await Forecasts(kept.services.pool).look_ahead(SYSTEM, Asked(AS_OF), AS_OF)
    return perf_counter() - began


async def _close(kept: Kept, number: int) -> float:
    """Close a month, tell the ledger as its projection would, and wait for the keeper of books."""
    through = date(2025, number % 12 + 1, 1) - timedelta(days=1)
    pool = await create_pool(
        kept.dsns.projector, application_name="bench", max_size=2, statement_timeout=None
    )
    began = perf_counter()
    decided = await kept.services.finance.decide(SYSTEM, CloseBooks(through=through), uuid4())
    async with pool.acquire() as connection:
        closed = msgspec.msgpack.encode(told.Closed(through))
        position: int = await connection.fetchval(QUERIES["next_position"])
        row = (FINANCE_STREAM, position, decided.version, NOW, through, closed)
        await connection.copy_records_to_table("fact", schema_name=LEDGER.schema, records=[row])
        await connection.execute(QUERIES["say_latest"], FINANCE_STREAM, position)
    keeper, stopping = BooksKeeper(pool, lambda: NOW), asyncio.Event()
    while await keeper.keep_some(stopping):
        pass
    took = perf_counter() - began
    await pool.close()
    return took


async def _ask(kept: Kept) -> float:
    body = {"query": DOCUMENT, "operationName": "Balances", "variables": {"asOf": AS_OF.isoformat()}}
    began = perf_counter()
    answer = await kept.client.post("/graphql", json=body)
    took = (perf_counter() - began) * 1000
    said: dict[str, Any] = answer.json()
    if "errors" in said or len(said["data"]["balances"]["lines"]["edges"]) != 100:
        raise AssertionError(str(said)[:500])
    return took


async def _state(kept: Kept) -> float:
    began = perf_counter()
    await kept.services.pool.fetchval(QUERIES["balances_by_statement"], AS_OF)
    return (perf_counter() - began) * 1000


async def _bill(kept: Kept, number: int) -> tuple[float, int]:
    """Raise one of the last periods, and read its invoices as the accounting files do."""
    starts_on = Periods().start(Periods().number(AS_OF) - 2 - number)
    charged_on = starts_on + timedelta(days=LENGTH)
    began = perf_counter()
    await kept.services.finance.decide(SYSTEM, RaiseInvoices(period_starts_on=starts_on), uuid4())
    wanted, after, found = Wanted(charged_on, charged_on), None, 0
    while page := await kept.invoices.page(SYSTEM, wanted, 500, after, AS_OF):
        last = page[-1]
        after = AfterInvoice(last.charged_on, last.home.home_id, last.payer.payer_id, last.number)
        found += len(page)
    return perf_counter() - began, found


async def _copy(kept: Kept) -> float:
    connection = await asyncpg.connect(kept.dsns.web)
    charged_on = Periods().start(Periods().number(AS_OF) - 1)
    began = perf_counter()
    await connection.copy_from_query(
        QUERIES["lines_to_copy"].rstrip(";"), charged_on, output=_nowhere, format="csv"
    )
    took = perf_counter() - began
    await connection.close()
    return took


async def _nowhere(_: bytes) -> None:
    """What is copied is only timed."""


@asynccontextmanager
async def _open(dsns: Dsns, key: bytes) -> AsyncIterator[Kept]:
    async with open_services(dsns, NetworkKey(key)) as services:
        account = await enrol(
            services.accounts, services.directory, SYSTEM, name="Bench", role=Role.FINANCE, home_refs=[]
        )
        _, token = await services.accounts.create_token(SYSTEM, account, None)
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(services.graphql)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hearth.test", headers=headers, timeout=60
        ) as client:
            names = PayerNames(services.pool, services.keyring)
            yield Kept(services, client, Invoices(services.pool, names), dsns)


async def _fill(dsns: Dsns) -> float:
    """One home's books from its facts, and the others' by copying them; seconds that the one home took."""
    pool = await create_pool(dsns.projector, application_name="bench", max_size=2, statement_timeout=None)
    async with pool.acquire() as connection:
        for projection in (LEDGER, PAYMENTS):
            await create_schema(connection, projection)
        await _tell(connection)
    began = perf_counter()
    await BooksKeeper(pool, lambda: NOW).keep_home(HOME)
    anew = perf_counter() - began
    async with pool.acquire() as connection:
        await connection.execute(QUERIES["more_homes"], HOMES)
        await connection.execute(QUERIES["payer_of"])
        for query in ("kept", "latest", "home_balances"):
            await connection.execute(QUERIES[f"more_{query}"], HOME, timeout=300)
        public = [COUNCIL, NURSING]
        for query in ("accounts", "balances", "unpaid"):
            await connection.execute(QUERIES[f"more_{query}"], HOME, public, timeout=300)
        two_years = AS_OF - timedelta(days=730)
        await connection.execute(QUERIES["more_lines"], HOME, public, two_years, timeout=300)
        for projection in (LEDGER, PAYMENTS):
            await finish_schema(connection, projection)
    await pool.close()
    owner = await asyncpg.connect(dsns.owner)
    await owner.execute("VACUUM ANALYZE", timeout=300)
    await owner.close()
    return anew


async def _tell(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> None:
    noon = datetime.min.time().replace(hour=12)
    facts = [
        (HOME, fact.position, fact.version, datetime.combine(fact.recorded_on, noon, UTC), fact.day,
         msgspec.msgpack.encode(fact.told))
        for fact in await asyncio.to_thread(TenYears().facts)
    ]  # fmt: skip
    payers = [(COUNCIL, "local_authority", "LA1", "Council"), (NURSING, "fnc", "FNC", "Nursing care")]
    payers += [(payer(room), "top_up", f"T{room}", f"Payer {room}") for room in range(RESIDENTS)]
    load = connection.copy_records_to_table
    await load("home", schema_name=LEDGER.schema, records=[(HOME, "BOOKS-0", "Home 0")])
    await load("fact", schema_name=LEDGER.schema, records=facts)
    await load("latest", schema_name=LEDGER.schema, records=[(HOME, facts[-1][1])])
    await load("payer", schema_name=PAYMENTS.schema, records=[(*one, None) for one in payers])
