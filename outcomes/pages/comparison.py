"""Homes beside each other, by what chance does to homes of their size: a funnel, words and a table."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.web.page import Page
from outcomes.charts.funnel import Dot, Funnel, draw_funnel
from outcomes.charts.shown import COUNTED, TITLES, UNITS, sample
from outcomes.charts.written_figures import count_written, rate_written
from outcomes.funnel import Position
from outcomes.pages.answers import CaseloadHome, ComparedHome, Comparison, read
from outcomes.pages.asked import Selection, homes_of, measures, read_selection, refused
from outcomes.pages.asking import Unanswered
from outcomes.pages.choosing import own_days, whole_quarters
from outcomes.pages.comparison_words import WHAT_IT_SHOWS, what_it_says
from outcomes.pages.parts import OutcomesParts
from outcomes.pages.tables import Sheet, interval_of, limits_of
from outcomes.terms import Measure

OFFERED = (Measure.FALLS, Measure.INJURIOUS_FALLS, Measure.SICKNESS, Measure.OCCUPANCY)
QUARTERS = 4
MORE = ("Rate", "95% interval", "Drawn to the network's", "What it shows")
NETWORK = "The whole network"


class Shown(NamedTuple):
    """An answer as the page shows it."""

    measure: Measure
    found: Comparison
    first: date
    last: date

    @property
    def title(self) -> str:
        """What is compared."""
        return TITLES[self.measure]

    @property
    def unit(self) -> str:
        """What a rate is."""
        return UNITS[self.measure]

    @property
    def summary(self) -> str:
        """What it shows and does not show."""
        return what_it_says(self.measure, self.found)

    @property
    def drawing(self) -> Markup:
        """The funnel; empty for what is not events, and where nothing is known."""
        return draw_funnel(
            Funnel(
                f"{self.title}: homes beside the network. {self.unit}.",
                self.summary,
                self.title,
                self.found.network.rate or 0.0,
                [dot for number, home in enumerate(self.found.homes, start=1) if (dot := _dot(number, home))],
                self.found.funnel or [],
            )
        )

    @property
    def key(self) -> Sequence[tuple[Markup, str]]:
        """The marks that are in the funnel, in words."""
        marks = {_mark(home) for home in self.found.homes}
        words = {
            "within": "within what chance does to a home of its size",
            "better": "fewer than chance explains",
            "worse": "more than chance explains",
            "silent": "not judged: nothing was recorded for two weeks or more",
        }
        kinds = [(kind, said) for kind, said in words.items() if kind in marks]
        kinds += [
            ("usual", "the network's rate"),
            ("inner", "95 of 100 homes lie here by chance alone"),
            ("band", "998 of 1,000 lie here by chance alone"),
        ]
        return [(sample(kind), said) for kind, said in kinds]

    @property
    def sheet(self) -> Sheet:
        """The numbers, homes by name."""
        counted, against = COUNTED[self.measure]
        if self.measure.counts_events:
            columns = ("Home", "No.", counted, against, "Expected", *MORE)
            more = limits_of([*self.found.homes, self.found.network])
            return Sheet("comparison", f"{self.title} by home", columns, self._rows, tuple(range(1, 8)), more)
        named = [(home.home.name, home) for home in self.found.homes]
        rows = [
            [name, count_written(rate.numerator), count_written(rate.denominator), rate_written(rate.rate)]
            for name, rate in (*named, (NETWORK, self.found.network))
        ]
        columns = ("Home", counted, against, "Rate")
        return Sheet("comparison", f"{self.title} by home", columns, rows, (1, 2, 3))

    @property
    def _rows(self) -> list[list[str]]:
        rows = [_row(number, home) for number, home in enumerate(self.found.homes, start=1)]
        network = self.found.network
        return [
            *rows,
            [NETWORK, "", count_written(network.numerator), count_written(network.denominator), "",
             rate_written(network.rate), interval_of(network), "", ""],
        ]  # fmt: skip


def comparison_pages(parts: OutcomesParts) -> list[Page]:
    """The comparison, as a page and as a file."""
    pages = ComparisonPages(parts)
    return [
        Page(name="coach-comparison", path="/coach/comparison", endpoint=pages.show),
        Page(name="coach-comparison-file", path="/coach/comparison.csv", endpoint=pages.file),
    ]


class ComparisonPages:
    """Names only the coach's own homes: the others are in the network's rate and in the limits."""

    def __init__(self, parts: OutcomesParts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """The form, filled in as asked, and its answer."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        homes = await homes_of(request, self._parts.documents, self._parts.today)
        selection, shown = await self._compare(request)
        return self._parts.pages.render(
            request,
            "outcomes/comparison.html",
            status=200 if shown else 422,
            form=selection.form,
            measures=measures(*OFFERED),
            homes=[(home.ref, home.name) for home in homes],
            areas=_areas(homes),
            shown=shown,
            query=str(request.query_params),
        )

    async def file(self, request: Request) -> Response:
        """The table as CSV; what can't be compared leads back to the form, which says why."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        _, shown = await self._compare(request)
        return shown.sheet.answer() if shown else await self.show(request)

    async def _compare(self, request: Request) -> tuple[Selection, Shown | None]:
        parts = self._parts
        usual = whole_quarters(QUARTERS, parts.today)
        days = {"from": usual.first.isoformat(), "to": usual.last.isoformat()}
        selection = read_selection(
            request.query_params, OFFERED, {"measure": Measure.FALLS.value, **days, "area": ""}
        )
        form = selection.form
        period, wrong = own_days(form.value("from"), form.value("to"), parts.today)
        if period is None:
            return refused(selection, wrong), None
        asked = {
            "measure": selection.measure.name,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "homes": selection.homes or None,
            "area": form.value("area") or None,
        }
        try:
            answer = await parts.documents.ask(request, "Comparison", asked)
        except Unanswered as unanswered:
            return refused(selection, {"area": str(unanswered)}), None
        return selection, Shown(selection.measure, read(answer["comparison"], Comparison), *period)


def _areas(homes: Sequence[CaseloadHome]) -> list[tuple[str, str]]:
    found = {home.area.code: home.area.words for home in homes if home.area is not None}
    return sorted(found.items(), key=lambda area: area[1])


def _dot(number: int, home: ComparedHome) -> Dot | None:
    if not home.expected or home.ratio is None:
        return None
    return Dot(number, home.expected, home.ratio, _mark(home))


def _mark(home: ComparedHome) -> str:
    """Only beyond 99.8% is a signal where many are looked at."""
    if home.incomplete:
        return "silent"
    marks = {Position.ABOVE_998: "worse", Position.BELOW_998: "better"}
    return marks.get(home.position, "within") if home.position else "within"


def _row(number: int, home: ComparedHome) -> list[str]:
    shows = "not judged" if home.incomplete else WHAT_IT_SHOWS.get(home.position, "")
    return [
        home.home.name,
        str(number),
        count_written(home.numerator),
        count_written(home.denominator),
        rate_written(home.expected),
        rate_written(home.rate),
        interval_of(home),
        rate_written(home.shrunk_rate),
        shows,
    ]
