"""The charges of a home worked out a second time: night by night, in fractions, all of it anew at each fact.

It shares no code with `finance.books` but the facts and the words of a line.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from finance.books import facts as told
from finance.books.facts import Fact, Placement
from households.terms import AbsenceReason, PayerKind

ONE = timedelta(days=1)
ANCHOR = date(2024, 4, 1)


class Nights(NamedTuple):
    """What is known of a stay."""

    resident: UUID
    placements: tuple[Placement, ...]
    out: date
    died: bool


class Known:
    """The facts as they stand, kept as plainly as they can be."""

    def __init__(self) -> None:
        self.charged_from = date.max
        self.stays: dict[int, Nights] = {}
        self.absences: dict[int, tuple[int, date, date, AbsenceReason]] = {}
        self.contributions: dict[int, tuple[UUID, UUID, PayerKind, int, date, date]] = {}
        self.terms: list[told.TermsSet] = []

    def learn(self, fact: Fact) -> None:  # noqa: C901, PLR0912 - a case a fact
        version = fact.version
        match fact.told:
            case told.Opened(day):
                self.charged_from = day
            case told.MovedIn(resident, house, room, day):
                self.stays[version] = Nights(resident, (Placement(house, room, day),), date.max, False)
            case told.MovedRoom(stay, house, room, day):
                known = self.stays[stay]
                self.stays[stay] = known._replace(placements=(*known.placements, Placement(house, room, day)))
            case told.MovedOut(stay, day, died):
                self.stays[stay] = self.stays[stay]._replace(out=day, died=died)
            case told.StayPutRight(stay, placements, out, died):
                self.stays[stay] = Nights(self.stays[stay].resident, placements, out, died)
            case told.WentAway(stay, day, reason):
                self.absences[version] = (stay, day, date.max, reason)
            case told.CameBack(absence, day):
                stay, away, _, reason = self.absences[absence]
                self.absences[absence] = (stay, away, day, reason)
            case told.AbsencePutRight(absence, away, back, None):
                del self.absences[absence]
            case told.AbsencePutRight(absence, away, back, reason) if reason is not None:
                self.absences[absence] = (self.absences[absence][0], away, back, reason)
            case told.Agreed(resident, payer, kind, _, weekly, begins, ends):
                self.contributions[version] = (resident, payer, kind, weekly, begins, ends)
            case told.RateChanged(old, weekly, begins, ends):
                resident, payer, kind, was, began, _ = self.contributions[old]
                self.contributions[old] = (resident, payer, kind, was, began, begins - ONE)
                self.contributions[version] = (resident, payer, kind, weekly, begins, ends)
            case told.ContributionEnded(old, ends):
                self.contributions[old] = (*self.contributions[old][:5], ends)
            case told.ContributionPutRight(old, weekly, begins, ends):
                self.contributions[old] = (*self.contributions[old][:3], weekly, begins, ends)
            case told.ContributionTakenBack(old):
                self.contributions[old] = (*self.contributions[old][:3], 0, date.max, date.min)
            case told.TermsSet():
                self.terms.append(fact.told)
            case _:
                pass

    def rule(self, kind: PayerKind, day: date) -> told.TermsSet | None:
        held = [terms for terms in self.terms if terms.payer_kind is kind and terms.begins_on <= day]
        return max(enumerate(held), key=lambda entry: (entry[1].begins_on, entry[0]))[1] if held else None

    def share(self, contribution: int, night: date) -> Fraction:
        """Of a night's price that is charged."""
        resident, _, kind, _, begins, ends = self.contributions[contribution]
        if night < self.charged_from:
            return Fraction(0)
        stays = {v: stay for v, stay in self.stays.items() if stay.resident == resident}
        if self._after_death(kind, night, begins, ends, stays):
            return Fraction(1)
        if not begins <= night <= ends:
            return Fraction(0)
        for version, stay in stays.items():
            if stay.placements[0].since <= night < stay.out:
                return self._of_night(version, kind, night)
        rule = self.rule(kind, night)
        left = any(stay.out == night and stay.placements[0].since <= night for stay in stays.values())
        return Fraction(int(bool(left and rule and rule.leaving_day)))

    def _of_night(self, stay: int, kind: PayerKind, night: date) -> Fraction:
        rule = self.rule(kind, night)
        for of, away, back, reason in self.absences.values():
            if of == stay and away <= night < back and rule is not None:
                return Fraction(getattr(rule, reason.value), 10_000)
        return Fraction(1)

    def _after_death(
        self, kind: PayerKind, night: date, begins: date, ends: date, stays: dict[int, Nights]
    ) -> bool:
        for stay in stays.values():
            rule = self.rule(kind, stay.out) if stay.died else None
            if rule is None or not stay.out <= night < stay.out + timedelta(days=rule.nights_after_death):
                continue
            if begins <= stay.out - ONE <= ends and not self._let_by(stay, night):
                return True
        return False

    def _let_by(self, dead: Nights, night: date) -> bool:
        """Whether somebody else has had the room for a night since the death."""
        room = dead.placements[-1]
        for stay in self.stays.values():
            if stay.resident == dead.resident or room.room is None:
                continue
            for index, lived in enumerate(stay.placements):
                until = stay.placements[index + 1].since if index + 1 < len(stay.placements) else stay.out
                same = (lived.household_id, lived.room) == (room.household_id, room.room)
                if same and dead.out <= lived.since <= night and lived.since < until:
                    return True
        return False

    def price(self, contribution: int, period: int) -> int:
        weekly = self.contributions[contribution][3]
        first = ANCHOR + timedelta(days=28 * period)
        parts = sum((self.share(contribution, first + timedelta(days=n)) for n in range(28)), Fraction(0))
        return round(parts * weekly / 7)


class SlowLine(NamedTuple):
    """What is charged to a payer, and when."""

    payer: UUID
    contribution: int
    period: int
    posted_on: date
    pence: int


def charged_on(period: int) -> date:
    return ANCHOR + timedelta(days=28 * (period + 1))


def lines_of(home: UUID, facts: list[Fact], through: date) -> list[SlowLine]:  # noqa: C901, PLR0912 - on one page
    """Every charge and adjustment with another amount than nothing, up to a charge date."""
    known, lines = Known(), list[SlowLine]()
    raised, closed = set[int](), date.min
    fixed: defaultdict[tuple[int, int], int] = defaultdict(int)
    periods = range((date(2023, 11, 1) - ANCHOR).days // 28, (through - ANCHOR).days // 28 + 1)

    def is_fixed(period: int) -> bool:
        return period in raised or charged_on(period) <= closed

    def fix(period: int) -> None:
        for contribution, (_, payer, *_) in known.contributions.items():
            pence = known.price(contribution, period)
            fixed[contribution, period] = pence
            lines.append(SlowLine(payer, contribution, period, charged_on(period), pence))

    for fact in facts:
        match fact.told:
            case told.Raised(first, only):
                period = (first - ANCHOR).days // 28
                if only in (None, home) and not is_fixed(period):
                    fix(period)
                    raised.add(period)
            case told.Closed(day):
                for period in periods:
                    if charged_on(period) <= day and not is_fixed(period):
                        fix(period)
                closed = max(closed, day)
            case told.Owed(payer, _, _, pence):
                open_day = closed + ONE if closed > date.min else date.min
                lines.append(SlowLine(payer, fact.version, -1000, max(known.charged_from, open_day), pence))
            case told.Paid() | told.PaidBack() | told.DoubtSettled():
                pass
            case _:
                known.learn(fact)
                for contribution, (_, payer, *_) in known.contributions.items():
                    for period in filter(is_fixed, periods):
                        pence = known.price(contribution, period)
                        if pence != fixed[contribution, period]:
                            first_open = closed + ONE if closed > date.min else date.min
                            day = max(fact.day, first_open, charged_on(period))
                            change = pence - fixed[contribution, period]
                            lines.append(SlowLine(payer, contribution, period, day, change))
                            fixed[contribution, period] = pence
    for period in periods:
        if charged_on(period) <= through and not is_fixed(period):
            fix(period)
    return [line for line in lines if line.pence]
