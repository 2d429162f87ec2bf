"""Charging terms as they are in force from day to day, by payer kind, and the franchise fee."""

from bisect import bisect_right, insort
from collections.abc import Iterator
from datetime import date
from itertools import chain
from operator import attrgetter

from finance.books.facts import FeeSet, TermsSet
from finance.days import DAY
from finance.pence import half_even
from finance.terms import SHARE_PARTS
from households.terms import AbsenceReason, PayerKind

PAYMENT_DAYS = 28
FEE_PARTS = 1_000_000
"""A percentage with four decimals, in parts of the whole."""

_BEGINS_ON = attrgetter("begins_on")


def unset(kind: PayerKind) -> TermsSet:
    """What holds where finance has set nothing."""
    return TermsSet(kind, date.min, SHARE_PARTS, SHARE_PARTS, SHARE_PARTS, False, 0, PAYMENT_DAYS)


class Rules:
    """What finance has set, by the day from which it holds."""

    def __init__(self) -> None:
        self._terms = {kind: [unset(kind)] for kind in PayerKind}
        self._fees = [FeeSet(date.min, 0)]
        self.most_nights_after_death = 0
        """Of any kind on any day."""

    def set_terms(self, told: TermsSet) -> None:
        """From its day on until the next; of two of one day the later counts."""
        known = [terms for terms in self._terms[told.payer_kind] if terms.begins_on != told.begins_on]
        insort(known, told, key=_BEGINS_ON)
        self._terms[told.payer_kind] = known
        self.most_nights_after_death = max(
            terms.nights_after_death for terms in chain.from_iterable(self._terms.values())
        )

    def set_fee(self, told: FeeSet) -> None:
        """The same, of the franchise fee."""
        self._fees = [fee for fee in self._fees if fee.begins_on != told.begins_on]
        insort(self._fees, told, key=_BEGINS_ON)

    def on(self, kind: PayerKind, day: date) -> TermsSet:
        """The terms in force on a day."""
        known = self._terms[kind]
        return known[bisect_right(known, day, key=_BEGINS_ON) - 1]

    def during(self, kind: PayerKind, first: date, last: date) -> Iterator[tuple[TermsSet, int]]:
        """The terms in force from a night through another, and for how many of those nights."""
        known = self._terms[kind]
        index = bisect_right(known, first, key=_BEGINS_ON) - 1
        while first <= last:
            index += 1
            until = known[index].begins_on - DAY if index < len(known) else last
            yield known[index - 1], (min(until, last) - first).days + 1
            first = until + DAY

    def fee_on(self, day: date, pence: int) -> int:
        """The franchise fee of an amount charged on a day, in pence, rounded half to even."""
        fee = self._fees[bisect_right(self._fees, day, key=_BEGINS_ON) - 1]
        return half_even(pence * fee.parts, FEE_PARTS)


def share_of(terms: TermsSet, reason: AbsenceReason) -> int:
    """Of a night away, in ten-thousandths."""
    match reason:
        case AbsenceReason.HOSPITAL:
            return terms.hospital
        case AbsenceReason.HOLIDAY:
            return terms.holiday
        case AbsenceReason.OTHER:
            return terms.other
