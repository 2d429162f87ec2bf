"""Before and after a change, in one home or several together: what it shows, and could have shown at all."""

from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.days import day_meant
from network.web.page import Page
from outcomes.charts.interval import draw_interval
from outcomes.charts.shown import COUNTED, TITLES, UNITS
from outcomes.charts.written_figures import Figure, count_written, rate_written
from outcomes.pages.answers import BeforeAfter, WindowRate, read
from outcomes.pages.asked import Selection, homes_of, measures, read_selection, refused
from outcomes.pages.asking import Unanswered
from outcomes.pages.parts import OutcomesParts
from outcomes.pages.tables import HasInterval, Sheet, interval_of, limits_of
from outcomes.periods import ONE_DAY
from outcomes.terms import Measure
from outcomes.words.names import THINGS, day_in_words

OFFERED = tuple(Measure)
LENGTHS = [("3", "3 months"), ("6", "6 months"), ("12", "A year"), ("24", "Two years"), ("36", "Three years")]
CUTS = [("0.8", "By 20%"), ("0.7", "By 30%"), ("0.57", "By 43%"), ("0.5", "By half")]
"""Changes whose chance of being shown is asked for, as ratios."""
USUAL = {"measure": Measure.FALLS.value, "changed_on": "", "months": "12", "detect": "0.57"}
SURE = 0.05


class Shown(NamedTuple):
    """An answer as the page shows it."""

    measure: Measure
    found: BeforeAfter
    cut: str
    """The change that might have been shown, in words."""

    @property
    def title(self) -> str:
        """What was counted."""
        return TITLES[self.measure]

    @property
    def unit(self) -> str:
        """What a rate is."""
        return UNITS[self.measure]

    @property
    def drawing(self) -> Markup:
        """The ratio with its interval; empty where there is none."""
        found = self.found
        if found.ratio is None or found.p_value is None:
            return Markup()
        kind = "within"
        if found.p_value < SURE:
            kind = "better" if found.ratio < 1 else "worse"
        return draw_interval(found.ratio, found.low, found.high, kind, found.verdict)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The figures behind the verdict."""
        found = self.found
        if found.ratio is None:
            return []
        percent = found.percent_change or 0.0
        side = "lower" if percent < 0 else "higher"
        pairs = [("After ÷ before", f"{found.ratio:.2f}, that is {abs(percent):.0f}% {side}")]
        if found.p_value is None:
            return pairs
        pairs.append(("95% interval of the ratio", _ratio_interval(found)))
        if found.dispersion is not None:
            pairs.append(("Clustering in people (φ)", _clustering(self.measure, found, found.dispersion)))
        if found.power_to_detect is not None:
            said = f"{found.power_to_detect:.0%}, at the rate before and with so much time"
            pairs.append((f"Chance to show a true change {self.cut}", said))
        return pairs

    @property
    def sheet(self) -> Sheet:
        """Both sides in numbers."""
        counted, against = COUNTED[self.measure]
        columns = ("", "First day", "Last day", counted, against, "Rate", "95% interval")
        sides = (("Before", self.found.before), ("After", self.found.after))
        rows = [_row(name, side) for name, side in sides if side is not None]
        rates: list[HasInterval] = [side for _, side in sides if side is not None]
        if self.found.ratio is not None:
            interval = _ratio_interval(self.found) if self.found.p_value is not None else ""
            rows.append(["After ÷ before", "", "", "", "", _ratio(self.found.ratio), interval])
            rates.append(self.found)
        title, more = f"{self.title} before and after", limits_of(rates)
        return Sheet("before-after", title, columns, rows, (3, 4, 5, 6), more)


def before_after_pages(parts: OutcomesParts) -> list[Page]:
    """The question, as a page and as a file."""
    pages = BeforeAfterPages(parts)
    return [
        Page(name="coach-before-after", path="/coach/before-after", endpoint=pages.show),
        Page(name="coach-before-after-file", path="/coach/before-after.csv", endpoint=pages.file),
    ]


class BeforeAfterPages:
    """Asks of homes together what one small home can hardly show."""

    def __init__(self, parts: OutcomesParts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """The form; once homes are chosen, the answer."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        parts = self._parts
        homes = await homes_of(request, parts.documents, parts.today)
        selection, shown = await self._ask(request)
        return parts.pages.render(
            request,
            "outcomes/before_after.html",
            status=422 if selection.form.errors else 200,
            form=selection.form,
            homes=[(home.ref, home.name) for home in homes],
            measures=measures(*OFFERED),
            lengths=LENGTHS,
            cuts=CUTS,
            latest=(parts.today - ONE_DAY).isoformat(),
            shown=shown,
            day=day_in_words,
            query=str(request.query_params),
        )

    async def file(self, request: Request) -> Response:
        """The numbers as CSV; what can't be answered leads back to the form, which says why."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        _, shown = await self._ask(request)
        return shown.sheet.answer() if shown else await self.show(request)

    async def _ask(self, request: Request) -> tuple[Selection, Shown | None]:
        selection = read_selection(request.query_params, OFFERED, USUAL)
        form = selection.form
        if not request.query_params:
            return selection, None
        if not selection.homes:
            return refused(selection, {"home": "Choose at least one home."}), None
        if not _is_day(form.value("changed_on")):
            return refused(
                selection, {"changed_on": "Choose a day, as in 2026-03-31, or leave it empty."}
            ), None
        length = next((months for months, _ in LENGTHS if months == form.value("months")), "12")
        ratio, words = next((cut for cut in CUTS if cut[0] == form.value("detect")), CUTS[2])
        asked = {
            "homes": selection.homes,
            "measure": selection.measure.name,
            "changedOn": form.value("changed_on") or None,
            "months": int(length),
            "detect": float(ratio),
        }
        try:
            answer = await self._parts.documents.ask(request, "BeforeAfter", asked)
        except Unanswered as unanswered:
            return refused(selection, {"changed_on": str(unanswered)}), None
        if answer["beforeAfter"] is None:
            return refused(selection, {"home": "One of these homes is not in your care."}), None
        return selection, Shown(selection.measure, read(answer["beforeAfter"], BeforeAfter), words.lower())


def _is_day(text: str) -> bool:
    """Whether it is one, or nothing, which means each home's own start."""
    try:
        return not text or bool(day_meant(text))
    except ValueError:
        return False


def _row(name: str, side: WindowRate) -> list[str]:
    return [
        name,
        day_in_words(side.first),
        day_in_words(side.last),
        count_written(side.numerator),
        count_written(side.denominator),
        rate_written(side.rate),
        interval_of(side),
    ]


def _clustering(measure: Measure, found: BeforeAfter, phi: float) -> str:
    """What clustering does to the interval: events and nights count φ times less in it."""
    sides = [side for side in (found.before, found.after) if side is not None]
    total = sum(side.numerator or 0.0 for side in sides)
    things = THINGS[measure]
    if phi == 1:
        return f"1.0: {things} come to residents as chance would have it"
    return (
        f"{phi:.1f}: {things} come to some residents more than to others, so in the interval "
        f"{count_written(total)} count for no more than {total / phi:.0f}"
    )


def _ratio(ratio: float) -> Figure:
    return Figure(f"{ratio:.2f}", ratio)


def _ratio_interval(found: BeforeAfter) -> str:
    low = f"{found.low or 0.0:.2f}"
    return f"{low} to {found.high:.2f}" if found.high is not None else f"{low} or more"
