"""The books that are kept in the database: those of the last facts, for every home, and no others."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from uuid import uuid4

import msgspec
import pytest

from finance.books.balances import sums_on
from finance.books.books import keep
from finance.books.keeping import AHEAD, BooksKeeper
from finance.events import FINANCE_STREAM, BooksClosed, FranchiseFeeSet, InvoicesRaised
from finance.ledger.projection import PROJECTION
from tests.finance.books.stories import HOME, Story
from tests.projected import Projected, said

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
DAY = date(2025, 2, 3)


@pytest.fixture
async def keeper(projected: Projected) -> BooksKeeper:
    """A keeper beside a ledger without facts."""
    await projected.project(PROJECTION)
    return BooksKeeper(projected.pool, lambda: NOW)


async def tell(projected: Projected, story: Story) -> None:
    """Put a story's facts into the read model as its handlers would."""
    encode = msgspec.msgpack.encode
    rows = [
        (
            HOME,
            fact.position,
            fact.version,
            datetime.combine(fact.recorded_on, datetime.min.time(), UTC),
            fact.day,
            encode(fact.told),
        )
        for fact in story.facts
    ]
    async with projected.pool.acquire() as connection:
        await connection.copy_records_to_table("fact", schema_name=PROJECTION.schema, records=rows)
        await connection.execute(
            f"INSERT INTO {PROJECTION.schema}.latest VALUES ($1, $2)"
            " ON CONFLICT (home_id) DO UPDATE SET position = excluded.position",
            HOME,
            story.facts[-1].position,
        )


async def keep_all(keeper: BooksKeeper) -> int:
    """How many homes' books were worked out."""
    kept = 0
    while done := await keeper.keep_some(asyncio.Event()):
        kept += done
    return kept


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_what_is_kept_is_what_the_facts_come_to(
    projected: Projected, keeper: BooksKeeper, seed: int
) -> None:
    story = Story(Random(seed))
    story.tell(25)
    await tell(projected, story)
    assert await keep_all(keeper) == 1
    books = keep(HOME, str(HOME), story.facts, NOW.date() + AHEAD)
    for payer, account in books.accounts.items():
        row = await projected.web.fetchrow(
            "SELECT charged, received, outstanding, credit FROM books.balance"
            " WHERE payer_id = $1 AND since <= $2 ORDER BY since DESC LIMIT 1",
            payer,
            story.today,
        )
        assert (tuple(row) if row else (0, 0, 0, 0)) == tuple(sums_on(account, story.today))
    lines = await projected.web.fetchval("SELECT count(*) FROM books.line")
    assert lines == sum(len(account.lines) for account in books.accounts.values())


async def test_books_are_worked_out_when_a_fact_has_moved_a_figure_and_only_then(
    projected: Projected, keeper: BooksKeeper
) -> None:
    story = Story(Random(7))
    story.tell(10)
    await tell(projected, story)
    assert await keep_all(keeper) == 1
    assert await keep_all(keeper) == 0

    async with projected.following(PROJECTION):
        await projected.record(FINANCE_STREAM, InvoicesRaised(period_starts_on=DAY, **said(DAY)))
        assert await projected.shows(PROJECTION)
    assert await keep_all(keeper) == 0, "raising fixes what is there"

    fee = FranchiseFeeSet(begins_on=DAY, percentage=Decimal(5), **said(DAY))
    closed = BooksClosed(through=DAY, **said(DAY))
    async with projected.following(PROJECTION):
        for event in (fee, closed):
            await projected.record(FINANCE_STREAM, event)
            assert await projected.shows(PROJECTION)
            assert await keep_all(keeper) == 1


async def test_a_home_whose_facts_do_not_fit_together_does_not_hold_up_the_others(
    projected: Projected, keeper: BooksKeeper
) -> None:
    story = Story(Random(7))
    story.tell(10)
    await tell(projected, story)
    broken = uuid4()
    await projected.pool.execute(f"INSERT INTO {PROJECTION.schema}.latest VALUES ($1, 1)", broken)
    await projected.pool.execute(
        f"INSERT INTO {PROJECTION.schema}.fact VALUES ($1, 1, 1, now(), now(), 'no MessagePack')", broken
    )
    assert await keep_all(keeper) == 1
    assert [row["home_id"] for row in await projected.web.fetch("SELECT home_id FROM books.kept")] == [HOME]
