"""A chart as a page shows it: with its drawing, a key to its marks, and its numbers in rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from network.web.drawing import line, path
from outcomes.charts.over_time import MARKS, draw, mark
from outcomes.charts.written_figures import count_written, rate_written
from outcomes.queries.run_charts import ChartPoint, RunChart
from outcomes.signals import Direction
from outcomes.terms import Measure, Unit
from outcomes.words.names import day_in_words

TITLES = {
    Measure.FALLS: "Falls",
    Measure.INJURIOUS_FALLS: "Falls with harm",
    Measure.SICKNESS: "Sickness",
    Measure.OCCUPANCY: "Occupancy",
    Measure.MOMENTS: "Moments",
    Measure.VOLUNTEERING: "Volunteering",
}
UNITS = {
    Measure.FALLS: "Falls for every 1,000 nights that residents were here",
    Measure.INJURIOUS_FALLS: "Falls with harm for every 1,000 nights that residents were here",
    Measure.SICKNESS: "Full-time days lost to sickness, of every 100",
    Measure.OCCUPANCY: "Nights that beds were lived in, of every 100",
    Measure.MOMENTS: "Weeks in which a resident chose and enjoyed something, of every 100",
    Measure.VOLUNTEERING: "Volunteers' hours for each resident's week",
}
"""What a value is, in words that need no training."""
COUNTED = {
    Measure.FALLS: ("Falls", "Nights"),
    Measure.INJURIOUS_FALLS: ("Falls with harm", "Nights"),
    Measure.SICKNESS: ("Days lost", "Days worked or lost"),
    Measure.OCCUPANCY: ("Nights lived in", "Nights there were beds for"),
    Measure.MOMENTS: ("Weeks enjoyed", "Weeks here"),
    Measure.VOLUNTEERING: ("Hours", "Nights"),
}
"""What its two numbers count."""


@dataclass(frozen=True, slots=True)
class ShownChart:
    """What the template `outcomes/chart.html` needs."""

    chart: RunChart
    drawing: Markup

    @property
    def ident(self) -> str:
        """What the section is called in the page's own links."""
        return self.chart.measure.value.replace("_", "-")

    @property
    def title(self) -> str:
        """What is shown."""
        return TITLES[self.chart.measure]

    @property
    def unit(self) -> str:
        """What a value is."""
        if self.chart.period is Unit.EVENT:
            return f"Days from one to the next: {self.title.lower()}"
        by = "month" if self.chart.period is Unit.MONTH else "quarter"
        return f"{UNITS[self.chart.measure]}, by {by}"

    @property
    def columns(self) -> list[str]:
        """The heads of the table of numbers."""
        if self.chart.period is Unit.EVENT:
            return ["From", "To", "Days", "What it shows"]
        return ["When", *COUNTED[self.chart.measure], "Rate", "Usual", "What it shows"]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which columns are numbers."""
        return (2,) if self.chart.period is Unit.EVENT else (1, 2, 3, 4)

    @property
    def rows(self) -> list[list[str]]:
        """The numbers, newest first."""
        row = self._gap if self.chart.period is Unit.EVENT else self._period
        return [row(point) for point in reversed(self.chart.points)]

    @property
    def limits(self) -> Sequence[tuple[str, Sequence[float | None]]]:
        """Where chance alone keeps each of the rows, for the file of a chart that has limits."""
        points = self.chart.points[::-1]
        if not self.chart.measure.counts_events:
            return ()
        return (
            ("Lower limit", [point.lower for point in points]),
            ("Upper limit", [point.upper for point in points]),
        )

    @property
    def key(self) -> Sequence[tuple[Markup, str]]:
        """The marks that are on this chart, in words."""
        return [(sample(kind), words) for kind, words in self.kinds]

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """The marks by name, in words."""
        points = self.chart.points
        kinds = [("within", "no more than chance")]
        if any(p.direction is Direction.IMPROVEMENT for p in points):
            kinds.append(("better", "more than chance, for the better"))
        if any(p.direction is Direction.CONCERN for p in points):
            kinds.append(("worse", "more than chance, for the worse"))
        if any(p.incomplete for p in points):
            kinds.append(("silent", "not judged: nothing was recorded for two weeks or more"))
        if any(p.centre is not None for p in points):
            kinds.append(("usual", "what is usual here"))
        if any(p.upper for p in points):
            kinds.append(("band", "where chance alone keeps it"))
        if self.chart.changes_of_practice:
            kinds.append(("change", "something began: see the list below"))
        return kinds

    def day(self, day: date) -> str:
        """As people write it."""
        return day_in_words(day)

    def _period(self, point: ChartPoint) -> list[str]:
        return [
            _when(point),
            *(count_written(amount) for amount in (point.numerator, point.denominator)),
            *(rate_written(amount) for amount in (point.value, point.centre)),
            _meaning(point),
        ]

    def _gap(self, point: ChartPoint) -> list[str]:
        return [
            day_in_words(point.starts_on),
            day_in_words(point.ends_on),
            count_written(point.value),
            _meaning(point),
        ]


def show(chart: RunChart) -> ShownChart:
    """The chart with its drawing."""
    plain = ShownChart(chart, Markup())
    return ShownChart(chart, draw(chart, plain.ident, f"{plain.title}. {plain.unit}."))


def sample(kind: str) -> Markup:
    """A mark by itself, in its own small drawing; words beside it say what it means."""
    drawn = {
        "inner": path([(-11, -7), (11, -7), (11, 7), (-11, 7)], "inner", closed=True),
        "usual": line(-11, 0, 11, 0, "usual"),
        "band": path([(-11, -7), (11, -7), (11, 7), (-11, 7)], "band", closed=True),
        "change": line(0, -8, 0, 8, "change"),
    }
    inside = drawn.get(kind) or mark(kind, 0, 0)
    frame = 'class="hearth-chart__sample" viewBox="-12 -9 24 18" aria-hidden="true" focusable="false"'
    return Markup(f"<svg {frame}>{inside}</svg>")  # noqa: S704 - our own words alone


def _when(point: ChartPoint) -> str:
    first, last = point.starts_on, point.ends_on
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def _meaning(point: ChartPoint) -> str:
    if point.incomplete:
        return "not judged"
    if point.direction is None:
        return ""
    return f"more than chance: {MARKS[point.direction]}"
