"""A home's charges: what each contribution comes to in each period, fixed, and adjusted by later facts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from finance.books import facts as told
from finance.books.facts import Fact
from finance.books.nights import ChargeableNights, Contribution
from finance.books.periods import Periods
from finance.books.residency import Residency, Stay, Touched
from finance.books.rules import Rules
from finance.days import DAY
from households.terms import PayerKind

OPENING = -(10**6)
"""Stands for the invoice of an opening balance, which belongs to no period."""
NO_PERIOD = -(10**6)


class LineKind(StrEnum):
    """What a line of the books charges for."""

    CHARGE = "charge"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"


class Line(Struct, frozen=True, gc=False):
    """An amount charged to a payer; from its day on it is owed, or, negative, held as credit."""

    kind: LineKind
    payer_id: UUID
    payer_kind: PayerKind
    contribution: int
    """Its id; of an opening balance its own."""
    resident_id: UUID | None
    period: int
    """The period whose nights it is for; an adjustment may stand on a later invoice."""
    invoice: int
    """The period whose invoice it stands on; `OPENING`: its own document."""
    position: int
    """Of the fact that caused it."""
    posted_on: date
    due_on: date
    pence: int
    nights: int
    """Nights charged; of an adjustment, how many more or fewer."""
    weekly: int
    document: str = ""

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from every other line of the home, however often it is worked out."""
        return (self.contribution, self.period, self.position)


class Owing(Struct):
    """A contribution and what it has been fixed at, by period: nights and pence."""

    agreed: Contribution
    fixed: dict[int, tuple[int, int]]
    span: tuple[int, int] | None = None
    """The first and the last period in which anything can be charged; None: to be found out."""


class Charges:
    """Follows the facts of one home in the order of the log."""

    def __init__(self, home_id: UUID) -> None:
        self._home_id = home_id
        self._opened = False
        self.periods = Periods()
        self.rules = Rules()
        self._residency = Residency()
        self._nights = ChargeableNights(self._residency, self.rules)
        self._owing: dict[int, Owing] = {}
        self._raised: set[int] = set()
        self.closed_through: date | None = None
        self._closed_period = NO_PERIOD
        self._kinds: dict[UUID, PayerKind] = {}
        self.payer_refs: dict[UUID, str] = {}
        self.lines: list[Line] = []
        """Those that are fixed, adjustments and opening balances, in the order of the log."""

    @property
    def first_open(self) -> date:
        """The first day that is not closed."""
        return date.min if self.closed_through is None else self.closed_through + DAY

    def take(self, fact: Fact) -> None:
        """Go on by a fact: what is fixed stays, and what it changes of that is adjusted."""
        match fact.told:
            case told.Raised():
                self._raise(fact.told)
            case told.Closed():
                self._close(fact.told.through)
            case told.Owed():
                self._open_with(fact, fact.told)
            case told.Opened(charged_from=charged_from):
                self._opened = True
                self._nights.charged_from = charged_from
                self._forget_spans()
            case told.Anchored(anchor=anchor):
                self._anchor(anchor)
            case told.FeeSet():
                self.rules.set_fee(fact.told)
            case told.TermsSet():
                self.rules.set_terms(fact.told)
                self._adjust(fact, self._of_kind(fact.told.payer_kind), fact.told.begins_on)
            case told.Paid() | told.PaidBack() | told.DoubtSettled():
                pass
            case _:
                self._take_of_residents(fact)

    def unfixed(self, through: int, after: date = date.min) -> Iterator[Line]:
        """Charges, as they stand now, of periods up to one that nobody has fixed, charged after a day."""
        least = self.periods.next_charged(after + DAY) if after > date.min else None
        for owing in self._owing.values():
            first, last = owing.span or self._find_span(owing)
            for period in range(first if least is None else max(first, least), min(last, through) + 1):
                if not self._is_fixed(period):
                    line = self._line(owing, period)
                    if line is not None:
                        yield line

    def _find_span(self, owing: Owing) -> tuple[int, int]:
        agreed = owing.agreed
        stays = self._residency.of(agreed.resident_id)
        first, last = NO_PERIOD, NO_PERIOD - 1
        if stays:
            begins = max(agreed.begins_on, self._nights.charged_from, min(stay.moved_in_on for stay in stays))
            ends = min(agreed.ends_on, max(stay.moved_out_on for stay in stays))
            first = self.periods.number(begins)
            last = max(self.periods.number(ends), self._last_after_death(stays))
        owing.span = first, last
        return first, last

    def kind_of(self, payer_id: UUID) -> PayerKind:
        """The kind of a payer who has agreed anything in the home."""
        return self._kinds[payer_id]

    def _anchor(self, anchor: date) -> None:
        self.periods = Periods(anchor)
        self._forget_spans()

    def _forget_spans(self) -> None:
        for owing in self._owing.values():
            owing.span = None

    # --- Fixing ---------------------------------------------------------------------------

    def _is_fixed(self, period: int) -> bool:
        return period <= self._closed_period or period in self._raised

    def _raise(self, raised: told.Raised) -> None:
        period = self.periods.number(raised.period_starts_on)
        if self._opened and raised.home_id in (None, self._home_id) and not self._is_fixed(period):
            self._fix(self.unfixed(period, after=self.periods.charged_on(period) - DAY))
            self._raised.add(period)

    def _close(self, through: date) -> None:
        if through >= self.first_open:
            self._fix(self.unfixed(self.periods.last_charged_through(through)))
            self.closed_through = through
            self._closed_period = self.periods.last_charged_through(through)

    def _fix(self, lines: Iterable[Line]) -> None:
        for line in list(lines):
            self._owing[line.contribution].fixed[line.period] = (line.nights, line.pence)
            self.lines.append(line)

    def _line(self, owing: Owing, period: int) -> Line | None:
        agreed = owing.agreed
        charge = self._nights.charge(agreed, self.periods.start(period), self.periods.end(period))
        if not charge.pence and not charge.nights:
            return None
        posted_on = self.periods.charged_on(period)
        return Line(
            LineKind.CHARGE,
            agreed.payer_id,
            agreed.kind,
            agreed.version,
            agreed.resident_id,
            period,
            period,
            agreed.position,
            posted_on,
            self._due(agreed.kind, posted_on),
            charge.pence,
            charge.nights,
            agreed.weekly,
        )

    def _due(self, kind: PayerKind, day: date) -> date:
        return day + timedelta(days=self.rules.on(kind, day).payment_days)

    # --- Adjusting ------------------------------------------------------------------------

    def _adjust(self, fact: Fact, whose: Iterable[Owing], since: date) -> None:
        """Charge the difference to what was fixed, by contribution and period."""
        whose = list(whose)
        for owing in whose:
            owing.span = None
        last = max(self._closed_period, *self._raised, NO_PERIOD)
        first = self.periods.number(max(since, self._nights.charged_from)) if since > date.min else None
        for owing in whose:
            agreed = owing.agreed
            begins = self.periods.number(max(agreed.begins_on, self._nights.charged_from))
            at_all = min([begins, *owing.fixed])
            for period in range(at_all if first is None else max(at_all, first), last + 1):
                if self._is_fixed(period):
                    self._adjust_period(fact, owing, period)

    def _adjust_period(self, fact: Fact, owing: Owing, period: int) -> None:
        agreed, (nights, pence) = owing.agreed, owing.fixed.get(period, (0, 0))
        charge = self._nights.charge(agreed, self.periods.start(period), self.periods.end(period))
        if charge.pence == pence:
            if charge.nights != nights:
                owing.fixed[period] = charge
            return
        posted_on = max(fact.day, self.first_open, self.periods.charged_on(period))
        self.lines.append(
            Line(
                LineKind.ADJUSTMENT,
                agreed.payer_id,
                agreed.kind,
                agreed.version,
                agreed.resident_id,
                period,
                self._next_invoice(posted_on),
                fact.position,
                posted_on,
                self._due(agreed.kind, posted_on),
                charge.pence - pence,
                charge.nights - nights,
                agreed.weekly,
            )
        )
        owing.fixed[period] = charge

    def _next_invoice(self, posted_on: date) -> int:
        """Of the first period charged then or later that is not fixed."""
        period = self.periods.next_charged(posted_on)
        while self._is_fixed(period):
            period += 1
        return period

    def _of_kind(self, kind: PayerKind) -> list[Owing]:
        return [owing for owing in self._owing.values() if owing.agreed.kind is kind]

    def _of(self, resident_ids: Iterable[UUID]) -> list[Owing]:
        wanted = set(resident_ids)
        return [owing for owing in self._owing.values() if owing.agreed.resident_id in wanted]

    def _last_after_death(self, stays: list[Stay]) -> int:
        """The last period in which nights after a death could be charged, past the contribution's own end."""
        deaths = [stay.moved_out_on for stay in stays if stay.died]
        nights = self.rules.most_nights_after_death
        if not deaths or not nights:
            return NO_PERIOD - 1
        return self.periods.number(max(deaths) + timedelta(days=nights - 1))

    # --- Residents and what was agreed ------------------------------------------------------

    def _take_of_residents(self, fact: Fact) -> None:
        """Stays, absences and contributions change, and with them what is charged for the residents."""
        version = fact.version
        match fact.told:
            case told.MovedIn():
                self._touch(fact, self._residency.move_in(version, fact.told), lets_room=True)
            case told.MovedRoom():
                self._touch(fact, self._residency.move_room(fact.told), lets_room=True)
            case told.MovedOut():
                self._touch(fact, self._residency.move_out(fact.told), lets_room=True)
            case told.StayPutRight():
                self._touch(fact, self._residency.put_right_stay(fact.told), lets_room=True)
            case told.WentAway():
                self._touch(fact, self._residency.go_away(version, fact.told))
            case told.CameBack():
                self._touch(fact, self._residency.come_back(fact.told))
            case told.AbsencePutRight():
                self._touch(fact, self._residency.put_right_absence(fact.told))
            case _:
                self._take_agreement(fact)

    def _touch(self, fact: Fact, touched: Touched, *, lets_room: bool = False) -> None:
        whose = {touched.resident_id}
        since = touched.since
        nights = self.rules.most_nights_after_death
        if lets_room and nights:
            # Whose room is let again, earlier or later than was known.
            reach = since - timedelta(days=nights)
            dead = self._residency.died_since(reach)
            whose |= {stay.resident_id for stay in dead}
            since = min([since, *(stay.moved_out_on for stay in dead)])
        self._adjust(fact, self._of(whose), since)

    def _take_agreement(self, fact: Fact) -> None:
        match fact.told:
            case told.Agreed():
                self._agree(fact, fact.told)
            case told.RateChanged(contribution=old, begins_on=begins_on):
                self._change_rate(fact, fact.told)
                self._adjust(fact, [self._owing[old], self._owing[fact.version]], begins_on)
            case told.ContributionEnded(contribution=contribution, ends_on=ends_on):
                owing = self._owing[contribution]
                since = min(owing.agreed.ends_on, ends_on)
                owing.agreed.ends_on = ends_on
                self._adjust(fact, [owing], since)
            case told.ContributionPutRight():
                self._put_right(fact, fact.told)
            case told.ContributionTakenBack(contribution=contribution):
                self._owing[contribution].agreed.is_taken_back = True
                self._adjust(fact, [self._owing[contribution]], date.min)
            case _:
                raise TypeError(f"The books do not know what to do with {type(fact.told).__name__}.")

    def _agree(self, fact: Fact, agreed: told.Agreed) -> None:
        contribution = Contribution(
            fact.version,
            fact.position,
            agreed.resident_id,
            agreed.payer_id,
            agreed.payer_kind,
            agreed.weekly,
            agreed.begins_on,
            agreed.ends_on,
        )
        self._kinds[agreed.payer_id] = agreed.payer_kind
        self.payer_refs[agreed.payer_id] = agreed.payer_ref
        self._owing[fact.version] = Owing(contribution, {})
        self._adjust(fact, [self._owing[fact.version]], agreed.begins_on)

    def _change_rate(self, fact: Fact, changed: told.RateChanged) -> None:
        old = self._owing[changed.contribution].agreed
        self._owing[fact.version] = Owing(
            Contribution(
                fact.version,
                fact.position,
                old.resident_id,
                old.payer_id,
                old.kind,
                changed.weekly,
                changed.begins_on,
                changed.ends_on,
            ),
            {},
        )
        old.ends_on = changed.begins_on - DAY

    def _put_right(self, fact: Fact, right: told.ContributionPutRight) -> None:
        owing = self._owing[right.contribution]
        agreed = owing.agreed
        agreed.weekly, agreed.begins_on, agreed.ends_on = right.weekly, right.begins_on, right.ends_on
        self._adjust(fact, [owing], date.min)

    def _open_with(self, fact: Fact, owed: told.Owed) -> None:
        posted_on = max(self._nights.charged_from, self.first_open)
        self.lines.append(
            Line(
                LineKind.OPENING,
                owed.payer_id,
                self._kinds[owed.payer_id],
                fact.version,
                None,
                NO_PERIOD,
                OPENING,
                fact.position,
                posted_on,
                owed.due_on,
                owed.pence,
                0,
                0,
                owed.document,
            )
        )
