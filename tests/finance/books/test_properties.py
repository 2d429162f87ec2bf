"""What holds of every home's books, whatever happens in it."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.books.balances import NOTHING, Sums, ageing_on, sums_on
from finance.books.books import Books, keep
from finance.books.facts import Closed, Fact
from tests.finance.books.slow import SlowLine, lines_of
from tests.finance.books.stories import BEGINS, HOME, HOME_REF, Story

stories = st.tuples(st.integers(0, 2**32), st.integers(3, 30))


def told(seed: int, turns: int) -> tuple[list[Fact], date]:
    """The facts of a story, and its last day."""
    story = Story(Random(seed))
    facts = story.tell(turns)
    return facts, story.today


def every_day(until: date) -> list[date]:
    return [BEGINS - timedelta(days=40) + timedelta(days=n) for n in range((until - BEGINS).days + 100)]


def figures(books: Books, day: date) -> dict[object, object]:
    """All that the books say of a day."""
    return {
        payer: (sums_on(account, day), ageing_on(account, day))
        for payer, account in books.accounts.items()
        if sums_on(account, day) != NOTHING
    }


@given(stories)
@settings(max_examples=60)
def test_lines_are_those_of_a_slow_calculation_night_by_night(story: tuple[int, int]) -> None:
    facts, today = told(*story)
    through = today + timedelta(days=35)
    books = keep(HOME, HOME_REF, facts, through)
    quick = sorted(
        SlowLine(line.payer_id, line.contribution, max(line.period, -1000), line.posted_on, line.pence)
        for account in books.accounts.values()
        for line in account.lines
        if line.pence
    )
    assert quick == sorted(lines_of(HOME, facts, through))


@given(stories)
def test_on_every_day_charged_less_received_is_outstanding_less_credit_and_ages_add_up(
    story: tuple[int, int],
) -> None:
    facts, today = told(*story)
    books = keep(HOME, HOME_REF, facts, today + timedelta(days=60))
    for account in books.accounts.values():
        for day in every_day(today)[::3]:
            sums = sums_on(account, day)
            assert sums.charged - sums.received == sums.outstanding - sums.credit
            assert sum(ageing_on(account, day)) == sums.outstanding
            assert min(sums.outstanding, sums.credit, *ageing_on(account, day)) >= 0


@given(stories)
@settings(max_examples=60)
def test_closed_figures_never_move(story: tuple[int, int]) -> None:
    facts, today = told(*story)
    closings = [
        (index, fact.told.through) for index, fact in enumerate(facts) if isinstance(fact.told, Closed)
    ]
    for index, through in closings:
        sample = [*[day for day in every_day(through) if day <= through][::17], through]
        before = keep(HOME, HOME_REF, facts[:index], today)
        then = keep(HOME, HOME_REF, facts[: index + 1], today)
        now = keep(HOME, HOME_REF, facts, today)
        for day in sample:
            assert figures(before, day) == figures(then, day) == figures(now, day)


@pytest.mark.parametrize("sums", [Sums(1, 2, 3, 4)])
def test_sums_add_up(sums: Sums) -> None:
    assert sums.plus(sums) == Sums(2, 4, 6, 8)
