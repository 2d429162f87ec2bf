"""Why a line is what it is: the nights that are told add up to the amount, to the penny."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from finance.books.books import keep
from finance.books.charges import Charges
from finance.books.grounds import Reckoning, grounds_of
from finance.books.lines import LineKind
from finance.terms import SHARE_PARTS
from tests.finance.books.stories import HOME, HOME_REF, Story, days


def told_amount(reckoning: Reckoning) -> int:
    """What the nights come to by their shares, rounded once, half to even."""
    parts = sum(run.number * run.share for run in reckoning.nights)
    return round(Fraction(parts * reckoning.weekly, 7 * SHARE_PARTS))


@given(st.tuples(st.integers(0, 2**32), st.integers(3, 25)))
@settings(max_examples=25)
def test_the_nights_of_every_line_add_up_to_it(story: tuple[int, int]) -> None:
    told = Story(Random(story[0]))
    facts = told.tell(story[1])
    books = keep(HOME, HOME_REF, facts, told.today + days(35))
    for account in books.accounts.values():
        for line in account.lines:
            grounds = grounds_of(Charges(HOME), facts, line)
            if line.kind is LineKind.OPENING:
                assert grounds is None
                continue
            assert grounds is not None
            assert told_amount(grounds.now) == grounds.now.pence
            assert all(run.why for run in grounds.now.nights if run.share)
            if grounds.before is None:
                assert grounds.now.pence == line.pence
            else:
                assert told_amount(grounds.before) == grounds.before.pence
                assert grounds.now.pence - grounds.before.pence == line.pence
