"""What holds of every home's books, whatever happens in it."""

from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.books.balances import NOTHING, Sums, ageing_on, sums_on, unpaid_on
from finance.books.books import Account, Books, keep
from finance.books.facts import Closed, Fact, Paid, TermsSet
from finance.books.lines import Line
from finance.books.rows import Row, rows_of
from finance.terms import SHARE_PARTS
from households.terms import PayerKind
from tests.finance.books import slow_receipts
from tests.finance.books.slow import SlowLine, lines_of
from tests.finance.books.slow_receipts import Key
from tests.finance.books.stories import BEGINS, HOME, HOME_REF, Story

EVERY_NIGHT = (SHARE_PARTS, SHARE_PARTS, SHARE_PARTS)
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
@settings(max_examples=40)
def test_rows_of_closed_days_stay_as_they_were_written_whatever_becomes_of_the_terms(
    story: tuple[int, int],
) -> None:
    facts, today = told(*story)
    closings = [place for place, fact in enumerate(facts) if isinstance(fact.told, Closed)]
    if not closings:
        return
    known = facts[: closings[-1] + 1]
    terms = [
        Fact(
            facts[-1].position + n,
            len(facts) + n,
            today,
            BEGINS,
            TermsSet(kind, BEGINS, *EVERY_NIGHT, False, 0, 3),
        )
        for n, kind in enumerate(PayerKind, 1)
    ]
    then, now = (keep(HOME, HOME_REF, some, today + timedelta(days=35)) for some in (known, [*facts, *terms]))
    assert then.closed_through is not None
    assert _rows_through(then, then.closed_through) == _rows_through(now, then.closed_through)


def _rows_through(books: Books, day: date) -> list[list[Row]]:
    """What stays written when days are closed through this one: each table has its day in another place."""
    rows = rows_of(books)
    days = ((rows.balance, 2), (rows.home_balance, 1), (rows.unpaid, 4), (rows.line, 4))
    return [sorted((row for row in table if str(row[place]) <= str(day)), key=str) for table, place in days]


def _names(references: dict[int, str], account: Account, books: Books, key: Key, line: Line) -> bool:
    """Whether money that is a payment names a line."""
    said = references.get(key[0], "") if key[1] == 0 and key[0] in references else ""
    return bool(said) and slow_receipts.names(said, account.naming, line, books.periods)


@given(stories)
@settings(max_examples=60)
def test_what_money_pays_is_what_a_slow_calculation_day_by_day_says(story: tuple[int, int]) -> None:
    facts, today = told(*story)
    facts = [fact for fact in facts if not isinstance(fact.told, Closed)]
    books = keep(HOME, HOME_REF, facts, today + timedelta(days=35))
    for payer, account in books.accounts.items():
        slow, rows = slow_receipts.Account(), slow_receipts.rows_of(facts, payer)
        references = {fact.version: fact.told.reference for fact in facts if isinstance(fact.told, Paid)}

        names = partial(_names, references, account, books)
        every = {line.key: line for line in account.lines}
        slow_receipts.play(slow, account.lines, rows, every, names)
        for day in every_day(today)[::7]:
            said = slow_receipts.said_on(slow, account.lines, day)
            unpaid = {item.line.key: item.pence for item in unpaid_on(account, day)}
            assert (unpaid, sums_on(account, day).credit) == said


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


@given(stories)
@settings(max_examples=60)
def test_a_close_by_itself_moves_no_figure_of_any_day(story: tuple[int, int]) -> None:
    facts, today = told(*story)
    for index, fact in enumerate(facts):
        if isinstance(fact.told, Closed):
            before = keep(HOME, HOME_REF, facts[:index], today)
            then = keep(HOME, HOME_REF, facts[: index + 1], today)
            for day in every_day(today)[::5]:
                assert figures(before, day) == figures(then, day)


@pytest.mark.parametrize("sums", [Sums(1, 2, 3, 4)])
def test_sums_add_up(sums: Sums) -> None:
    assert sums.plus(sums) == Sums(2, 4, 6, 8)
