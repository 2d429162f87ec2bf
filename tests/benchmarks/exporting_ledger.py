"""The ledger's export, a million postings worked out from facts, beside COPY … TO of the same rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

import asyncpg
import msgspec

from finance.books import facts as told
from finance.days import OPEN
from finance.ledger.projection import PROJECTION as LEDGER
from finance.payments.projection import PROJECTION as PAYMENTS
from households.terms import PayerKind
from network.postgres.dsns import Dsns
from network.postgres.pool import create_pool
from network.projections.schemas import create_schema, finish_schema
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import NAMESPACE
from tests.benchmarks.taking import Taken, copy_to, export

HOMES, PAYERS, PERIODS = 200, 40, 21
BEGINS = date(2024, 4, 1)
MOST_MEGABYTES = 150
ENCODE = msgspec.msgpack.Encoder().encode
PLAIN = """
CREATE UNLOGGED TABLE plain (
    home_ref text, posted_on date, log_position bigint, description text, account text,
    debit numeric, credit numeric
)
"""


async def measure(ground: Ground) -> list[Figure]:
    """The row: one turn of each, because it is of minutes."""
    dsns = await ground.hearth_database("ledger")
    await _fill(dsns)
    plain = await ground.plain_database("plain")
    with TemporaryDirectory(prefix="hearth-") as folder:
        path = Path(folder) / "ledger.csv"
        taken = await export(dsns, ground.key, path, "ledger")
        copied = await _copy(plain, path)
    return [_figure(taken, copied)]


def _figure(taken: Taken, copied: float) -> Figure:
    return Figure(
        what=f"ledger export, {taken.rows:,} postings of {HOMES} homes, worked out from facts",
        measured=(
            f"{taken.seconds:.1f} s, {taken.rows / taken.seconds:,.0f} rows/s, {taken.user_seconds:.1f} s of "
            f"processor, at most {taken.megabytes:.0f} MB"
        ),
        beside=f"COPY … TO of the same rows from a plain table: {copied:.1f} s",
        ratio=f"{taken.seconds / copied:.0f} × COPY",
        target=f"flat memory: ≤ {MOST_MEGABYTES} MB",
        is_reached=taken.megabytes <= MOST_MEGABYTES,
    )


async def _copy(dsn: str, path: Path) -> float:
    """The rows as they were exported, from a table that holds just them."""
    connection = await asyncpg.connect(dsn, server_settings={"statement_timeout": "0"})
    await connection.execute(PLAIN)
    with path.open("rb") as file:
        await connection.copy_to_table("plain", source=file, format="csv", header=True)
    took = await copy_to(connection, "SELECT * FROM plain", path.with_name("copied.csv"))
    await connection.close()
    return took


async def _fill(dsns: Dsns) -> None:
    pool = await create_pool(dsns.projector, application_name="bench", max_size=2, statement_timeout=None)
    async with pool.acquire() as connection:
        for projection in (LEDGER, PAYMENTS):
            await create_schema(connection, projection)
        homes = [uuid5(NAMESPACE, f"ledger/{number}") for number in range(HOMES)]
        records = [(home, f"HOME-{number:03}", f"Home {number}") for number, home in enumerate(homes)]
        await connection.copy_records_to_table("home", schema_name=LEDGER.schema, records=records)
        position = 0
        for home in homes:
            facts = [(home, position + n, n, *fact) for n, fact in enumerate(_facts(home), start=1)]
            position += len(facts)
            await connection.copy_records_to_table("fact", schema_name=LEDGER.schema, records=facts)
            await connection.copy_records_to_table(
                "latest", schema_name=LEDGER.schema, records=[(home, position)]
            )
        for projection in (LEDGER, PAYMENTS):
            await finish_schema(connection, projection)
    await pool.close()


def _facts(home: UUID) -> Iterator[tuple[datetime, date, bytes]]:
    """Everybody lives there from the first night, and pays each period a week after its charge date."""
    yield _fact(BEGINS, told.Opened(BEGINS))
    for payer in range(PAYERS):
        resident = uuid5(home, f"resident/{payer}")
        yield _fact(BEGINS, told.MovedIn(resident, home, None, BEGINS))
    for payer in range(PAYERS):
        resident, who = uuid5(home, f"resident/{payer}"), uuid5(home, f"payer/{payer}")
        kind = PayerKind.LOCAL_AUTHORITY
        yield _fact(BEGINS, told.Agreed(resident, who, kind, f"LA-{payer:03}", 70_000 + payer, BEGINS, OPEN))
    for period in range(1, PERIODS + 1):
        on = BEGINS + timedelta(days=28 * period + 7)
        for payer in range(PAYERS):
            paid = told.Paid(uuid5(home, f"payer/{payer}"), on, 4 * (70_000 + payer), f"BACS {period}", False)
            yield _fact(on, paid)


def _fact(on: date, said: told.Told) -> tuple[datetime, date, bytes]:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC), on, ENCODE(said)
