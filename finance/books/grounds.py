"""Why a line of the books is what it is: its nights, run after run, and the events that it follows from."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from finance.books import facts as told
from finance.books.charges import Charges
from finance.books.facts import Fact
from finance.books.lines import Line, LineKind
from finance.books.nights import Contribution
from finance.books.periods import LENGTH
from finance.books.rules import share_of
from finance.days import DAY
from finance.terms import SHARE_PARTS


class Nights(NamedTuple):
    """Nights in a row that are charged alike."""

    first: date
    last: date
    share: int
    """Of a night's price, in ten-thousandths."""
    why: str

    @property
    def number(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


class Reckoning(NamedTuple):
    """What a contribution comes to in a period, as known at a place in the log."""

    weekly: int
    begins_on: date
    ends_on: date
    nights: Sequence[Nights]
    pence: int


class Grounds(NamedTuple):
    """What a line follows from."""

    line: Line
    starts_on: date
    before: Reckoning | None
    """Of an adjustment: as it had been charged."""
    now: Reckoning
    cause: Fact
    """What was agreed or, of an adjustment, what became known later."""


def grounds_of(charges: Charges, facts: Sequence[Fact], line: Line) -> Grounds | None:
    """Follow the facts as far as the line did; None where no fact makes such a line. `charges` is new."""
    cause = next((fact for fact in facts if fact.position == line.position), None)
    if cause is None or line.kind is LineKind.OPENING:
        return None
    before: Reckoning | None = None
    for fact in facts:
        if line.kind is LineKind.ADJUSTMENT and fact.position == line.position:
            before = reckon(charges, line)
        charges.take(fact)
        if any(fixed.key == line.key for fixed in charges.lines):
            break
    now = reckon(charges, line)
    return None if now is None else Grounds(line, charges.periods.start(line.period), before, now, cause)


def reckon(charges: Charges, line: Line) -> Reckoning | None:
    """What a line's contribution comes to in the line's period, as the charges know it now."""
    known = {owing.agreed.version: owing.agreed for owing in charges.agreements.all()}
    agreed = known.get(line.contribution)
    if agreed is None:
        return None
    first, last = charges.periods.start(line.period), charges.periods.end(line.period)
    runs = list(_runs(charges, agreed, first)) if not agreed.is_taken_back else []
    charge = charges.nights.charge(agreed, first, last)
    return Reckoning(agreed.weekly, agreed.begins_on, agreed.ends_on, runs, charge.pence)


def _runs(charges: Charges, agreed: Contribution, first: date) -> Iterator[Nights]:
    days = [first + number * DAY for number in range(LENGTH)]
    judged = [(day, *_of_night(charges, agreed, day)) for day in days]
    for (share, why), run in groupby(judged, key=lambda one: one[1:]):
        nights = [day for day, *_ in run]
        if why:
            yield Nights(nights[0], nights[-1], share, why)


def _of_night(charges: Charges, agreed: Contribution, day: date) -> tuple[int, str]:
    """What share of a night is charged, and why; no words where nobody lives here and nothing is charged."""
    parts = charges.nights.parts(agreed, day)
    stays = charges.nights.stays(agreed.resident_id)
    living = next((stay for stay in stays if stay.lives_on(day)), None)
    if living is None:
        left = next((stay for stay in stays if stay.moved_out_on <= day), None)
        if not parts:
            return 0, ""
        after_death = left is not None and left.died
        return parts, "after the death" if after_death else "the day of leaving"
    if not agreed.begins_on <= day <= agreed.ends_on or day < charges.nights.charged_from:
        return parts, "" if not parts else "after the death"
    for absence in living.absences.values():
        if absence.away_from <= day < absence.back_on:
            share = share_of(charges.rules.on(agreed.kind, day), absence.reason)
            return share, f"away: {WORDS[absence.reason.value]}"
    return parts, "in the home" if parts == SHARE_PARTS else "charged"


WORDS = {"hospital": "in hospital", "holiday": "on holiday", "other": "elsewhere"}


def cause_in_words(cause: told.Any) -> str:
    """What kind of fact it is, in a few words."""
    return CAUSES.get(type(cause), "a fact of the home")


CAUSES: dict[type[told.Told], str] = {
    told.Agreed: "the contribution as it was agreed",
    told.RateChanged: "a change of rate",
    told.ContributionEnded: "the end of the contribution",
    told.ContributionPutRight: "the contribution, put right",
    told.ContributionTakenBack: "the contribution, taken back",
    told.MovedIn: "somebody moved in",
    told.MovedOut: "somebody moved out or died",
    told.MovedRoom: "somebody moved to another room",
    told.StayPutRight: "a stay, put right",
    told.WentAway: "somebody went away",
    told.CameBack: "somebody came back",
    told.AbsencePutRight: "nights away, put right",
    told.TermsSet: "charging terms that finance set",
    told.Owed: "an opening balance",
}
