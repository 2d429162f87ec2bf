"""The ledger as a journal that hledger reads, with declared accounts and asserted balances."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from finance.books.entries import Entry
from finance.pence import to_pounds

COMMODITY = "GBP"
_UNPLAIN = re.compile(r"[^0-9A-Za-z_.'/&+-]+")


def account_name(parts: Iterable[str]) -> str:
    """An account's name as hledger takes it: no colon, semicolon, bracket or double space in a part."""
    return ":".join(_UNPLAIN.sub(" ", part).strip() or "-" for part in parts)


def journal_of(entries: Iterable[Entry], through: date) -> Iterator[str]:
    """One home's journal, piece by piece; every account's balance is asserted on the last day."""
    balances: defaultdict[str, int] = defaultdict(int)
    declared: set[str] = set()
    yield f"; The books through {through}. The number in brackets is the event's place in the log.\n"
    yield f"commodity 1000.00 {COMMODITY}\n\n"
    for entry in entries:
        postings = [(account_name(posting.account), posting.pence) for posting in entry.postings]
        for name, pence in postings:
            if name not in declared:
                declared.add(name)
                yield f"account {name}\n"
            balances[name] += pence
        yield f"\n{entry.on} ({entry.position}) {entry.description}\n" + "".join(
            f"    {name}  {to_pounds(pence)} {COMMODITY}\n" for name, pence in postings
        )
    yield from _assertions(balances, through)


def _assertions(balances: dict[str, int], through: date) -> Iterator[str]:
    if balances:
        yield f"\n{through} balances\n"
    for name in sorted(balances):
        yield f"    {name}  0.00 {COMMODITY} = {to_pounds(balances[name])} {COMMODITY}\n"
