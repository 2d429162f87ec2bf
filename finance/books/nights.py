"""The nights for which a contribution is charged, and how much of each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from finance.books.residency import Residency, Stay
from finance.books.rules import Rules, share_of
from finance.days import DAY
from finance.pence import half_even
from finance.terms import SHARE_PARTS
from households.terms import PayerKind


class Contribution(Struct):
    """What a payer pays a week towards a resident's fee, first through last night."""

    version: int
    """Its id in the home."""
    position: int
    """Of the fact that made it."""
    resident_id: UUID
    payer_id: UUID
    kind: PayerKind
    weekly: int
    begins_on: date
    ends_on: date
    is_taken_back: bool = False


class Charge(NamedTuple):
    """What a contribution comes to for some nights."""

    nights: int
    """Those of which any share is charged."""
    pence: int


class ChargeableNights:
    """Counts nights and their shares, as stays, absences and rules are known now."""

    def __init__(self, residency: Residency, rules: Rules) -> None:
        self._residency = residency
        self._rules = rules
        self.charged_from = date.max

    def stays(self, resident_id: UUID) -> list[Stay]:
        """A resident's stays, in the order in which they were recorded."""
        return self._residency.of(resident_id)

    def parts(self, contribution: Contribution, night: date) -> int:
        """What share of one night is charged, in ten-thousandths."""
        return self._count(contribution, night, night)[1]

    def charge(self, contribution: Contribution, first: date, last: date) -> Charge:
        """From a night through another; Σ share × weekly ÷ 7, rounded once, half to even."""
        nights, parts = self._count(contribution, first, last)
        return Charge(nights, half_even(parts * contribution.weekly, 7 * SHARE_PARTS))

    def _count(self, contribution: Contribution, first: date, last: date) -> tuple[int, int]:
        """How many nights are charged at any share, and their shares together."""
        if contribution.is_taken_back:
            return 0, 0
        first = max(first, self.charged_from)
        begins, ends = max(first, contribution.begins_on), min(last, contribution.ends_on)
        nights, parts = 0, 0
        for stay in self._residency.of(contribution.resident_id):
            if begins <= ends and stay.moved_in_on <= ends and stay.moved_out_on >= begins:
                for counted, share in self._of_stay(contribution, stay, begins, ends):
                    nights += counted if share else 0
                    parts += counted * share
            if stay.died and stay.moved_out_on <= last:
                after = self._after_death(contribution, stay, first, last)
                nights += after
                parts += after * SHARE_PARTS
        return nights, parts

    def _of_stay(
        self, contribution: Contribution, stay: Stay, first: date, last: date
    ) -> Iterator[tuple[int, int]]:
        """How many nights at which share: those in the home, those away, and the day of leaving."""
        begins, ends = max(first, stay.moved_in_on), min(last, stay.moved_out_on - DAY)
        present = max((ends - begins).days + 1, 0)
        for absence in stay.absences.values():
            away, back = max(begins, absence.away_from), min(ends, absence.back_on - DAY)
            if away <= back:
                present -= (back - away).days + 1
                for terms, nights in self._rules.during(contribution.kind, away, back):
                    yield nights, share_of(terms, absence.reason)
        yield present, SHARE_PARTS
        if first <= stay.moved_out_on <= last and self._leaving_day_counts(contribution, stay):
            yield 1, SHARE_PARTS

    def _leaving_day_counts(self, contribution: Contribution, stay: Stay) -> bool:
        """Where it is charged, and not a night of a stay that begins then, nor charged as one after death."""
        day = stay.moved_out_on
        if not self._rules.on(contribution.kind, day).leaving_day:
            return False
        if stay.died and self._after_death(contribution, stay, day, day):
            return False
        own = self._residency.of(stay.resident_id)
        left_twice = any(other.moved_out_on == day for other in own[: own.index(stay)])
        return not left_twice and not any(other.lives_on(day) for other in own)

    def _after_death(self, contribution: Contribution, stay: Stay, first: date, last: date) -> int:
        """Nights from the death on, of a contribution open the day before, until the room is let again."""
        died_on = stay.moved_out_on
        count = self._rules.on(contribution.kind, died_on).nights_after_death
        if not count or not contribution.begins_on <= died_on - DAY <= contribution.ends_on:
            return 0
        until = min(died_on + timedelta(days=count), self._residency.let_again_on(stay), last + DAY)
        return max((until - max(died_on, first)).days, 0)
