"""A home's charges: what each contribution comes to in each period, fixed, and adjusted by later facts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from finance.books import facts as told
from finance.books.agreements import Agreements, Owing
from finance.books.facts import Fact
from finance.books.lines import NO_PERIOD, OPENING, Line, LineKind
from finance.books.nights import ChargeableNights
from finance.books.periods import Periods
from finance.books.residency import Residency, Stay, Touched
from finance.books.rules import Rules
from finance.days import DAY
from households.terms import PayerKind


class Charges:
    """Follows the facts of one home in the order of the log."""

    def __init__(self, home_id: UUID) -> None:
        self._home_id = home_id
        self._opened = False
        self.periods = Periods()
        self.rules = Rules()
        self._residency = Residency()
        self.nights = ChargeableNights(self._residency, self.rules)
        self.agreements = Agreements()
        self._raised: set[int] = set()
        self.closed_through: date | None = None
        self._closed_period = NO_PERIOD
        self.lines: list[Line] = []
        """Those that are fixed, adjustments and opening balances, in the order of the log."""
        self.dues: dict[tuple[UUID, int], date] = {}
        """When the adjustments on an invoice that is fixed are due with it, by payer and period."""
        self._undue: list[Line] = []
        """Adjustments on invoices that nobody has fixed."""

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
                self.nights.charged_from = charged_from
                self._forget_spans()
            case told.Anchored(anchor=anchor):
                self._anchor(anchor)
            case told.FeeSet():
                self.rules.set_fee(fact.told)
            case told.TermsSet():
                self.rules.set_terms(fact.told)
                self._adjust(fact, self.agreements.of_kind(fact.told.payer_kind), fact.told.begins_on)
            case told.Paid() | told.PaidBack() | told.DoubtSettled():
                pass
            case _:
                self._take_of_residents(fact)

    def unfixed(self, through: int, after: date = date.min) -> Iterator[Line]:
        """Charges, as they stand now, of periods up to one that nobody has fixed, charged after a day."""
        least = self.periods.next_charged(after + DAY) if after > date.min else None
        for owing in self.agreements.all():
            first, last = owing.span or self._find_span(owing)
            begins = max(first, self._closed_period + 1, first if least is None else least)
            for period in range(begins, min(last, through) + 1):
                if not self._is_fixed(period):
                    line = self._line(owing, period)
                    if line is not None:
                        yield line

    def _find_span(self, owing: Owing) -> tuple[int, int]:
        agreed = owing.agreed
        stays = self._residency.of(agreed.resident_id)
        first, last = NO_PERIOD, NO_PERIOD - 1
        if stays:
            begins = max(agreed.begins_on, self.nights.charged_from, min(stay.moved_in_on for stay in stays))
            ends = min(agreed.ends_on, max(stay.moved_out_on for stay in stays))
            first = self.periods.number(begins)
            last = max(self.periods.number(ends), self._last_after_death(stays))
        owing.span = first, last
        return first, last

    def _anchor(self, anchor: date) -> None:
        self.periods = Periods(anchor)
        self._forget_spans()

    def _forget_spans(self) -> None:
        for owing in self.agreements.all():
            owing.span = None

    # --- Fixing ---------------------------------------------------------------------------

    def _is_fixed(self, period: int) -> bool:
        return period <= self._closed_period or period in self._raised

    def _raise(self, raised: told.Raised) -> None:
        period = self.periods.number(raised.period_starts_on)
        if self._opened and raised.home_id in (None, self._home_id) and not self._is_fixed(period):
            self._fix(self.unfixed(period, after=self.periods.charged_on(period) - DAY))
            self._raised.add(period)
            self._keep_dues()

    def _close(self, through: date) -> None:
        if through >= self.first_open:
            self._fix(self.unfixed(self.periods.last_charged_through(through)))
            self.closed_through = through
            self._closed_period = self.periods.last_charged_through(through)
            self._keep_dues()

    def _fix(self, lines: Iterable[Line]) -> None:
        for line in list(lines):
            self.agreements.owing(line.contribution).fixed[line.period] = (line.nights, line.pence)
            self.lines.append(line)

    def _keep_dues(self) -> None:
        """What goes out is due on the day that it says, whatever the terms become."""
        for line in self._undue:
            if self._is_fixed(line.invoice):
                kind = self.agreements.kind_of(line.payer_id)
                due_on = self._due(kind, self.periods.charged_on(line.invoice))
                self.dues[line.payer_id, line.invoice] = due_on
        self._undue = [line for line in self._undue if not self._is_fixed(line.invoice)]

    def _line(self, owing: Owing, period: int) -> Line | None:
        agreed = owing.agreed
        charge = self.nights.charge(agreed, self.periods.start(period), self.periods.end(period))
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
        first = self.periods.number(max(since, self.nights.charged_from)) if since > date.min else None
        for owing in whose:
            agreed = owing.agreed
            begins = self.periods.number(max(agreed.begins_on, self.nights.charged_from))
            at_all = min([begins, *owing.fixed])
            for period in range(at_all if first is None else max(at_all, first), last + 1):
                if self._is_fixed(period):
                    self._adjust_period(fact, owing, period)

    def _adjust_period(self, fact: Fact, owing: Owing, period: int) -> None:
        agreed, (nights, pence) = owing.agreed, owing.fixed.get(period, (0, 0))
        charge = self.nights.charge(agreed, self.periods.start(period), self.periods.end(period))
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
        self._undue.append(self.lines[-1])
        owing.fixed[period] = charge

    def _next_invoice(self, posted_on: date) -> int:
        """Of the first period charged then or later that is not fixed."""
        period = self.periods.next_charged(posted_on)
        while self._is_fixed(period):
            period += 1
        return period

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
        self._adjust(fact, self.agreements.of_residents(whose), since)

    def _take_agreement(self, fact: Fact) -> None:
        match fact.told:
            case told.Agreed(begins_on=begins_on):
                self._adjust(fact, [self.agreements.agree(fact, fact.told)], begins_on)
            case told.RateChanged(begins_on=begins_on):
                self._adjust(fact, self.agreements.change_rate(fact, fact.told), begins_on)
            case told.ContributionEnded(contribution=contribution, ends_on=ends_on):
                owing = self.agreements.owing(contribution)
                since = min(owing.agreed.ends_on, ends_on)
                owing.agreed.ends_on = ends_on
                self._adjust(fact, [owing], since)
            case told.ContributionPutRight():
                self._adjust(fact, [self.agreements.put_right(fact.told)], date.min)
            case told.ContributionTakenBack(contribution=contribution):
                owing = self.agreements.owing(contribution)
                owing.agreed.is_taken_back = True
                self._adjust(fact, [owing], date.min)
            case _:
                raise TypeError(f"The books do not know what to do with {type(fact.told).__name__}.")

    def _open_with(self, fact: Fact, owed: told.Owed) -> None:
        posted_on = max(self.nights.charged_from, self.first_open)
        self.lines.append(
            Line(
                LineKind.OPENING,
                owed.payer_id,
                self.agreements.kind_of(owed.payer_id),
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
