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
from finance.books.stuck import BooksStuck, homes_behind, read_stuck
from finance.events import FINANCE_STREAM, BooksClosed, ChargingTermsSet, FranchiseFeeSet, InvoicesRaised
from finance.ledger.projection import PROJECTION
from households.terms import PayerKind
from network.eventstore.event import Event
from tests.finance.books.stories import HOME, Story
from tests.projected import Projected, said

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
DAY = date(2025, 2, 3)


@pytest.fixture
async def keeper(projected: Projected) -> BooksKeeper:
    """A keeper beside a ledger without facts."""
    await projected.project(PROJECTION)
    return BooksKeeper(projected.pool, lambda: NOW)


async def tell(projected: Projected, story: Story, after: int = 0) -> None:
    """Put a story's facts, but for the first so many, into the read model as its handlers would."""
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
        for fact in story.facts[after:]
    ]
    async with projected.pool.acquire() as connection:
        await connection.copy_records_to_table("fact", schema_name=PROJECTION.schema, records=rows)
        await connection.execute(
            f"INSERT INTO {PROJECTION.schema}.latest VALUES ($1, $2)"
            " ON CONFLICT (home_id) DO UPDATE SET position = excluded.position",
            HOME,
            story.facts[-1].position,
        )


def fee() -> Event:
    return FranchiseFeeSet(begins_on=DAY, percentage=Decimal(5), **said(DAY))


def terms(kind: PayerKind) -> Event:
    return ChargingTermsSet(
        payer_kind=kind,
        begins_on=DAY,
        hospital_share=Decimal("0.5"),
        holiday_share=Decimal(1),
        other_share=Decimal(1),
        leaving_day_charged=False,
        nights_after_death=0,
        payment_terms_days=30,
        **said(DAY),
    )


async def everything_kept(projected: Projected) -> list[list[tuple[object, ...]]]:
    """Every row of the books, in order."""
    tables = ("account", "balance", "home_balance", "unpaid", "line")
    found = [await projected.web.fetch(f"SELECT * FROM books.{table}") for table in tables]
    return [sorted((tuple(row) for row in rows), key=str) for rows in found]


async def keep_all(keeper: BooksKeeper) -> int:
    """How many homes' books were worked out."""
    kept = 0
    while done := await keeper.keep_some(asyncio.Event()):
        kept += done
    return kept


@pytest.mark.parametrize("seed", [1, 2])
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

    closed = BooksClosed(through=DAY, **said(DAY))
    async with projected.following(PROJECTION):
        for event, kept in (
            (fee(), 0),
            (terms(PayerKind.SELF_FUNDER), 0),
            (terms(PayerKind.FNC), 1),
            (closed, 0),
        ):
            await projected.record(FINANCE_STREAM, event)
            assert await projected.shows(PROJECTION)
            assert await keep_all(keeper) == kept, event
    rules = await projected.web.fetchval(
        f"SELECT position FROM {PROJECTION.schema}.latest WHERE home_id = $1", FINANCE_STREAM
    )
    assert await projected.web.fetchval("SELECT rules_position FROM books.kept") == rules


async def test_what_is_written_after_a_close_is_what_would_be_written_whole(
    projected: Projected, keeper: BooksKeeper
) -> None:
    story = Story(Random(11))
    written = 0
    for _ in range(6):
        story.tell(6)
        await tell(projected, story, after=written)
        written = len(story.facts)
        assert await keep_all(keeper) == 1
    assert await projected.web.fetchval("SELECT closed_through FROM books.kept") is not None
    part_by_part = await everything_kept(projected)
    await projected.pool.execute("DELETE FROM books.kept")
    assert await keep_all(keeper) == 1
    assert await everything_kept(projected) == part_by_part


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
    [stuck] = await read_stuck(projected.web)
    assert (stuck.home_id, stuck.position, stuck.error) == (broken, 1, "ValidationError")
    [behind] = await homes_behind(projected.web, None)
    assert behind.home_id == broken
    with pytest.raises(BooksStuck):
        await homes_behind(projected.web, broken)
    assert list(await homes_behind(projected.web, HOME)) == []


async def test_a_home_that_is_stuck_is_tried_again_with_new_facts_and_by_a_new_process(
    projected: Projected, keeper: BooksKeeper
) -> None:
    await projected.pool.execute(f"INSERT INTO {PROJECTION.schema}.latest VALUES ($1, 1)", HOME)
    await projected.pool.execute(
        f"INSERT INTO {PROJECTION.schema}.fact VALUES ($1, 1, 1, now(), now(), 'no MessagePack')", HOME
    )
    assert await keep_all(keeper) == 0
    await projected.pool.execute(f"DELETE FROM {PROJECTION.schema}.fact")
    assert await keep_all(keeper) == 0, "nothing has become known"
    assert await keep_all(BooksKeeper(projected.pool, lambda: NOW)) == 1
    assert await read_stuck(projected.web) == []
