"""Which days somebody wants to see and by what: read from the address, and offered as links."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from network.days import day_meant
from network.web.form_state import FormState
from outcomes.periods import ONE_DAY, Period, months_after
from outcomes.terms import Measure, Unit

SPANS = ((1, "One year"), (2, "Two years"), (3, "Three years"), (5, "Five years"))
USUAL_SPAN = 3
LONGEST_YEARS = 10
UNITS = (
    (Unit.AUTO, "What suits each"),
    (Unit.MONTH, "Months"),
    (Unit.QUARTER, "Quarters"),
    (Unit.EVENT, "Days between falls"),
)
NOT_A_FORM = UUID(int=0)
"""Nothing is recorded by asking."""


class Link(NamedTuple):
    """A choice to make."""

    text: str
    href: str
    is_chosen: bool


class Choice(NamedTuple):
    """What was chosen."""

    period: Period
    years: int | None
    """None where days of one's own were chosen."""
    unit: Unit
    form: FormState
    """The days as they were typed, with what is wrong with them."""

    @property
    def query(self) -> str:
        """The same choice in an address."""
        return urlencode({**self._days, **self._by})

    @property
    def spans(self) -> Sequence[Link]:
        """Other periods."""
        return [
            Link(words, f"?{urlencode({'years': years, **self._by})}", years == self.years)
            for years, words in SPANS
        ]

    @property
    def units(self) -> Sequence[Link]:
        """Other intervals."""
        return [
            Link(words, f"?{urlencode({**self._days, 'by': unit.value.lower()})}", unit is self.unit)
            for unit, words in UNITS
        ]

    @property
    def _days(self) -> dict[str, str]:
        if self.years is not None:
            return {"years": str(self.years)}
        return {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}

    @property
    def _by(self) -> dict[str, str]:
        return {} if self.unit is Unit.AUTO else {"by": self.unit.value.lower()}

    def unit_for(self, measure: Measure, is_own: bool) -> Unit:
        """The unit as far as a measure has it: only events have days between them.

        Sickness outside the home is told by the quarter whatever is chosen.
        """
        if self.unit is Unit.EVENT and not measure.counts_events:
            return Unit.AUTO
        return Unit.AUTO if measure is Measure.SICKNESS and not is_own else self.unit


def read_choice(sent: Mapping[str, str], today: date) -> Choice:
    """What an address says; where it says nothing that can be shown, three years as suits."""
    unit = next((unit for unit, _ in UNITS if sent.get("by", "").upper() == unit.value), Unit.AUTO)
    given = {name: sent.get(name, "").strip() for name in ("from", "to")}
    form = FormState.empty(NOT_A_FORM, **given)
    if any(given.values()):
        period, wrong = own_days(given["from"], given["to"], today)
        if period is not None:
            return Choice(period, None, unit, form)
        form = FormState.refused({name: [text] for name, text in given.items()}, wrong)
    years = next((years for years, _ in SPANS if str(years) == sent.get("years")), USUAL_SPAN)
    return Choice(span_of(years, today), years, unit, form)


def own_days(first: str, last: str, today: date) -> tuple[Period | None, dict[str, str]]:
    """The days as typed, or what is wrong with them by field; without a last day, yesterday."""
    days: dict[str, date] = {}
    for name, text in (("from", first), ("to", last or (today - ONE_DAY).isoformat())):
        try:
            days[name] = day_meant(text)
        except ValueError:
            return None, {name: "Choose a day, as in 2026-03-31."}
    begins, ends = days["from"], min(days["to"], today - ONE_DAY)
    if begins > ends:
        return None, {"to": "The last day has to be after the first, and nothing counts after yesterday."}
    if begins < months_after(ends, -12 * LONGEST_YEARS):
        return None, {"from": f"Choose at most {LONGEST_YEARS} years."}
    return Period(begins, ends), {}


def span_of(years: int, today: date) -> Period:
    """So many years of whole months, through yesterday."""
    yesterday = today - ONE_DAY
    return Period(months_after(yesterday.replace(day=1), 1 - 12 * years), yesterday)


def whole_quarters(count: int, today: date) -> Period:
    """The last whole quarters that are over: all that is told of sickness outside a home."""
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return Period(months_after(quarter, -3 * count), quarter - ONE_DAY)
