"""What is kept of the books in the database."""

from datetime import date

import pytest

from finance.books import facts as told
from finance.books.decided import reach_of
from finance.books.lines import LineKind
from finance.books.rows import dues_of
from finance.terms import SHARE_PARTS
from tests.finance.books.telling import COUNCIL, KINDS, Told

WHOLE = (SHARE_PARTS, SHARE_PARTS, SHARE_PARTS)
APRIL, MAY = date(2024, 4, 1), date(2024, 4, 29)


def test_an_invoice_that_was_raised_stays_due_when_it_was_whatever_the_terms_become() -> None:
    home = Told(date(2024, 1, 1))
    home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70000, APRIL)
    home.raises(APRIL, MAY)
    two_weeks = told.TermsSet(KINDS[COUNCIL], APRIL, *WHOLE, False, 0, 14)
    home.tell(two_weeks, APRIL, date(2024, 5, 2))
    books = home.books(date(2024, 5, 27))
    assert dues_of(books, books.accounts[COUNCIL]) == {0: date(2024, 5, 27), 1: date(2024, 6, 10)}


def an_invoice_of_adjustments_alone() -> Told:
    home = Told(date(2024, 1, 1))
    stay = home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70000, APRIL)
    home.leaves(stay, date(2024, 4, 29))
    home.closes(date(2024, 4, 30), date(2024, 5, 1))
    home.leaves(stay, date(2024, 4, 20), recorded_on=date(2024, 5, 2))
    return home


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_invoice_of_adjustments_alone_stays_due_too_once_it_was_raised_or_closed(is_closed: bool) -> None:
    home = an_invoice_of_adjustments_alone()
    shorter = told.TermsSet(KINDS[COUNCIL], APRIL, *WHOLE, False, 0, 14)
    if is_closed:
        home.closes(date(2024, 5, 28), date(2024, 5, 29))
    else:
        home.raises(MAY, date(2024, 5, 28))
    home.tell(shorter, APRIL, date(2024, 5, 30))
    books = home.books(date(2024, 6, 30))
    assert dues_of(books, books.accounts[COUNCIL])[1] == date(2024, 6, 24)
    assert reach_of([(1, shorter)]).rewrites == 0, "so terms have no row of closed days written again"


def test_until_then_it_is_due_as_the_terms_become() -> None:
    home = an_invoice_of_adjustments_alone()
    home.tell(told.TermsSet(KINDS[COUNCIL], APRIL, *WHOLE, False, 0, 14), APRIL, date(2024, 5, 30))
    books = home.books(date(2024, 6, 30))
    assert dues_of(books, books.accounts[COUNCIL])[1] == date(2024, 6, 10)


def test_an_invoice_of_adjustments_alone_is_due_by_the_terms_of_its_charge_date() -> None:
    books = an_invoice_of_adjustments_alone().books(date(2024, 6, 30))
    account = books.accounts[COUNCIL]
    assert [line.invoice for line in account.lines if line.kind is LineKind.ADJUSTMENT] == [1]
    assert dues_of(books, account)[1] == date(2024, 6, 24)
