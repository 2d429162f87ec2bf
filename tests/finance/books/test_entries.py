"""The ledger: debits equal credits, its accounts agree with the balances, and so says hledger."""

import subprocess
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from finance.books import facts as told
from finance.books.balances import sums_on
from finance.books.books import Books, keep
from finance.books.entries import accounts_of, entries_of
from finance.export.journal import account_name, journal_of
from finance.pence import to_pounds
from tests.finance.books.stories import HOME, HOME_REF, Story
from tests.finance.books.telling import COUNCIL, Told

stories = st.tuples(st.integers(0, 2**32), st.integers(3, 30))


def kept(seed: int, turns: int) -> tuple[Books, date]:
    """The books of a story, with a fee, and its last day."""
    story = Story(Random(seed))
    story.tell(turns)
    return keep(HOME, HOME_REF, story.facts, story.today), story.today


def totals(books: Books, day: date) -> "Counter[tuple[str, ...]]":
    """What is in each account at the end of a day."""
    found: Counter[tuple[str, ...]] = Counter()
    for entry in entries_of(books, day):
        for posting in entry.postings:
            found[posting.account] += posting.pence
    return found


@given(stories)
@settings(max_examples=50)
def test_debits_are_credits_and_the_accounts_are_the_balances_on_any_day(story: tuple[int, int]) -> None:
    books, today = kept(*story)
    assert all(sum(p.pence for p in entry.postings) == 0 for entry in entries_of(books, today))
    for day in (today, today - timedelta(days=31), today - timedelta(days=77)):
        ledger = totals(books, day)
        assert sum(ledger.values()) == 0
        for account in books.accounts.values():
            sums, names = sums_on(account, day), accounts_of(account)
            assert ledger[names.receivable] == sums.outstanding
            assert ledger[names.credit] == -sums.credit
        received = sum(sums_on(account, day).received for account in books.accounts.values())
        assert ledger["assets", "bank", HOME_REF] == received


@given(stories)
@settings(max_examples=50)
def test_every_entry_names_an_event_of_the_log(story: tuple[int, int]) -> None:
    telling = Story(Random(story[0]))
    facts = telling.tell(story[1])
    books = keep(HOME, HOME_REF, facts, telling.today)
    assert {entry.position for entry in entries_of(books, telling.today)} <= {fact.position for fact in facts}


def test_the_franchise_fee_is_a_share_of_each_line_charged() -> None:
    home = Told(date(2024, 1, 1))
    home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70001, date(2024, 4, 1))
    home.tell(told.FeeSet(date(2024, 5, 1), 65_000), date(2024, 5, 1))
    home.tell(told.Owed(COUNCIL, "OLD", date(2024, 1, 1), 9999), date(2024, 1, 1))
    ledger = totals(home.books(date(2024, 6, 1)), date(2024, 6, 1))
    assert ledger["expenses", "franchise fee", "ROSE"] == 18200  # 6.5% of 2,800.04: 182.0026
    assert ledger["liabilities", "franchise fee", "ROSE"] == -18200


def test_hledger_takes_the_journal_in_strict_mode_and_comes_to_the_same_balances(own_dir: Path) -> None:
    story = Story(Random(20))
    story.tell(60)
    books = keep(HOME, HOME_REF, story.facts, story.today)
    path = own_dir / "books.journal"
    path.write_text("".join(journal_of(entries_of(books, story.today), story.today)), encoding="utf-8")

    hledger(path, "check", "--strict")
    printed = hledger(path, "balance", "--strict", "--flat", "--empty", "--no-total", "--output-format=csv")
    rows = [line.strip('"').split('","') for line in printed.splitlines()[1:]]
    said = {name: amount.removesuffix(" GBP") for name, amount in rows}
    own = {account_name(name): str(to_pounds(pence)) for name, pence in totals(books, story.today).items()}
    assert {name: value for name, value in said.items() if Decimal(value)} == {
        name: value for name, value in own.items() if float(value)
    }
    assert len(own) > 5


def hledger(path: Path, *words: str) -> str:
    """What hledger says to a journal; it fails where hledger finds fault with it."""
    ended = subprocess.run(
        ["hledger", "-f", str(path), *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_reference_that_would_break_the_journal_does_not() -> None:
    assert account_name(("assets", "a:b;c", "(x)  y")) == "assets:a b c:x y"
