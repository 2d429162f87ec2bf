"""What the documents answer, typed; the names are the schema's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from households.terms import Harm, Place
from outcomes.funnel import Position
from outcomes.queries.practice import ChangeOfPractice
from outcomes.queries.run_charts import ChartPoint, Recent, RunChart
from outcomes.signals import Direction, Signal
from outcomes.spc import ChartKind
from outcomes.terms import Measure, Unit

Kind = TypeVar("Kind")


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of an answer; more fields than are named here may come along."""


class Area(Answer, frozen=True):
    """An integrated care board."""

    code: str
    name: str

    @property
    def words(self) -> str:
        """Its name as people write it; the published list has capitals throughout."""
        return " ".join(_cased(word) for word in self.name.split())


class TotalRate(Answer, frozen=True):
    """A rate with both its numbers; the network's, and part of others."""

    numerator: float | None
    denominator: float | None
    rate: float | None
    low: float | None
    high: float | None


class HomeRate(TotalRate, frozen=True):
    """A home's rate over a period, as `Caseload` answers it."""

    measure: str
    per: float
    incomplete: bool


class SignalPoint(Answer, frozen=True):
    """A point of a chart, as far as its signal goes."""

    starts_on: date
    ends_on: date
    value: float | None
    centre: float | None
    signal: Signal | None
    direction: Direction | None
    incomplete: bool


class Change(Answer, frozen=True):
    """Something that a team does differently."""

    on: date
    text: str


class SignalChart(Answer, frozen=True):
    """A chart as `CaseloadSignals` answers it."""

    period: Unit
    points: list[SignalPoint]
    changes_of_practice: list[Change]
    recent: Recent | None


class CaseloadHome(Answer, frozen=True):
    """A home of a coach."""

    id: str
    ref: str
    name: str
    area: Area | None
    last_recorded_at: datetime | None
    rates: list[HomeRate] | None


class HomeName(Answer, frozen=True):
    """A home by name."""

    id: str
    name: str


class FunnelPoint(Answer, frozen=True):
    """The limits where so many events are expected, as ratios."""

    expected: float
    low95: float | None
    high95: float | None
    low998: float | None
    high998: float | None


class Overdispersion(Answer, frozen=True):
    """How much more homes differ than by chance."""

    phi: float
    tau_squared: float
    adjusted: bool


class ComparedHome(TotalRate, frozen=True):
    """A home beside the network."""

    home: HomeName
    expected: float | None
    ratio: float | None
    shrunk_rate: float | None
    position: Position | None
    incomplete: bool


class Comparison(Answer, frozen=True):
    """Homes beside the network."""

    per: float
    network: TotalRate
    overdispersion: Overdispersion | None
    funnel: list[FunnelPoint] | None
    homes: list[ComparedHome]


class WindowRate(TotalRate, frozen=True):
    """One side of a before and after."""

    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")


class BeforeAfter(Answer, frozen=True):
    """Two windows of equal length about a change."""

    per: float
    before: WindowRate | None
    after: WindowRate | None
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    percent_change: float | None
    dispersion: float | None
    power_to_detect: float | None
    verdict: str


class AtPlace(Answer, frozen=True):
    """Falls at one place, by the schema's name for it."""

    place: str
    count: int

    @property
    def word(self) -> str:
        """Where."""
        return Place[self.place].value.replace("_", " ").capitalize()


class AtHour(Answer, frozen=True):
    """Falls in one hour of the day."""

    hour: int
    count: int


class WithHarm(Answer, frozen=True):
    """Falls with one level of harm, by the schema's name for it."""

    harm: str
    count: int

    @property
    def word(self) -> str:
        """How badly, as the team chose it."""
        return Harm[self.harm].in_words

    @property
    def level(self) -> str:
        """The NHS's level of harm."""
        return Harm[self.harm].level


class FallsPattern(Answer, frozen=True):
    """Where, when and how badly residents fell."""

    by_place: list[AtPlace]
    by_hour: list[AtHour]
    by_harm: list[WithHarm]
    residents_who_fell: int | None
    residents_who_fell_twice_or_more: int | None

    @property
    def falls(self) -> int:
        """All of them."""
        return sum(place.count for place in self.by_place)


def read(answer: object, kind: type[Kind]) -> Kind:
    """An answer as its type; numbers may be whole."""
    return msgspec.convert(answer, kind, strict=False)


def run_chart(measure: Measure, answer: Mapping[str, Any]) -> RunChart:
    """A chart as `HomeRunChart` answers it."""
    return RunChart(
        measure,
        ChartKind(answer["kind"]),
        Unit(answer["period"]),
        answer["per"],
        answer["trial"],
        answer["because"],
        [read(_in_order(point, ChartPoint._fields), ChartPoint) for point in answer["points"]],
        [
            read(_in_order(change, ChangeOfPractice._fields), ChangeOfPractice)
            for change in answer["changesOfPractice"]
        ],
        read(answer["recent"], Recent) if answer["recent"] else None,
        answer["summary"],
    )


def _cased(word: str) -> str:
    if word == "NHS":
        return word
    return word.lower() if word in ("AND", "OF", "THE", "ON") else word.title()


def _in_order(answer: Mapping[str, Any], fields: Sequence[str]) -> list[Any]:
    return [answer[_camel(field)] for field in fields]


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
