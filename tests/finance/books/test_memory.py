"""What books said earlier: worked out again for homes that have changed since, and for no others."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from finance.books.keeping import BooksKeeper
from finance.books.memory import BooksMemory
from finance.events import FINANCE_STREAM, BooksClosed
from finance.ledger.projection import PROJECTION
from households.terms import PayerKind
from network.eventstore.event import Event
from tests.finance.books.stories import HOME, Story
from tests.finance.books.test_keeping import DAY, NOW, fee, keep_all, tell, terms
from tests.projected import Projected, said

LAST = date(2026, 2, 28)


@pytest.fixture
async def home(projected: Projected) -> Projected:
    """A home whose books are kept."""
    await projected.project(PROJECTION)
    story = Story(Random(7))
    story.tell(10)
    await tell(projected, story)
    row = (HOME, "ROSE", "Rose Cottage")
    await projected.pool.copy_records_to_table("home", schema_name=PROJECTION.schema, records=[row])
    assert await keep_all(BooksKeeper(projected.pool, lambda: NOW)) == 1
    return projected


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        (BooksClosed(through=LAST, **said(LAST)), False),
        (fee(), False),
        (terms(PayerKind.SELF_FUNDER), False),
        (terms(PayerKind.FNC), True),
    ],
)
async def test_only_homes_that_a_decision_since_reaches_are_worked_out_again(
    home: Projected, event: Event, changes: bool
) -> None:
    then: datetime = await home.web.fetchval("SELECT clock_timestamp()")
    async with home.following(PROJECTION):
        await home.record(FINANCE_STREAM, event)
        assert await home.shows(PROJECTION)
    memory = BooksMemory(home.web, timedelta(seconds=20))
    assert list(await memory.remember(DAY, then, None)) == [HOME] * changes
